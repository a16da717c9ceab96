import {z} from 'zod';
import type {FieldMeta, Listing, Metadata, Price, ProviderContext} from '../source/provider/contract.ts';
import {defineProvider} from '../source/provider/contract.ts';
import {ProviderFailure, type ProviderFailureKind} from '../source/provider/failure.ts';
import type {Exchange, Instrument} from '../source/universe/symbol.ts';
import {canonical, spell} from '../source/universe/ticker.ts';

const id = 'polygon';
const api = 'https://api.massive.com';
/** The former one still answers, and may still be what a link names. */
const hosts = ['api.massive.com', 'api.polygon.io'];

const help = 'From your Massive dashboard; a Polygon.io key is the same';
const apiKey = z
  .string()
  .min(16, 'it must have 16 characters or more')
  .regex(/^[\x21-\x7e]*$/, 'it must have no spaces, control characters or accents')
  .meta({label: 'API key', help, secret: true, earlier: ['API_KEY', 'TOKEN']} satisfies FieldMeta);

const mics = {XNYS: 'NYSE', XNAS: 'NASDAQ', ARCX: 'ARCA', XASE: 'AMEX', BATS: 'BATS'} as const;
const exchanges = new Map<string, Exchange>(Object.entries(mics));

/** Its own codes, from /v3/reference/tickers/types; one that is not here leaves the matter to the name. */
const codes: readonly (readonly [Instrument, string])[] = [
  ['common', 'CS OS NYRS'],
  ['adr', 'ADRC GDR'],
  ['etf', 'ETF ETV ETS'],
  ['etn', 'ETN'],
  ['fund', 'FUND'],
  ['preferred', 'PFD ADRP'],
  ['warrant', 'WARRANT ADRW'],
  ['unit', 'UNIT'],
  ['right', 'RIGHT ADRR'],
  ['note', 'SP BOND EQLK AGEN'],
  ['other', 'BASKET LT OTHER'],
];
const instruments = new Map(codes.flatMap(([type, all]) => all.split(' ').map((code) => [code, type] as const)));

/** Twelve pages in 2025; a list without end is a link that leads back. */
const mostPages = 40;
/** A page in which more rows than this do not parse is another format, not a page with bad rows. */
const mostBadRows = 0.2;
/** Days back to the market day before: in September 2001 it was a week. */
const mostDaysBack = 8;

/** Massive, which was Polygon.io until 2025-10-30: typed lists, and the closes of a whole day in one call. */
export default defineProvider({
  id,
  title: 'Massive (Polygon)',
  site: 'https://massive.com',
  tier: 'limited',
  pricesTier: 'delayed',
  baseUrl: api,
  hosts,
  quota: [{requests: 5, per: 'minute'}],
  concurrency: 1,
  calls: {list: 13},
  credentials: z.object({apiKey}),
  // The smallest answer there is, and one that no plan lacks: a refusal can only be about the key.
  check: async (context) => void (await ask(context, '/v1/marketstatus/now', z.object({market: z.string()}))),
  officialList: false,
  listSymbols: (_ask, context) => tickers(context),
  pricesBatch: {batchSize: Number.POSITIVE_INFINITY, fetch: (_symbols, context) => closes(context)},
  metadata: {batchSize: 1, fetch: details},
});

const text = z.string().trim().optional().catch(undefined);
const amount = z.number().positive().optional().catch(undefined);

const Ticker = z.object({ticker: z.string(), name: text, primary_exchange: text, type: text});
const Tickers = z.object({results: z.array(z.unknown()), next_url: z.string().nullish()});

type Page = {readonly listings: readonly Listing[]; readonly next?: string};

/** Each page is kept by itself: at five calls a minute, the list takes three minutes that no restart should repeat. */
async function tickers(context: ProviderContext): Promise<readonly Listing[]> {
  const listings: Listing[] = [];
  let path = '/v3/reference/tickers?market=stocks&active=true&limit=1000&sort=ticker&order=asc';
  for (let number = 1; number <= mostPages; number += 1) {
    const page = await context.keep(`tickers-${number}`, () => pageAt(path, context));
    listings.push(...page.listings);
    if (listings.length === 0) throw malformed('sent a list without rows');
    if (page.next === undefined) return listings;
    path = page.next;
  }
  throw malformed(`sent a list of more than ${mostPages} pages`);
}

async function pageAt(path: string, context: ProviderContext): Promise<Page> {
  const {results, next_url: link} = await ask(context, path, Tickers);
  return {listings: rowsOf(results, Ticker).flatMap(listing), ...(link ? {next: pathOf(link)} : {})};
}

/** Only the way is taken from the link: its host must be ours, and a key in it is neither sent nor kept. */
function pathOf(link: string): string {
  const url = URL.parse(link);
  if (url?.protocol !== 'https:' || !hosts.includes(url.host)) {
    throw malformed('says that its list goes on at another host, which is not followed');
  }
  url.searchParams.delete('apiKey');
  return url.pathname + url.search;
}

