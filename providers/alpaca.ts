import {z} from 'zod';
import {
  defineProvider,
  type Eligibility,
  type FieldMeta,
  type Listing,
  type Price,
  type ProviderContext,
} from '../source/provider/contract.ts';
import {ProviderFailure, type ProviderFailureKind} from '../source/provider/failure.ts';
import {Exchange} from '../source/universe/symbol.ts';
import {canonical, spell} from '../source/universe/ticker.ts';

const id = 'alpaca';

/** Keys of a paper account are no keys of the live one. Quotes are on a third host, which takes both. */
const trading = {paper: 'https://paper-api.alpaca.markets', live: 'https://api.alpaca.markets'} as const;
const data = 'https://data.alpaca.markets';

/** An answer in which more rows than this do not parse is another format, not an answer with bad rows. */
const mostBadRows = 0.2;

function key(what: string, shortest: number) {
  return z
    .string()
    .min(shortest, `shorter than any ${what}`)
    .max(512, `longer than any ${what}`)
    .regex(/^[!-~]*$/, `a ${what} has no spaces, control characters or accents`);
}

const Credentials = z.object({
  keyId: key('key ID', 12).meta({
    label: 'API key ID',
    help: 'From the dashboard of the account, paper or live, that the options name',
    secret: true,
    earlier: ['API_KEY', 'USERNAME'],
  } satisfies FieldMeta),
  secretKey: key('secret key', 24).meta({
    label: 'Secret key',
    help: 'Shown once, when the key ID is made',
    secret: true,
    earlier: ['TOKEN', 'PASSWORD'],
  } satisfies FieldMeta),
});

const Options = z.strictObject({
  environment: z
    .enum(['paper', 'live'])
    .default('paper')
    .meta({label: 'Account', help: 'Where the keys were made: paper or live'}),
  // IEX sees a fiftieth of the trades and no closing auction of the others, so its closes are often not the official ones.
  feed: z
    .enum(['delayed_sip', 'iex', 'sip'])
    .default('delayed_sip')
    .meta({label: 'Feed', help: 'delayed_sip and iex are free, sip needs a subscription'}),
});

/** Alpaca: what a broker lists, trades and splits into fractions in one call, and closes five hundred a call. */
export default defineProvider({
  id,
  title: 'Alpaca',
  site: 'https://alpaca.markets',
  tier: 'delayed',
  baseUrl: trading.paper,
  hosts: [trading.live, data].map((url) => new URL(url).host),
  // Of the 200 a minute that the account has, so that its owner's own programs are not throttled by us.
  quota: [{requests: 150, per: 'minute'}],
  credentials: Credentials,
  options: Options,
  officialList: false,
  // The account would prove the keys too, but it hands out balances. The clock needs the same keys and says the time.
  check: async (context) => void (await context.http.json(`${brokerage(context)}/v2/clock`, Clock, asked(context))),
  listSymbols: async (_ask, context) => (await assets(context)).map(listing),
  // No metadata along with a price: volume without a cap would keep better sources from being asked.
  pricesBatch: {batchSize: 500, fetch: closes},
  fractional: {
    batchSize: Number.POSITIVE_INFINITY,
    fetch: async (_symbols, context) => new Map((await assets(context)).map((asset) => [asset.symbol, asset.flags])),
  },
});

const Clock = z.object({is_open: z.boolean()});

const flag = z.boolean().optional().catch(undefined);
const Row = z.object({
  symbol: z.string(),
  class: z.string(),
  exchange: z.string(),
  status: z.string(),
  name: z.string().optional().catch(undefined),
  tradable: flag,
  fractionable: flag,
});
type Row = z.infer<typeof Row>;

/** Plain JSON: it is kept on disk for the build. */
type Asset = Listing & {readonly flags: Eligibility};

/** Some 13,000 rows and 5 MB, shared by the list and the eligibility. */
function assets(context: ProviderContext): Promise<readonly Asset[]> {
  return context.keep(`assets-${Options.parse(context.options).environment}`, async () => {
    const url = `${brokerage(context)}/v2/assets?status=active&asset_class=us_equity`;
    const answer = await context.http.json(url, z.array(z.unknown()), {...asked(context), timeoutMs: 60_000});
    const listed = rowsOf(answer, Row).filter(isListed);
    if (listed.length === 0) throw malformed('sent a list without assets');
    const bySymbol = Map.groupBy(listed, ({symbol}) => canonical(symbol, 'alpaca'));
    return [...bySymbol].flatMap(([symbol, rows]) => (symbol === undefined ? [] : [assetOf(symbol, rows)]));
  });
}

