import type {z} from 'zod';
import type {Exchange, Instrument, Session} from '../universe/symbol.ts';
import type {ProviderFailure, ProviderFailureKind} from './failure.ts';

/** `sample` is the built-in market: it never counts as a source of real prices. */
export type Tier = 'free' | 'delayed' | 'limited' | 'paid' | 'sample';

/** At most `requests` in any window of `per` (a sliding window). */
export type Quota = {readonly requests: number; readonly per: 'second' | 'minute' | 'hour' | 'day'};

/** One row of a list source, its ticker already canonical. */
export type Listing = {
  readonly symbol: string;
  /** Absent where the source does not say it: such a row only confirms what another source lists. */
  readonly exchange?: Exchange;
  readonly name?: string;
  /** The source's own ETF flag. */
  readonly etf?: boolean;
  /** The source's own test-issue flag. */
  readonly testIssue?: boolean;
  /** Only from a source that types its securities itself. */
  readonly instrument?: Instrument;
};

/** Facts for the enrich pass. A missing key means "I do not know it". */
export type Metadata = {
  readonly name?: string;
  /** Only from a source that types its securities itself. */
  readonly instrument?: Instrument;
  /** US dollars (not millions). */
  readonly marketCap?: number;
  readonly sector?: string;
  readonly industry?: string;
  readonly country?: string;
  /** Shares. */
  readonly volume?: number;
};

export type Price = {
  /** US dollars, as the provider said it; the engine decides whether it is usable. */
  readonly lastClose: number;
  /** The trading day the close belongs to, never guessed. */
  readonly session: Session;
  /** What the same answer also knows, kept for the enrich pass at no further call. */
  readonly metadata?: Metadata;
};

export type Eligibility = {readonly fractionable?: boolean; readonly tradable?: boolean};

export type RequestOptions = {
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes after decompression; 32 MiB unless said. */
  readonly maxBytes?: number;
  /** Milliseconds for the whole exchange; 30,000 unless said. */
  readonly timeoutMs?: number;
  /** Statuses whose body is an answer (a 404 that means "unknown symbol"); every other status outside 2xx is a failure. */
  readonly accept?: readonly number[];
  /** What an answer means where its status does not say it (a 404 that is throttling, an error inside a 200). */
  readonly fault?: (status: number, body: string) => ProviderFailureKind | undefined;
  /** The body may be a web page: only the headers are wanted. */
  readonly allowHtml?: boolean;
};

export type Answer<T> = {
  readonly status: number;
  readonly body: T;
  /** Lower-case names; `set-cookie` joined by newlines. */
  readonly headers: Readonly<Record<string, string>>;
};

/** The only way out for a provider. Pacing, quota, retries, limits and redirects are behind it. */
export type Http = {
  readonly json: <T>(url: string, schema: z.ZodType<T>, options?: RequestOptions) => Promise<T>;
  readonly text: (url: string, options?: RequestOptions) => Promise<Answer<string>>;
  readonly postJson: <T>(url: string, body: unknown, schema: z.ZodType<T>, options?: RequestOptions) => Promise<T>;
  readonly postForm: <T>(
    url: string,
    form: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
    options?: RequestOptions,
  ) => Promise<T>;
};

/** All that a provider gets: nothing of the engine, no environment, no file but the one its options name. */
export type ProviderContext = {
  readonly http: Http;
  /** As its credentials schema gave them; an empty object where it needs none. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Its own `providers.ID.options`, parsed by its options schema. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The trading day whose closes are wanted. */
  readonly session: Session;
  /** The trading day after `session`: a live body dated so still knows the previous close. */
  readonly nextSession: Session;
  /** Memory for one build: a crumb, a bulk body. The first caller makes it, the others share it. */
  readonly memo: <T>(key: string, make: () => Promise<T>) => Promise<T>;
  /** The same, kept on disk until the build ends, so that no restart asks again: plain JSON only, never a secret. */
  readonly keep: <T>(key: string, make: () => Promise<T>) => Promise<T>;
  /** The text of the file that its options name as `path`. */
  readonly readUserFile: () => Promise<string>;
  /** Says that a part of the answer could not be had while the rest is used. */
  readonly partial: (failure: ProviderFailure) => void;
  readonly signal: AbortSignal;
};

/** A batch capability. Answers are keyed by canonical symbol; a symbol left out means "nobody here knows it". */
export type BatchCapability<T> = {
  /** Symbols a call; `Infinity` for a bulk endpoint that answers everything it has at once. */
  readonly batchSize: number;
  readonly fetch: (symbols: readonly string[], context: ProviderContext) => Promise<ReadonlyMap<string, T>>;
};

export type ListAsk = {
  /** `full` wants exchanges; `provenance` is enough when an official list has answered. */
  readonly need: 'full' | 'provenance';
};

/** What `.meta()` says of a field of a credentials schema. */
export type FieldMeta = {
  readonly label: string;
  readonly help?: string;
  /** Masked on every screen and kept out of every log. */
  readonly secret?: boolean;
  /** What the older flat layout called it, without `SCREENER_` and number: `API_KEY`, `TOKEN`, `USERNAME`, `PASSWORD`. */
  readonly earlier?: readonly string[];
};

/** What a provider file exports by default. Having a function is declaring the capability. */
export type Provider = {
  /** Same as the file's name. */
  readonly id: string;
  readonly title: string;
  readonly site: string;
  readonly tier: Tier;
  /** Of its closes alone, where they cost less than the rest of it (one call for a whole day); `tier` unless said. */
  readonly pricesTier?: Tier;
  /** Where it is reached by default; `providers.ID.baseUrl` replaces every host of it. Absent where nothing is called. */
  readonly baseUrl?: string;
  /** Hosts it may call and be redirected to, besides the base URL's. */
  readonly hosts?: readonly string[];
  readonly quota: readonly Quota[];
  /** Requests that one call of a capability makes, and those made once a build besides (a crumb, a session's date); for the plan. 1 and 0 unless said. */
  readonly calls?: {
    readonly list?: number;
    readonly prices?: number;
    readonly metadata?: number;
    readonly once?: {readonly prices?: number; readonly metadata?: number};
  };
  /** Requests in flight at most; 1 unless said. */
  readonly concurrency?: number;
  /** Draws the credentials form: `.meta({label, help, secret, earlier})` on every field, see `FieldMeta`. */
  readonly credentials?: z.ZodObject;
  /** The cheapest request that only valid credentials pass; resolves when they are accepted, throws `refused` when they are not. */
  readonly check?: (context: ProviderContext) => Promise<void>;
  readonly options?: z.ZodObject;
  readonly listSymbols?: (ask: ListAsk, context: ProviderContext) => Promise<readonly Listing[]>;
  /** `true` only where absence from its list means a delisting; false unless said. */
  readonly officialList?: boolean;
  readonly pricesBatch?: BatchCapability<Price>;
  readonly metadata?: BatchCapability<Metadata>;
  readonly fractional?: BatchCapability<Eligibility>;
};

/** Whether its quota is too small or too dear to ask it for the closes of a whole market. */
export function hasDearPrices({tier, pricesTier = tier}: Pick<Provider, 'tier' | 'pricesTier'>): boolean {
  return pricesTier === 'limited' || pricesTier === 'paid';
}

/** Checks a provider's declaration at compile time; the conformance suite checks the rest. */
export function defineProvider(provider: Provider): Provider {
  return provider;
}
