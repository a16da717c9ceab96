import {z} from 'zod';
import type {Listing, Metadata, Price, ProviderContext} from '../source/provider/contract.ts';
import {defineProvider} from '../source/provider/contract.ts';
import {ProviderFailure, type ProviderFailureKind} from '../source/provider/failure.ts';
import type {Exchange} from '../source/universe/symbol.ts';
import {canonical} from '../source/universe/ticker.ts';

const id = 'nasdaq';
const api = 'https://api.nasdaq.com/api/screener';

/** Other clients are refused, or left hanging without a byte (seen 2024-06, https://api.nasdaq.com). */
const asBrowser = {
  headers: {
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0 Safari/537.36',
    accept: 'application/json, text/plain, */*',
    'accept-language': 'en-US,en;q=0.9',
    origin: 'https://www.nasdaq.com',
    referer: 'https://www.nasdaq.com/',
  },
  timeoutMs: 45_000,
} as const;

const exchanges: readonly Exchange[] = ['NASDAQ', 'NYSE', 'AMEX'];
const whole = 'tableonly=true&limit=25&offset=0&download=true';
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
/** A page in which more rows than this do not parse is another format, not a page with bad rows. */
const mostBadRows = 0.2;

/** The screener of nasdaq.com: the whole market's prices and caps in one body. Absence from it says nothing. */
export default defineProvider({
  id,
  title: 'Nasdaq screener',
  site: 'https://www.nasdaq.com/market-activity/stocks/screener',
  tier: 'free',
  baseUrl: 'https://api.nasdaq.com',
  quota: [
    {requests: 20, per: 'minute'},
    {requests: 300, per: 'day'},
  ],
  officialList: false,
  calls: {list: 2, prices: 1, metadata: 0},
  listSymbols: async ({need}, context) => {
    if (need === 'provenance') return (await stocks(context)).rows.map((row) => listing(row));
    const lists: Listing[] = [];
    for (const exchange of exchanges) {
      const {rows} = await download(context, `stocks?${whole}&exchange=${exchange}`, Stocks);
      lists.push(...rows.map((row) => listing(row, exchange)));
    }
    return lists;
  },
  pricesBatch: {batchSize: Number.POSITIVE_INFINITY, fetch: (_symbols, context) => closes(context)},
  metadata: {
    batchSize: Number.POSITIVE_INFINITY,
    fetch: async (_symbols, context) => new Map((await stocks(context)).rows.map((row) => [row.symbol, row.facts])),
  },
});

const text = z.string().trim().catch('');
const Stock = z
  .object({symbol: z.string(), lastsale: z.string(), netchange: text, name: text, marketCap: text, volume: text})
  .extend({sector: text, industry: text, country: text});
const Fund = z.object({symbol: z.string(), lastSalePrice: z.string(), netChange: text, companyName: text});
const Share = Stock.transform(rowOf);
const Etf = Fund.transform(({symbol, lastSalePrice: lastsale, netChange: netchange, companyName: name}) =>
  rowOf({symbol, lastsale, netchange, name}),
);
const Stocks = z.object({rows: z.array(z.unknown())}).transform(({rows}): Body => ({rows: rowsOf(rows, Share)}));
const Funds = z
  .object({dataAsOf: z.string().nullish(), data: z.object({rows: z.array(z.unknown())})})
  .transform(({dataAsOf, data}): Body => ({rows: rowsOf(data.rows, Etf), ...dayOf(dataAsOf)}));
const Table = z.object({asof: z.string().nullish()}).transform(({asof}) => dayOf(asof));

type Body = {readonly rows: readonly Row[]; readonly day?: string};
type Row = {readonly symbol: string; readonly last: string; readonly change: string; readonly facts: Metadata};

/** The body carries no date, so it is asked for right behind it, before the site turns to another day. */
function stocks(context: ProviderContext): Promise<Body> {
  return context.keep('stocks', async () => {
    const body = await download(context, `stocks?${whole}`, Stocks);
    const dated = await unlessFailed(context, () => ask(context, 'stocks?tableonly=true&limit=1&offset=0', Table));
    return {...body, ...dated};
  });
}

function funds(context: ProviderContext): Promise<Body> {
  return context.keep('funds', () => download(context, 'etf?tableonly=true&download=true', Funds));
}

async function closes(context: ProviderContext): Promise<ReadonlyMap<string, Price>> {
  const shares = await stocks(context);
  const etfs = await unlessFailed(context, () => funds(context));
  if (shares.day === undefined && etfs?.day === undefined) throw malformed('does not say of which day its prices are');
  return new Map([etfs, shares].flatMap((body) => dated(body, context)));
}

/** Each body by its own date alone: one may still be of the session before when the other has turned. */
function dated(body: Body | undefined, context: ProviderContext): readonly (readonly [string, Price])[] {
  return body?.day === undefined ? [] : [...pricesOf(body.rows, body.day, context)];
}

