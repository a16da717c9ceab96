import {z} from 'zod';
import {defineProvider, type Metadata, type Price, type ProviderContext} from '../source/provider/contract.ts';
import {ProviderFailure, type ProviderFailureKind} from '../source/provider/failure.ts';
import {spell} from '../source/universe/ticker.ts';

const id = 'yahoo';
const api = 'https://query1.finance.yahoo.com';

/** A full batch is some 60 kB. */
const maxBytes = 4 * 1024 * 1024;
const browser = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0 Safari/537.36',
  'accept-language': 'en-US,en;q=0.9',
} as const;

/** Yahoo Finance, as its own pages ask it: closes twenty a call without a key, caps fifty a call with a crumb. */
export default defineProvider({
  id,
  title: 'Yahoo Finance',
  site: 'https://finance.yahoo.com',
  tier: 'delayed',
  baseUrl: api,
  hosts: ['query2.finance.yahoo.com', 'fc.yahoo.com'],
  // Others measured 120 spark calls in seconds and refusals above 8 at once (2026-08): 300 an hour is what it bears all
  // day, so that the 620 calls of a night without the screener take two hours and the usual 16 a few seconds.
  quota: [
    {requests: 4, per: 'second'},
    {requests: 300, per: 'hour'},
    {requests: 2000, per: 'day'},
  ],
  concurrency: 4,
  calls: {once: {metadata: 2}},
  officialList: false,
  pricesBatch: {batchSize: 20, fetch: closes},
  metadata: {batchSize: 50, fetch: quotes},
});

/** Null, absent and unreadable are all unknown. */
const text = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const amount = z.number().positive().optional().catch(undefined);

const Meta = z.object({currency: text, regularMarketTime: number, regularMarketPrice: number});
const Bars = z.object({quote: z.array(z.object({close: z.array(number).optional()}))});
const Response = z.object({
  meta: Meta.optional(),
  timestamp: z.array(number).optional(),
  indicators: Bars.optional(),
});
const Nested = z.object({symbol: z.string(), response: z.array(Response)});
const Flat = z.object({symbol: z.string(), timestamp: z.array(number), close: z.array(number)});
type Series = {
  readonly symbol: string;
  readonly times: readonly (number | undefined)[];
  readonly values: readonly (number | undefined)[];
  readonly meta?: z.infer<typeof Meta> | undefined;
};

/** v7 nests under `spark` and has a `meta`; v8 is flat by symbol. Both names have answered with either. */
const Spark = z.union([
  z
    .object({spark: z.object({result: z.array(Nested).nullable()})})
    .transform(({spark}) => (spark.result ?? []).map(nested)),
  z.record(z.string(), Flat).transform((flat) => Object.values(flat).map(flatSeries)),
]);

async function closes(symbols: readonly string[], context: ProviderContext): Promise<ReadonlyMap<string, Price>> {
  const names = spelled(symbols);
  const url = `${api}/v7/finance/spark?symbols=${listed(names)}&range=5d&interval=1d`;
  const answer = await context.http.json(url, Spark, {headers: browser, accept: [404], maxBytes, fault: sparkFault});
  const prices = new Map<string, Price>();
  for (const series of answer) {
    const symbol = names.get(series.symbol);
    const price = closeOf(series, context.session);
    if (symbol !== undefined && price) prices.set(symbol, price);
  }
  return prices;
}

/** A 404 without Yahoo's JSON is throttling; `result: null` in a 200 is either "none of these" or trouble. */
function sparkFault(status: number, body: string): ProviderFailureKind | undefined {
  if (status !== 200 && status !== 404) return undefined;
  const error = /"error"\s*:\s*\{[^}]*\}/.exec(body.slice(0, 2000))?.[0];
  if (error === undefined) return status === 404 ? 'throttled' : undefined;
  if (/not found|no data/i.test(error)) return undefined;
  return /too many|rate limit/i.test(error) ? 'throttled' : 'unreachable';
}

function nested({symbol, response: [first]}: z.infer<typeof Nested>): Series {
  const values = first?.indicators?.quote[0]?.close ?? [];
  return {symbol, times: first?.timestamp ?? [], values, meta: first?.meta};
}

function flatSeries({symbol, timestamp, close}: z.infer<typeof Flat>): Series {
  return {symbol, times: timestamp, values: close};
}

/** The bar of the session asked for; else the last one under its own date, for the caller to refuse as stale. */
function closeOf({times, values, meta}: Series, session: string): Price | undefined {
  if (meta?.currency && meta.currency !== 'USD') return undefined;
  const bars = times.flatMap((time, at) => bar(time, values[at]));
  const exact = bars.find((price) => price.session === session);
  if (exact) return exact;
  const live = bar(meta?.regularMarketTime, meta?.regularMarketPrice)[0];
  return live?.session === session ? live : (bars.at(-1) ?? live);
}

function bar(seconds: number | undefined, close: number | undefined): readonly Price[] {
  // Zero is how an empty answer looks here, not a price.
  if (!seconds || !close || !(seconds > 0 && seconds < 1e11)) return [];
  return [{lastClose: Number(close.toFixed(6)), session: newYorkDay(seconds)}];
}

