import {z} from 'zod';
import type {FieldMeta, Listing, Metadata, Price, ProviderContext} from '../source/provider/contract.ts';
import {defineProvider} from '../source/provider/contract.ts';
import {ProviderFailure, type ProviderFailureKind} from '../source/provider/failure.ts';
import type {Exchange, Instrument} from '../source/universe/symbol.ts';
import {canonical, spell} from '../source/universe/ticker.ts';

const id = 'finnhub';
const api = 'https://finnhub.io/api/v1';

const help = 'From your Finnhub dashboard';
const apiKey = z
  .string()
  .min(16, 'it must have 16 characters or more')
  .regex(/^[\x21-\x7e]*$/, 'it must have no spaces, control characters or accents')
  .meta({label: 'API key', help, secret: true, earlier: ['API_KEY', 'TOKEN']} satisfies FieldMeta);

/** Whatever is not listed on one of these (`OOTC` above all) is none of ours. */
const mics = {XNYS: 'NYSE', XNAS: 'NASDAQ', ARCX: 'ARCA', XASE: 'AMEX', BATS: 'BATS'} as const;
const exchanges = new Map<string, Exchange>(Object.entries(mics));

/** Its own words; `ETP` is left to the name, being notes as well as funds, and so is what is not here. */
const words: readonly (readonly [Instrument, readonly string[]])[] = [
  ['common', ['Common Stock', 'REIT', 'MLP', 'Ltd Part', 'Tracking Stk', 'NY Reg Shrs']],
  ['adr', ['ADR', 'GDR']],
  ['fund', ['Closed-End Fund', 'Open-End Fund']],
  ['preferred', ['Preference']],
  ['warrant', ['Equity WRT']],
  ['unit', ['Unit']],
  ['right', ['Right']],
];
const instruments = new Map(words.flatMap(([type, all]) => all.map((word) => [word, type] as const)));

/** A list in which more rows than this do not parse is another format, not a list with bad rows. */
const mostBadRows = 0.2;

/** Finnhub: one list in one call, and one call a symbol for its close or its company. */
export default defineProvider({
  id,
  title: 'Finnhub',
  site: 'https://finnhub.io',
  tier: 'limited',
  baseUrl: 'https://finnhub.io',
  // Its static files, where the list may be redirected to; another host would be refused by name.
  hosts: ['static2.finnhub.io'],
  quota: [
    {requests: 30, per: 'second'},
    {requests: 60, per: 'minute'},
  ],
  concurrency: 1,
  calls: {list: 1, prices: 1, metadata: 1},
  credentials: z.object({apiKey}),
  // A quote of a US stock is what every plan has, and the smallest answer: a refusal can only be about the key.
  check: async (context) => void (await ask(context, '/quote?symbol=AAPL', Quote)),
  officialList: false,
  listSymbols: (_ask, context) => context.keep('symbols', () => symbols(context)),
  pricesBatch: {batchSize: 1, fetch: (asked, context) => each(asked, (name) => quote(name, context))},
  metadata: {batchSize: 1, fetch: (asked, context) => each(asked, (name) => profile(name, context))},
});

const text = z.string().trim().optional().catch(undefined);

const Symbols = z.array(z.unknown());
const Row = z.object({symbol: z.string(), mic: text, type: text, description: text});

async function symbols(context: ProviderContext): Promise<readonly Listing[]> {
  const rows = await ask(context, '/stock/symbol?exchange=US', Symbols);
  const good = rows.map((row) => Row.safeParse(row).data).filter((row) => row !== undefined);
  if (rows.length - good.length > rows.length * mostBadRows) {
    throw malformed(`sent ${rows.length - good.length} rows of ${rows.length} that do not parse`);
  }
  const listings = good.flatMap(listing);
  if (listings.length === 0) throw malformed('sent a list without a symbol of these exchanges');
  return listings;
}

function listing({symbol: spelled, mic = '', type = '', description: name}: z.infer<typeof Row>): readonly Listing[] {
  const [symbol, exchange] = [canonical(spelled, 'finnhub'), exchanges.get(mic)];
  if (symbol === undefined || exchange === undefined) return [];
  const instrument = instruments.get(type);
  return [{symbol, exchange, ...(name && {name}), ...(type === 'ETP' && {etf: true}), ...(instrument && {instrument})}];
}

const Quote = z.object({
  c: z.number().nullable(),
  pc: z.number().nullable(),
  t: z.number().min(0).max(1e11).nullable(),
});

/** Zeros all over are how an unknown symbol looks, with status 200. During the next session the close asked for is the previous one. */
async function quote(name: string, context: ProviderContext): Promise<Price | undefined> {
  const {c, pc, t} = await ask(context, `/quote?symbol=${name}`, Quote);
  if (!t) return undefined;
  const day = newYorkDay(t);
  const [lastClose, session] = day === context.nextSession ? [pc, context.session] : [c, day];
  return lastClose ? {lastClose, session} : undefined;
}

const Profile = z.object({
  ticker: z.string(),
  name: text,
  country: text,
  currency: text,
  finnhubIndustry: text,
  marketCapitalization: z.number().positive().optional().catch(undefined),
});
/** `{}` is an unknown symbol, with status 200. */
const Found = z.union([Profile, z.strictObject({}).transform(() => undefined)]);

async function profile(name: string, context: ProviderContext): Promise<Metadata | undefined> {
  const found = await ask(context, `/stock/profile2?symbol=${name}`, Found);
  return found && factsOf(found);
}

function factsOf({name, country, currency, finnhubIndustry: industry, ...rest}: z.infer<typeof Profile>): Metadata {
  const {marketCapitalization: millions} = rest;
  // Of a foreign company it is in the company's currency: Pintec, listed on Nasdaq, came in CNY (2021-08).
  const isDollars = millions !== undefined && currency === 'USD';
  return {
    ...(name && {name}),
    ...(isDollars && {marketCap: Math.round(millions * 1e6)}),
    ...(industry && industry !== 'N/A' && {industry}),
    ...(country && {country}),
  };
}

/** One call a symbol, one after the other; what it does not know is left out. */
async function each<T>(
  asked: readonly string[],
  call: (name: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, T>> {
  const answers = new Map<string, T>();
  for (const symbol of asked) {
    const answer = await call(encodeURIComponent(spell(symbol, 'finnhub')));
    if (answer !== undefined) answers.set(symbol, answer);
  }
  return answers;
}

/** The key goes into a header: in the query, where Finnhub takes it too, it would end in logs. */
async function ask<T>({http, credentials}: ProviderContext, path: string, schema: z.ZodType<T>): Promise<T> {
  if (!credentials.apiKey) throw new ProviderFailure(id, 'refused', 'Finnhub has no API key.', {attempts: 0});
  return http.json(`${api}${path}`, schema, {headers: {'x-finnhub-token': credentials.apiKey}, fault});
}

/** A 403 with these words is about the plan; a key that is not taken is a 401. */
function fault(status: number, body: string): ProviderFailureKind | undefined {
  return status === 403 && /access to this resource/i.test(body) ? 'exhausted' : undefined;
}

const newYorkDay = (seconds: number): string =>
  new Intl.DateTimeFormat('en-CA', {timeZone: 'America/New_York'}).format(new Date(seconds * 1000));

function malformed(what: string): ProviderFailure {
  return new ProviderFailure(id, 'malformed', `Finnhub ${what}.`);
}
