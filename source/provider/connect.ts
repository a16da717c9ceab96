import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {addressOf, isLoopback} from './address.ts';
import {cleanListing, cleanMetadata, cleanPrice} from './cleaned.ts';
import type {Asking, Connection, Situation, WireReport} from './connection.ts';
import type {BatchCapability, Provider, ProviderContext} from './contract.ts';
import type {ProviderFailure} from './failure.ts';
import {makeHttp} from './http.ts';
import type {Line, Tls} from './line.ts';
import {type Kept, kept, Memory} from './memory.ts';
import type {ProxyWay} from './proxy.ts';
import {type Ledger, Limiter} from './quota.ts';
import {wireTo} from './wire.ts';

/** `providers.ID` of the settings, as far as it concerns the connection. */
export type ConnectionSettings = {
  readonly baseUrl?: string | undefined;
  readonly allowPlainHttp?: boolean | undefined;
  readonly sleepMs?: number | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
};

export type Wiring = {
  readonly settings?: ConnectionSettings | undefined;
  /** Asked at every call: they are decrypted for the length of a build and may change between two. */
  readonly credentials?: (() => Readonly<Record<string, string>> | undefined) | undefined;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** From 0 up to 1, for the jitter of retries. */
  readonly random: () => number;
  readonly report: (report: WireReport) => void;
  /** The text of the file at a path that the provider's options name. */
  readonly readUserFile: (path: string) => Promise<string>;
  /** Where bulk answers survive a restart; without it they live in memory alone. */
  readonly kept?: Kept | undefined;
  /** An HTTP proxy for all outside traffic; this machine is always asked directly. */
  readonly proxy?: ProxyWay | undefined;
  /** Throws the Failure that says what is wrong with its files. */
  readonly tls?: (() => Promise<Tls>) | undefined;
  /** Times its declared pace; only for the sample market and for loopback servers. `Infinity` is unpaced. */
  readonly speed?: number | undefined;
  /** No request may take longer, whatever its provider says; for tests. */
  readonly timeoutMs?: number | undefined;
};

/** Closes settings, credentials and pacing over a provider. What the engine holds cannot reach them. */
export function connect(provider: Provider, wiring: Wiring): Connection {
  const line = lineTo(provider, wiring);
  const memory = new Memory();
  const contextFor = contexts(provider, wiring, {line, memory});
  // The sample market makes no requests, so its calls themselves are paced.
  const paced = <T>(situation: Situation, call: (context: ProviderContext) => Promise<T>): Promise<T> => {
    const context = contextFor(situation);
    return provider.tier === 'sample' ? line.limiter.run(() => call(context), situation.signal) : call(context);
  };
  const asking = <T>(capability: BatchCapability<T>, cleaned: (fact: T) => T): Asking<T> => ({
    batchSize: capability.batchSize,
    fetch: async (symbols, situation) => {
      const facts = await paced(situation, (context) => capability.fetch(symbols, context));
      return new Map([...facts].map(([symbol, fact]) => [symbol, cleaned(fact)]));
    },
  });
  const {id, title, tier, pricesTier, listSymbols, pricesBatch, metadata, fractional, check, calls} = provider;
  return {
    id,
    title,
    tier,
    ...(pricesTier && {pricesTier}),
    officialList: provider.officialList ?? false,
    ...(calls && {calls}),
    ...(listSymbols && {
      listSymbols: async (ask, situation) =>
        (await paced(situation, (context) => listSymbols(ask, context))).map(cleanListing),
    }),
    ...(pricesBatch && {prices: asking(pricesBatch, cleanPrice)}),
    ...(metadata && {metadata: asking(metadata, cleanMetadata)}),
    ...(fractional && {fractional: asking(fractional, (eligibility) => eligibility)}),
    ...(check && {check: (situation) => paced(situation, check)}),
    spent: () => line.limiter.spent,
    forecast: (requests) => line.limiter.forecast(requests),
    forget: () => memory.forget(),
  };
}

function contexts(
  provider: Provider,
  wiring: Wiring,
  {line, memory}: {readonly line: Line; readonly memory: Memory},
): (situation: Situation) => ProviderContext {
  const options = parsedOptions(provider, wiring);
  return (situation) => ({
    http: makeHttp(line, situation.signal),
    credentials: wiring.credentials?.() ?? {},
    options,
    session: situation.session,
    nextSession: situation.nextSession,
    memo: (key, make) => memory.recall(key, make),
    keep: (key, make) => memory.recall(key, () => kept(wiring.kept, {provider: provider.id, key}, make)),
    readUserFile: () => wiring.readUserFile(pathOf(provider, options)),
    partial: (failure) => wiring.report(partialReport(failure)),
    signal: situation.signal,
  });
}

function lineTo(provider: Provider, wiring: Wiring): Line {
  const {clock, report, ledger} = wiring;
  const settings = wiring.settings ?? {};
  const isHere = isLoopbackAddress(settings.baseUrl ?? provider.baseUrl);
  const wire = wireTo({provider: provider.id, title: provider.title}, isHere ? {} : {proxy: wiring.proxy});
  return {
    ...wire,
    hasCredentials: provider.credentials !== undefined,
    address: addressOf(provider, settings),
    limiter: new Limiter({
      provider: provider.id,
      title: provider.title,
      quota: provider.quota,
      concurrency: provider.concurrency ?? 1,
      sleepMs: settings.sleepMs ?? 0,
      speed: speedOf(provider, wiring),
      ledger: provider.tier === 'sample' ? unwritten : ledger,
      clock,
      report,
    }),
    clock,
    random: wiring.random,
    report,
    tls: wiring.tls ?? (async () => ({})),
    timeoutMs: wiring.timeoutMs ?? Number.POSITIVE_INFINITY,
    outage: {down: false},
  };
}

/** The sample market costs nobody anything: its pace needs no memory across restarts. */
const unwritten: Ledger = {charge: async () => {}, times: () => []};

/** A real provider is never asked faster than it declares, whoever wires it. */
function speedOf(provider: Provider, {speed, settings}: Wiring): number {
  const isOurs = provider.tier === 'sample' || isLoopbackAddress(settings?.baseUrl);
  return isOurs ? (speed ?? 1) : 1;
}

function isLoopbackAddress(address: string | undefined): boolean {
  const url = URL.parse(address ?? '');
  return url !== null && isLoopback(url);
}

function parsedOptions(provider: Provider, {settings}: Wiring): Readonly<Record<string, unknown>> {
  const given = settings?.options ?? {};
  if (!provider.options) return given;
  const result = provider.options.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = ['providers', provider.id, 'options', ...(issue?.path ?? [])].join('.');
  throw new Failure('provider.options', `${field} is refused: ${issue?.message ?? 'it does not parse'}.`, {
    hint: `Set it with: universe settings set ${field} VALUE.`,
    kind: 'usage',
  });
}

function pathOf(provider: Provider, {path}: Readonly<Record<string, unknown>>): string {
  if (typeof path === 'string' && path !== '') return path;
  throw new Failure('provider.options', `providers.${provider.id}.options.path names no file.`, {kind: 'usage'});
}

function partialReport(failure: ProviderFailure): WireReport {
  const {provider, reason, status, attempts, message} = failure;
  return {type: 'partial', provider, reason, attempts, sentence: message, ...(status === undefined ? {} : {status})};
}