function listing({ticker, name, primary_exchange: mic = '', type = ''}: z.infer<typeof Ticker>): readonly Listing[] {
  const symbol = canonical(ticker, 'polygon');
  if (symbol === undefined) return [];
  const [exchange, instrument] = [exchanges.get(mic), instruments.get(type)];
  return [{symbol, ...(exchange && {exchange}), ...(name && {name}), ...(instrument && {instrument})}];
}

const Close = z.object({T: z.string(), c: z.number(), t: z.number().positive().max(1e14)});
const Day = z
  .object({resultsCount: z.number(), results: z.array(z.unknown()).default([])})
  .refine(({resultsCount, results}) => resultsCount === results.length, {path: ['resultsCount']});

type Closes = readonly (readonly [symbol: string, price: Price])[];

/** A plan without the session asked for, such as the free one in the evening, has the one before, under its own date. */
async function closes(context: ProviderContext): Promise<ReadonlyMap<string, Price>> {
  const {session} = context;
  try {
    return new Map(await context.keep(`closes-${session}`, () => closesOf(session, context)));
  } catch (error) {
    if (!(error instanceof ProviderFailure && error.reason === 'exhausted' && error.status === 403)) throw error;
    return new Map(await earlierDay(context));
  }
}

/** Without a calendar of its own: weekdays backwards, until one was a market day. */
async function earlierDay(context: ProviderContext): Promise<Closes> {
  for (let back = 1; back <= mostDaysBack; back += 1) {
    const day = new Date(Date.parse(context.session) - back * 86_400_000);
    if (day.getUTCDay() === 0 || day.getUTCDay() === 6) continue;
    const found = await closesOf(day.toISOString().slice(0, 10), context);
    if (found.length > 0) return found;
  }
  throw malformed(`has no closes of ${context.session} or of the week before`);
}

/**
 * As they were traded: adjusted, a split of the next morning would be in the close of the evening before. The volume stays
 * out, because facts that come along with a price count as all that their source knows, and the cap is another call here.
 */
async function closesOf(day: string, context: ProviderContext): Promise<Closes> {
  const path = `/v2/aggs/grouped/locale/us/market/stocks/${day}?adjusted=false&include_otc=false`;
  const {results} = await ask(context, path, Day);
  if (results.length === 0 && day === context.session) throw malformed(`knows ${day} as no market day`);
  const newYork = new Intl.DateTimeFormat('en-CA', {timeZone: 'America/New_York'});
  return rowsOf(results, Close).flatMap(({T, c, t}) => {
    const symbol = canonical(T, 'polygon');
    return symbol === undefined || c === 0 ? [] : [[symbol, {lastClose: c, session: newYork.format(t)}] as const];
  });
}

const Details = Ticker.extend({currency_name: text, market_cap: amount, sic_description: text});
const Found = z.union([z.object({results: Details}), z.object({status: z.literal('NOT_FOUND')})]);

async function details(symbols: readonly string[], context: ProviderContext): Promise<ReadonlyMap<string, Metadata>> {
  const facts = new Map<string, Metadata>();
  for (const symbol of symbols) {
    const path = `/v3/reference/tickers/${encodeURIComponent(spell(symbol, 'polygon'))}`;
    const found = await ask(context, path, Found);
    if ('results' in found) facts.set(symbol, factsOf(found.results));
  }
  return facts;
}

function factsOf({name, type = '', currency_name: currency = 'usd', ...rest}: z.infer<typeof Details>): Metadata {
  const instrument = instruments.get(type);
  const {market_cap: marketCap, sic_description: industry} = rest;
  return {
    ...(name && {name}),
    ...(instrument && {instrument}),
    ...(marketCap !== undefined && /^usd$/i.test(currency) && {marketCap}),
    ...(industry && {industry}),
  };
}

async function ask<T>({http, credentials}: ProviderContext, path: string, schema: z.ZodType<T>): Promise<T> {
  if (!credentials.apiKey) throw new ProviderFailure(id, 'refused', 'Massive (Polygon) has no API key.', {attempts: 0});
  const headers = {authorization: `Bearer ${credentials.apiKey}`};
  return http.json(`${api}${path}`, schema, {headers, accept: [404], fault});
}

/** One status for two things: what the plan lacks (today before its end, old days, other products) or a key that is not taken. */
function fault(status: number, body: string): ProviderFailureKind | undefined {
  if (status === 404 && !/"NOT_FOUND"/.test(body)) return 'malformed';
  return status === 403 && /before end of day|entitled|upgrade your plan/i.test(body) ? 'exhausted' : undefined;
}

function rowsOf<T>(rows: readonly unknown[], schema: z.ZodType<T>): readonly T[] {
  const good = rows.map((row) => schema.safeParse(row).data).filter((row) => row !== undefined);
  if (rows.length - good.length <= rows.length * mostBadRows) return good;
  throw malformed(`sent ${rows.length - good.length} rows of ${rows.length} that do not parse`);
}

function malformed(what: string): ProviderFailure {
  return new ProviderFailure(id, 'malformed', `Massive (Polygon) ${what}.`);
}
