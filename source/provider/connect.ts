import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {addressOf, isLoopback} from './address.ts';
import {cleanerOf} from './cleaned.ts';
import type {Asking, Connection, Situation, WireReport} from './connection.ts';
import type {BatchCapability, Provider, ProviderContext} from './contract.ts';
import type {ProviderFailure} from './failure.ts';
import {makeHttp} from './http.ts';
import type {Line, Tls} from './line.ts';
import {type Kept, kept, Memory} from './memory.ts';
import {optionsOf} from './options.ts';
import type {ProxyWay} from './proxy.ts';
import {type Ledger, Limiter} from './quota.ts';
import {nothingToRedact, type Redact} from './redact.ts';
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
  /** Takes secrets out of what a provider says, its own ones above all; without it nothing is known to be one. */
  readonly redact?: Redact | undefined;
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
  const asking = <T>(capability: BatchCapability<T>, cleaned: (facts: Facts<T>) => Facts<T>): Asking<T> => ({
    batchSize: capability.batchSize,
    fetch: async (symbols, situation) =>
      cleaned(await paced(situation, (context) => capability.fetch(symbols, context))),
  });
  const cleaner = cleanerOf(line.redact, (owners) => sayExposed(provider, owners, wiring));
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
        cleaner.listings(await paced(situation, (context) => listSymbols(ask, context))),
    }),
    ...(pricesBatch && {prices: asking(pricesBatch, cleaner.prices)}),
    ...(metadata && {metadata: asking(metadata, cleaner.metadata)}),
    ...(fractional && {fractional: asking(fractional, (facts) => facts)}),
    ...(check && {check: (situation) => paced(situation, check)}),
    spent: () => line.limiter.spent,
    forecast: (requests) => line.limiter.forecast(requests),
    forget: () => memory.forget(),
  };
}

type Facts<T> = ReadonlyMap<string, T>;

function contexts(
  provider: Provider,
  wiring: Wiring,
  {line, memory}: {readonly line: Line; readonly memory: Memory},
): (situation: Situation) => ProviderContext {
  const options = optionsOf(provider, wiring.settings?.options);
  const shelf = wiring.kept && withoutSecrets(wiring.kept, {provider, wiring, redact: line.redact});
  return (situation) => ({
    http: makeHttp(line, situation),
    credentials: wiring.credentials?.() ?? {},
    options,
    session: situation.session,
    nextSession: situation.nextSession,
    memo: (key, make) => memory.recall(key, make),
    keep: (key, make) => memory.recall(key, () => kept(shelf, {provider: provider.id, key}, make)),
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
    redact: wiring.redact ?? nothingToRedact,
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

/** An answer that echoes a secret is used for what it knows, but not written down: after a restart it is asked for again. */
function withoutSecrets(shelf: Kept, {provider, wiring, redact}: Guarding): Kept {
  return {
    load: shelf.load,
    save: async (id, key, value) => {
      const {exposed} = redact(value);
      if (exposed.length === 0) await shelf.save(id, key, value);
      else sayExposed(provider, exposed, wiring);
    },
  };
}

type Guarding = {readonly provider: Provider; readonly wiring: Wiring; readonly redact: Redact};

function sayExposed({title}: Provider, owners: readonly string[], {report}: Wiring): void {
  for (const owner of owners) report({type: 'exposed', provider: owner, place: `an answer of ${title}`});
}

function pathOf(provider: Provider, {path}: Readonly<Record<string, unknown>>): string {
  if (typeof path === 'string' && path !== '') return path;
  throw new Failure('provider.options', `providers.${provider.id}.options.path names no file.`, {kind: 'usage'});
}

function partialReport(failure: ProviderFailure): WireReport {
  const {provider, reason, status, attempts, message} = failure;
  return {type: 'partial', provider, reason, attempts, sentence: message, ...(status === undefined ? {} : {status})};
}