/** A symbol may also have rows of its past (inactive) and of the market it fell to (OTC). */
function isListed({class: kind, exchange, status}: Row): boolean {
  return kind === 'us_equity' && status === 'active' && exchange !== 'OTC';
}

/** Where two rows of one symbol disagree about a thing, it is unknown. */
function assetOf(symbol: string, rows: readonly Row[]): Asset {
  const agreed = <T>(fact: (row: Row) => T): T | undefined => {
    const [said, ...others] = new Set(rows.map(fact));
    return others.length === 0 ? said : undefined;
  };
  const exchange = agreed((row) => exchangeOf(row.exchange));
  const name = agreed((row) => row.name);
  const tradable = agreed((row) => row.tradable);
  const fractionable = agreed((row) => row.fractionable);
  const flags = {...(tradable !== undefined && {tradable}), ...(fractionable !== undefined && {fractionable})};
  return {symbol, ...(exchange && {exchange}), ...(name && {name}), flags};
}

/** Words that are none of ours (`ASCX`) are left unsaid: such a row only confirms what another source lists. */
function exchangeOf(word: string): Exchange | undefined {
  return word === 'NYSEARCA' ? 'ARCA' : Exchange.safeParse(word).data;
}

function listing({flags: _flags, ...listed}: Asset): Listing {
  return listed;
}

const Bar = z.object({t: z.iso.datetime({offset: true}), c: z.number()});
const Snapshot = z.object({dailyBar: Bar.nullish(), prevDailyBar: Bar.nullish()}).nullable();

async function closes(symbols: readonly string[], context: ProviderContext): Promise<ReadonlyMap<string, Price>> {
  const names = symbols.map((symbol) => encodeURIComponent(spell(symbol, 'alpaca'))).join(',');
  const url = `${data}/v2/stocks/snapshots?symbols=${names}&feed=${Options.parse(context.options).feed}`;
  const answer = await context.http.json(url, z.record(z.string(), z.unknown()), {...asked(context), fault: planFault});
  const wanted = new Set(symbols);
  const prices = new Map<string, Price>();
  for (const [name, snapshot] of rowsOf(Object.entries(answer), z.tuple([z.string(), Snapshot]))) {
    const symbol = canonical(name, 'alpaca');
    const price = closeOf(snapshot, context.session);
    if (symbol !== undefined && wanted.has(symbol) && price) prices.set(symbol, price);
  }
  return prices;
}

/**
 * The daily bar of the session asked for; else the newest under its own date, for the caller to refuse as stale. Never the
 * latest trade: on IEX it may be days old, and after the close it is not the close.
 */
function closeOf(snapshot: z.infer<typeof Snapshot>, session: string): Price | undefined {
  const bars = [snapshot?.dailyBar, snapshot?.prevDailyBar].flatMap((bar) => {
    const session = bar ? dayOf(bar.t) : undefined;
    return bar && session !== undefined && bar.c !== 0 ? [{lastClose: bar.c, session}] : [];
  });
  return bars.find((price) => price.session === session) ?? bars[0];
}

/** A daily bar is stamped with its midnight in New York, 04:00 or 05:00 UTC; another hour leaves the day in doubt. */
function dayOf(stamp: string): string | undefined {
  const format = {timeZone: 'America/New_York', dateStyle: 'short', timeStyle: 'medium'} as const;
  const [day, time] = new Intl.DateTimeFormat('sv-SE', format).format(new Date(stamp)).split(' ');
  return time === '00:00:00' ? day : undefined;
}

function rowsOf<T>(rows: readonly unknown[], schema: z.ZodType<T>): readonly T[] {
  const good = rows.flatMap((row) => {
    const read = schema.safeParse(row);
    return read.success ? [read.data] : [];
  });
  if (rows.length - good.length <= rows.length * mostBadRows) return good;
  throw malformed(`sent ${rows.length - good.length} rows of ${rows.length} that do not parse`);
}

function brokerage({options}: ProviderContext): string {
  return trading[Options.parse(options).environment];
}

function asked({credentials}: ProviderContext) {
  const {keyId = '', secretKey = ''} = credentials;
  return {headers: {'apca-api-key-id': keyId, 'apca-api-secret-key': secretKey}};
}

/** A feed outside the plan is a 403 too (https://docs.alpaca.markets/docs/market-data-faq, seen 2026-11): the keys are good. */
function planFault(status: number, body: string): ProviderFailureKind | undefined {
  return status >= 400 && /subscription does not permit/i.test(body.slice(0, 2000)) ? 'exhausted' : undefined;
}

function malformed(what: string): ProviderFailure {
  return new ProviderFailure(id, 'malformed', `Alpaca ${what}.`);
}
