import {z} from 'zod';
import {Failure} from '../../failure.ts';
import {classify} from '../../universe/instrument.ts';
import {type EnrichedSymbol, Exchange, Ticker} from '../../universe/symbol.ts';

/** How the Python original names its exchanges: ours, the directory's letters, or a provider's words. */
const exchanges: Readonly<Record<string, Exchange>> = {
  N: 'NYSE',
  Q: 'NASDAQ',
  P: 'ARCA',
  A: 'AMEX',
  Z: 'BATS',
  V: 'IEX',
  M: 'TEXAS',
  'NYSE ARCA': 'ARCA',
  NYSEARCA: 'ARCA',
  'NYSE AMERICAN': 'AMEX',
  'NYSE MKT': 'AMEX',
  CBOE: 'BATS',
  BZX: 'BATS',
};

const text = z.string().trim().min(1).optional().catch(undefined);
const OriginalSymbol = z.looseObject({
  symbol: Ticker,
  exchange: z
    .string()
    .transform((name) => exchanges[name.trim().toUpperCase()] ?? name.trim().toUpperCase())
    .pipe(Exchange),
  lastClose: z.number().positive(),
  // The original wrote 0 and null where it knew nothing.
  marketCap: z.number().positive().optional().catch(undefined),
  name: text,
  sector: text,
  industry: text,
});
const Time = z.iso.datetime({offset: true});

/** Where the original does not say who listed or priced a symbol, this stands. */
const SOURCE = 'python-original';

/** Lifts the symbols of the original's universe file (no `format`) to ours. */
export function liftOriginal(
  time: string,
  symbols: Iterable<unknown>,
): {heading: {build_timestamp_utc: string}; symbols: readonly EnrichedSymbol[]} {
  if (!Time.safeParse(time).success) {
    throw new Failure('file.corrupt', 'The universe file is damaged at build_timestamp_utc: it is no UTC time.');
  }
  const at = new Date(time).toISOString();
  const lifted = new Map<string, EnrichedSymbol>();
  for (const [index, symbol] of [...symbols].entries()) {
    const row = OriginalSymbol.safeParse(symbol);
    if (!row.success) {
      const [issue] = row.error.issues;
      const where = `symbols.${index}.${issue?.path.join('.')}`;
      throw new Failure('file.corrupt', `The universe file is damaged at ${where}: ${issue?.message ?? ''}.`);
    }
    lifted.set(row.data.symbol, liftSymbol(row.data, at));
  }
  return {heading: {build_timestamp_utc: at}, symbols: [...lifted.values()]};
}

function liftSymbol(row: z.infer<typeof OriginalSymbol>, at: string): EnrichedSymbol {
  const {symbol, exchange, lastClose, marketCap, name, sector, industry} = row;
  return {
    symbol,
    exchange,
    lastClose,
    ...(marketCap === undefined ? {} : {marketCap}),
    ...(name === undefined ? {} : {name}),
    instrument: classify({symbol, exchange, ...(name === undefined ? {} : {name})}),
    ...(sector === undefined ? {} : {sector}),
    ...(industry === undefined ? {} : {industry}),
    priceSource: SOURCE,
    priceSession: at.slice(0, 10),
    fetchedAt: at,
    listedBy: [SOURCE],
  };
}