const Quote = Meta.extend({symbol: z.string(), quoteType: text, longName: text, shortName: text}).extend({
  marketCap: amount,
  netAssets: amount,
  regularMarketVolume: amount,
});
type Quote = z.infer<typeof Quote>;
/** Rows that do not parse are dropped; the page is kept. */
const Row = Quote.optional().catch(undefined);
const Quotes = z.object({quoteResponse: z.object({result: z.array(Row)})});
const Unauthorized = z.object({finance: z.object({error: z.object({code: z.string()})})});

async function quotes(symbols: readonly string[], context: ProviderContext): Promise<ReadonlyMap<string, Metadata>> {
  const names = spelled(symbols);
  const passes = await context.memo('passes', async () => [await crumb(context)]);
  let rows = await quoted(names, passes, context);
  if (!rows) {
    // A crumb lives as long as Yahoo likes: one new one a build, which every later batch shares.
    passes[1] ??= await context.memo('next-pass', () => crumb(context));
    rows = await quoted(names, passes, context);
  }
  if (!rows) throw new ProviderFailure(id, 'exhausted', 'Yahoo Finance does not accept its own crumb.', {status: 401});
  const facts = new Map<string, Metadata>();
  for (const row of rows) {
    const symbol = row && names.get(row.symbol);
    if (row && symbol !== undefined && row.quoteType !== 'NONE') facts.set(symbol, factsOf(row, context.session));
  }
  return facts;
}

type Pass = {readonly crumb: string; readonly cookie: string};

/** Undefined when the newest crumb is not accepted. */
async function quoted(
  names: ReadonlyMap<string, string>,
  passes: readonly Pass[],
  {http}: ProviderContext,
): Promise<readonly (Quote | undefined)[] | undefined> {
  const {crumb = '', cookie = ''} = passes.at(-1) ?? {};
  const fields = 'marketCap,netAssets,quoteType,currency,longName,shortName,regularMarketVolume,regularMarketTime';
  const query = `symbols=${listed(names)}&crumb=${encodeURIComponent(crumb)}&fields=${fields}`;
  const options = {headers: {...browser, cookie}, accept: [401], maxBytes};
  const answer = await http.json(`${api}/v7/finance/quote?${query}`, z.union([Quotes, Unauthorized]), options);
  return 'quoteResponse' in answer ? answer.quoteResponse.result : undefined;
}

/** Cookies from a host that answers 404 to everybody, then the crumb that belongs to them: two calls a build. */
async function crumb({http}: ProviderContext): Promise<Pass> {
  const {headers} = await http.text('https://fc.yahoo.com/', {headers: browser, accept: [404], allowHtml: true});
  const cookies = (headers['set-cookie'] ?? '').split('\n').map((cookie) => cookie.split(';')[0] ?? '');
  const cookie = cookies.filter((text) => text !== '').join('; ');
  const {body} = await http.text(`${api}/v1/test/getcrumb`, {headers: {...browser, cookie}, fault: crumbFault});
  return {crumb: body.trim(), cookie};
}

function crumbFault(status: number, body: string): ProviderFailureKind | undefined {
  if (/too many requests/i.test(body)) return 'throttled';
  // "Too Many Requests" or a page must never be sent back as a crumb.
  return status === 200 && !/^[\w./\\-]{5,40}$/.test(body.trim()) ? 'malformed' : undefined;
}

function factsOf(row: Quote, session: string): Metadata {
  const name = row.longName ?? row.shortName;
  const isForeign = row.currency !== undefined && row.currency !== 'USD';
  // Of a fund the net assets stand for the cap.
  const instrument = ({ETF: 'etf', MUTUALFUND: 'fund'} as const)[row.quoteType ?? ''];
  const marketCap = isForeign ? undefined : (row.marketCap ?? (row.quoteType === 'ETF' ? row.netAssets : undefined));
  const isOfSession = row.regularMarketTime ? newYorkDay(row.regularMarketTime) === session : false;
  return {
    ...(name ? {name} : {}),
    ...(instrument ? {instrument} : {}),
    ...(marketCap === undefined ? {} : {marketCap}),
    ...(isOfSession && row.regularMarketVolume !== undefined ? {volume: row.regularMarketVolume} : {}),
  };
}

/** Canonical symbols by Yahoo's spelling; two that Yahoo cannot tell apart are left unasked. */
function spelled(symbols: readonly string[]): ReadonlyMap<string, string> {
  const names = Map.groupBy(symbols, (symbol) => spell(symbol, 'yahoo'));
  return new Map(
    [...names].flatMap(([name, [symbol, other]]) => (symbol && other === undefined ? [[name, symbol]] : [])),
  );
}

const listed = (names: ReadonlyMap<string, string>): string => [...names.keys()].map(encodeURIComponent).join(',');

const newYorkDay = (seconds: number): string =>
  new Intl.DateTimeFormat('en-CA', {timeZone: 'America/New_York'}).format(new Date(seconds * 1000));
