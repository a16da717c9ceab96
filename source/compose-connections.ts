import type {Clock} from './clock.ts';
import type {BuildEvent, Pass} from './engine/event.ts';
import {Failure} from './failure.ts';
import {connect} from './provider/connect.ts';
import type {Connection, WireReport} from './provider/connection.ts';
import type {Provider} from './provider/contract.ts';
import {proxyOf} from './provider/proxy.ts';
import type {Redact} from './provider/redact.ts';
import type {Settings} from './settings.ts';
import {answerShelf} from './store/answer-shelf.ts';
import {readText} from './store/file.ts';
import {inState, type Paths} from './store/paths.ts';
import type {QuotaLedger} from './store/quota-ledger.ts';
import {readTlsFiles} from './store/tls-files.ts';

export type Connecting = {
  readonly situation: {
    readonly clock: Clock;
    readonly sample: boolean;
    readonly speed?: number;
    readonly environment: Readonly<Record<string, string | undefined>>;
  };
  readonly paths: Paths;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly ledger: QuotaLedger;
  readonly report: (report: WireReport) => void;
  /** Takes the secrets of this root out of what comes back. */
  readonly redact: Redact;
  /** What a provider is to be sent now; undefined where nothing is in use. */
  readonly credentials: (provider: string) => Readonly<Record<string, string>> | undefined;
};

/** Closes settings and pacing over every provider that the settings use. */
export function connectionsOf(settings: Settings, connecting: Connecting): ReadonlyMap<string, Connection> {
  const {situation, providers} = connecting;
  const usable = [...providers.values()].filter(
    ({id}) => isUsed(id, settings, situation.sample) && settings.providers[id]?.enabled !== false,
  );
  const connected = usable.map((provider) => connectionTo(provider, settings, connecting));
  return new Map(connected.map((connection) => [connection.id, connection]));
}

/** A line to one provider, whatever the settings use it for. */
export function connectionTo(provider: Provider, settings: Settings, connecting: Connecting): Connection {
  const {situation, paths, ledger, report, redact, credentials} = connecting;
  const {clock, speed} = situation;
  const {minVersion, ...files} = settings.tls;
  return connect(provider, {
    settings: settings.providers[provider.id],
    credentials: () => credentials(provider.id),
    redact,
    ledger,
    clock,
    random: Math.random,
    report,
    readUserFile: userFile,
    kept: answerShelf(inState(paths, 'answers'), clock),
    proxy: situation.sample ? undefined : proxyOf(settings.network.proxy, situation.environment),
    tls: async () => ({minVersion, ...(await readTlsFiles(files, paths.root))}),
    ...(speed === undefined ? {} : {speed}),
  });
}

/** Only what a list of the settings names is connected: the options of the others may well be unset. */
function isUsed(id: string, {priority, crossCheck}: Settings, sample: boolean): boolean {
  if (sample) return id === 'sample';
  const {symbols, prices, metadata, fractional} = priority;
  return [symbols, prices, metadata, fractional, crossCheck.sources].some((ids) => ids.includes(id)) && id !== 'sample';
}

async function userFile(path: string): Promise<string> {
  const text = await readText(path);
  if (text !== undefined) return text;
  throw new Failure('provider.file', `${path} is not there.`, {
    hint: 'Correct the path in the provider’s options.',
    kind: 'usage',
  });
}

/** What the wire says, as events of the pass that is running. */
export function said(
  {emit, pass}: {readonly emit: (event: BuildEvent) => void; readonly pass: Pass},
  report: WireReport,
): void {
  switch (report.type) {
    case 'retried': {
      const {provider, attempt, waitMs, status, sentence} = report;
      emit({
        type: 'provider.retried',
        provider,
        attempt,
        waitMs,
        sentence,
        ...(status === undefined ? {} : {status}),
      });
      return;
    }
    case 'throttled': {
      const {provider, attempt, waitMs, status} = report;
      emit({type: 'provider.throttled', provider, attempt, waitMs, ...(status === undefined ? {} : {status})});
      return;
    }
    case 'partial': {
      const {provider, reason, status, attempts, sentence} = report;
      emit({
        type: 'provider.failed',
        provider,
        pass,
        batch: 0,
        tickers: [],
        tickerCount: 0,
        reason,
        attempt: attempts,
        waitMs: 0,
        sentence,
        ...(status === undefined ? {} : {status}),
      });
      return;
    }
    case 'recovered':
      emit({type: 'provider.recovered', provider: report.provider});
      return;
    case 'exposed':
      emit({type: 'secret.exposed', provider: report.provider, place: report.place});
  }
}