/** Stocks without funds, or a body without its date call, are still worth having; the failure is said, not hidden. */
async function unlessFailed<T>(context: ProviderContext, make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    context.partial(error);
    return undefined;
  }
}

/** A body of the next session still holds the close asked for: its last sale less the change since then. */
function pricesOf(rows: readonly Row[], day: string, {session, nextSession}: ProviderContext): Map<string, Price> {
  const prices = new Map<string, Price>();
  const contradicted = new Set<string>();
  const isNext = day === nextSession;
  for (const {symbol, last, change, facts} of rows) {
    const {volume, ...lasting} = facts;
    const lastClose = isNext ? difference(last, change) : dollars(last);
    if (lastClose === undefined || lastClose === 0) continue;
    const earlier = prices.get(symbol);
    if (earlier && earlier.lastClose !== lastClose) contradicted.add(symbol);
    prices.set(symbol, {lastClose, session: isNext ? session : day, metadata: isNext ? lasting : facts});
  }
  // Two rows that disagree: nobody here knows it, and the next source is asked.
  for (const symbol of contradicted) prices.delete(symbol);
  return prices;
}

async function download(context: ProviderContext, query: string, schema: z.ZodType<Body>): Promise<Body> {
  const body = await ask(context, query, schema);
  if (body.rows.length === 0) throw malformed('sent a list without rows');
  return body;
}

async function ask<T>({http}: ProviderContext, query: string, schema: z.ZodType<T>): Promise<T> {
  const answer = z.object({data: schema.nullish()});
  const {data} = await http.json(`${api}/${query}`, answer, {...asBrowser, fault: innerFault});
  if (data === null || data === undefined) throw malformed('sent an answer without data');
  return data;
}

/** An error may come inside a 200: `rCode`, at the end of the body, is the real status. */
function innerFault(status: number, body: string): ProviderFailureKind | undefined {
  const code = Number(/"rCode"\s*:\s*(\d+)/.exec(body.slice(-2000))?.[1] ?? 200);
  if (status !== 200 || code === 200) return undefined;
  if (code === 429) return 'throttled';
  return code >= 500 ? 'unreachable' : 'malformed';
}

function rowsOf(rows: readonly unknown[], schema: z.ZodType<Row | undefined>): readonly Row[] {
  const good = rows.map((row) => schema.safeParse(row).data).filter((row) => row !== undefined);
  if (rows.length - good.length <= rows.length * mostBadRows) return good;
  throw malformed(`sent ${rows.length - good.length} rows of ${rows.length} that do not parse`);
}

type Raw = Pick<z.infer<typeof Stock>, 'symbol' | 'lastsale' | 'netchange'> & Partial<z.infer<typeof Stock>>;

/** Undefined where the row does not parse: no ticker, or a price that is neither money nor blank. */
function rowOf({symbol, lastsale, netchange, marketCap, volume, ...words}: Raw): Row | undefined {
  const ticker = canonical(symbol, 'screener');
  const isPriced = /^\s*(n\/?a)?\s*$/i.test(lastsale) || dollars(lastsale) !== undefined;
  if (ticker === undefined || !isPriced) return undefined;
  // A cap of "" or "0.00" is unknown (SPACs, many dual classes), never small.
  const numbers = {marketCap: dollars(marketCap ?? '') || undefined, volume: dollars(volume ?? '')};
  return {symbol: ticker, last: lastsale, change: netchange, facts: factsOf({...words, ...numbers})};
}

function factsOf(facts: Record<string, unknown>): Metadata {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined && fact !== ''));
}

function listing({symbol, facts: {name}}: Row, exchange?: Exchange): Listing {
  return {symbol, ...(exchange && {exchange}), ...(name && {name})};
}

/** `"$1,234.50"`, `"-0.359"`, `"$734838.939999999944"`; undefined for anything that is not plain money. */
function dollars(money: string): number | undefined {
  const plain = money.trim().replaceAll(/[$,]/g, '');
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(Number(plain).toFixed(6)) : undefined;
}

function difference(last: string, change: string): number | undefined {
  const [from, step] = [dollars(last), /^unch$/i.test(change) ? 0 : dollars(change)];
  return from === undefined || step === undefined ? undefined : Number((from - step).toFixed(6));
}

/** `Last price as of Jun 28, 2024` or `2/24/2023 8:00:00 PM`, New York days both. */
function dayOf(said: string | null | undefined): {day?: string} {
  const named = /([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4})/.exec(said ?? '');
  const numbered = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(said ?? '');
  const month = named ? months.indexOf(named[1] ?? '') + 1 : Number(numbered?.[1] ?? 0);
  const [, , day = '', year] = named ?? numbered ?? [];
  const iso = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return z.iso.date().safeParse(iso).success ? {day: iso} : {};
}

function malformed(what: string): ProviderFailure {
  return new ProviderFailure(id, 'malformed', `Nasdaq screener ${what}.`);
}
