import {z} from 'zod';
import {defineProvider, type FieldMeta, type Price, type ProviderContext} from '../source/provider/contract.ts';
import {ProviderFailure, type ProviderFailureKind} from '../source/provider/failure.ts';
import {canonical, spell} from '../source/universe/ticker.ts';

const id = 'tradier';

/** The same market twice; the sandbox is fifteen minutes late, and a token of one is no token of the other. */
const hosts = {live: 'https://api.tradier.com', sandbox: 'https://sandbox.tradier.com'} as const;

/** A full batch is some 350 kB. */
const maxBytes = 8 * 1024 * 1024;
/** An answer in which more rows than this do not parse is another format, not an answer with bad rows. */
const mostBadRows = 0.2;

const Credentials = z.object({
  token: z
    .string()
    .min(16, 'shorter than any access token')
    .max(512, 'longer than any access token')
    .regex(/^[!-~]*$/, 'an access token has no spaces, control characters or accents')
    .meta({
      label: 'Access token',
      help: 'From API Access in the Tradier account, of the environment that the options name',
      secret: true,
      earlier: ['TOKEN', 'API_KEY'],
    } satisfies FieldMeta),
});

const Options = z.strictObject({
  environment: z
    .enum(['live', 'sandbox'])
    .default('live')
    .meta({label: 'Environment', help: 'Where the token was issued: live or sandbox'}),
});

/** Tradier's quotes: five hundred closes a call, for a token of its brokerage or of its sandbox. */
export default defineProvider({
  id,
  title: 'Tradier',
  site: 'https://tradier.com',
  tier: 'delayed',
  baseUrl: hosts.live,
  hosts: [new URL(hosts.sandbox).host],
  // The sandbox's documented limit, half of the live one: a night is 25 calls, so more would gain nothing.
  quota: [{requests: 60, per: 'minute'}],
  credentials: Credentials,
  options: Options,
  // The profile would prove the token too, but it hands out the holder's name and account numbers. The clock is refused
  // without a token (https://docs.tradier.com/reference/brokerage-api-markets-get-clock, seen 2026-11) and says the time.
  check: async (context) => void (await context.http.json(`${api(context)}/markets/clock`, Clock, asked(context))),
  // No metadata along with a price: volume without a cap would keep better sources from being asked.
  pricesBatch: {batchSize: 500, fetch: closes},
});

const Clock = z.object({clock: z.object({state: z.string()})});

const dollars = z.number().nullish();
const Row = z.object({
  symbol: z.string(),
  type: z.string(),
  close: dollars,
  prevclose: dollars,
  trade_date: z.number().nullish(),
});
type Row = z.infer<typeof Row>;

/** XML in JSON's clothes: one match is an object, several are an array, none is a list of misses, null or the word "null". */
const Matches = z.object({quote: z.unknown()}).transform(({quote}): readonly unknown[] => [quote ?? []].flat());
const Nothing = z.union([z.object({unmatched_symbols: z.unknown()}), z.null(), z.literal('null')]).transform(() => []);
const Quotes = z.object({quotes: z.union([Matches, Nothing])}).transform(({quotes}) => quotes);

async function closes(symbols: readonly string[], context: ProviderContext): Promise<ReadonlyMap<string, Price>> {
  // A form, because five hundred symbols are longer than some gateways let an address be.
  const form = {symbols: symbols.map((symbol) => spell(symbol, 'tradier')).join(','), greeks: 'false'};
  const rows = rowsOf(await context.http.postForm(`${api(context)}/markets/quotes`, form, Quotes, asked(context)));
  const wanted = new Set(symbols);
  const prices = new Map<string, Price>();
  for (const row of rows) {
    const symbol = canonical(row.symbol, 'tradier');
    // An index may bear a share's ticker: COMP is Compass on the NYSE and the Nasdaq Composite.
    const price = row.type === 'stock' || row.type === 'etf' ? closeOf(row, context) : undefined;
    if (symbol !== undefined && wanted.has(symbol) && price) prices.set(symbol, price);
  }
  return prices;
}

/**
 * `close` is null from the morning's reset to the closing bell, and then it is of the day of the last trade. While the next
 * session trades, `prevclose` is the close asked for. Between reset and first trade nothing says whose it is: unknown.
 */
function closeOf({close, prevclose, trade_date: traded}: Row, {session, nextSession}: ProviderContext) {
  const day = newYorkDay(traded ?? 0);
  // Zero is how nothing looks here, not a price.
  if (day !== undefined && close) return {lastClose: close, session: day};
  return day === nextSession && prevclose ? {lastClose: prevclose, session} : undefined;
}

function rowsOf(rows: readonly unknown[]): readonly Row[] {
  const good = rows.map((row) => Row.safeParse(row).data).filter((row) => row !== undefined);
  if (rows.length - good.length <= rows.length * mostBadRows) return good;
  const bad = rows.length - good.length;
  throw new ProviderFailure(id, 'malformed', `Tradier sent ${bad} rows of ${rows.length} that do not parse.`);
}

function api({options}: ProviderContext): string {
  return `${hosts[Options.parse(options).environment]}/v1`;
}

function asked({credentials}: ProviderContext) {
  // Without the accept header the answer is XML.
  const headers = {authorization: `Bearer ${credentials.token ?? ''}`, accept: 'application/json'};
  return {headers, maxBytes, fault: pacingFault} as const;
}

/** Its gateway may say "too fast" with other statuses than 429, but always by this name of the fault. */
function pacingFault(status: number, body: string): ProviderFailureKind | undefined {
  return status >= 400 && /policies\.ratelimit\./.test(body.slice(0, 2000)) ? 'throttled' : undefined;
}

/** Undefined for a share that never traded (0), and for what is no time at all. */
function newYorkDay(ms: number): string | undefined {
  if (!(ms > 0 && ms < 1e14)) return undefined;
  return new Intl.DateTimeFormat('en-CA', {timeZone: 'America/New_York'}).format(new Date(ms));
}
