import {randomBytes} from 'node:crypto';
import {userInfo} from 'node:os';
import type {Clock} from './clock.ts';
import {connectionsOf, said} from './compose-connections.ts';
import type {Control} from './control/control.ts';
import {LocalControl} from './control/local-control.ts';
import {readerControl} from './control/reader-control.ts';
import type {Live, Reading} from './control/reading.ts';
import {termsOf} from './control/terms.ts';
import type {BuildEvent} from './engine/event.ts';
import {openWorks, type Wiring} from './engine/open-works.ts';
import {idle, progress} from './engine/progress.ts';
import {leanHeap} from './lean-heap.ts';
import type {WireReport} from './provider/connection.ts';
import type {Provider} from './provider/contract.ts';
import {loadProviders} from './provider/load.ts';
import {proxyOf} from './provider/proxy.ts';
import {Settings} from './settings.ts';
import {forgetAnswers} from './store/answer-shelf.ts';
import {finishRestore} from './store/archive.ts';
import {loadSettings} from './store/formats/settings-file.ts';
import {listNights} from './store/history.ts';
import {ownerOf} from './store/owner.ts';
import {inState, type Paths, pathsOf, prepareRoot} from './store/paths.ts';
import {openQuotaLedger, type QuotaLedger} from './store/quota-ledger.ts';
import {acquireWriter, type Holder} from './store/writer-lock.ts';
import {newYorkCalendar} from './universe/trading-day.ts';

/** Where and how this process works; everything that the machine decides is in here. */
export type Situation = {
  readonly root: string;
  readonly profile?: string;
  readonly sample: boolean;
  readonly clock: Clock;
  /** Times the sample market's own pace. */
  readonly speed?: number;
  readonly kind: 'daemon' | 'dashboard' | 'command';
  /** Time was set by hand: what is spent goes to a ledger of its own. */
  readonly replay: boolean;
  /** Variables of the environment, those that hold secrets included: they are nowhere else. */
  readonly environment: Environment;
};

export type Environment = Readonly<Record<string, string | undefined>>;

export type Host = {readonly control: Control; readonly paths: Paths; readonly release: () => Promise<void>};

export function placeOf({root, profile, sample}: Pick<Situation, 'root' | 'profile' | 'sample'>): Paths {
  return pathsOf(root, {...(profile === undefined ? {} : {profile}), sample});
}

/** Takes the writer lock and opens the engine behind its door, or says who holds the lock. */
export async function openHost(situation: Situation): Promise<Host | {readonly holder: Holder | undefined}> {
  leanHeap();
  const paths = placeOf(situation);
  await prepareRoot(paths);
  const {clock, kind} = situation;
  const lock = await acquireWriter(paths, {kind, clock});
  if ('holder' in lock) return lock;
  try {
    await finishRestore(paths);
    const parts = await partsOf(situation, paths);
    const wiring = await wiringOf(situation, parts);
    const opened = await openWorks(paths, wiring.works);
    let state = {...idle, halted: opened.works.halt.record !== undefined};
    opened.works.stream.listen((stamped) => {
      state = progress(state, stamped);
    });
    const emit = (event: BuildEvent) => opened.works.stream.emit(event);
    wiring.reportTo((report) => said({emit, pass: state.current ?? 'collect'}, report));
    const live: Live = {
      kind,
      pid: process.pid,
      since: clock.now().toISOString(),
      progress: () => state,
      halted: () => opened.works.halt.record,
    };
    const reading: Reading = {...parts.reading, live};
    const control = new LocalControl({
      works: opened.works,
      reading,
      owner: await ownerOf(paths.root),
      settingsChanged: wiring.refresh,
      running: {},
      closeEngine: opened.close,
    });
    return {
      control,
      paths,
      release: async () => {
        await control.close();
        await opened.close();
        await lock.release();
      },
    };
  } catch (thrown) {
    await lock.release();
    throw thrown;
  }
}

/** Answers queries from the files, without the lock. */
export async function openReader(situation: Situation): Promise<Control> {
  const {reading} = await partsOf(situation, placeOf(situation));
  return readerControl(reading);
}

type Parts = {
  readonly paths: Paths;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly ledger: () => Promise<QuotaLedger>;
  readonly reading: Reading;
};

async function partsOf(situation: Situation, paths: Paths): Promise<Parts> {
  const {clock, sample, profile} = situation;
  const providers = await loadProviders();
  const settings = (): Promise<Settings> => loadSettings(paths.settings, Settings);
  let opened: Promise<QuotaLedger> | undefined;
  const ledger = (): Promise<QuotaLedger> =>
    (opened ??= openQuotaLedger(situation.replay ? inState(paths, 'replay-quota') : paths.quotaLedger, clock));
  const reading: Reading = {
    paths,
    clock,
    sample,
    ...(profile === undefined ? {} : {profile}),
    settings,
    calendar: async () => newYorkCalendar((await settings()).calendar.closures),
    proxy: (setting) => proxyOf(setting, situation.environment),
    providers: async () => providers,
    connections: async () =>
      connectionsOf(await settings(), {situation, paths, providers, ledger: await ledger(), report: () => {}}),
    spentSince: async (provider, since) => (await ledger()).spentSince(provider, since),
    nights: () => listNights(paths),
    seen: new Map(),
  };
  return {paths, providers, ledger, reading};
}

/** What the engine is given, kept in step with the settings file. */
async function wiringOf(
  situation: Situation,
  {paths, providers, ledger, reading}: Parts,
): Promise<{works: Wiring; refresh: () => Promise<void>; reportTo: (report: (report: WireReport) => void) => void}> {
  let report: (report: WireReport) => void = () => {};
  const open = await ledger();
  const derived = async () => {
    const settings = await reading.settings();
    return {
      terms: termsOf(settings, {sample: situation.sample, providers}),
      calendar: newYorkCalendar(settings.calendar.closures),
      connections: connectionsOf(settings, {situation, paths, providers, ledger: open, report: (what) => report(what)}),
      keepHistoryDays: settings.retention.history,
      keepOpsDays: settings.retention.ops,
    };
  };
  let now = await derived();
  return {
    works: {
      clock: situation.clock,
      randomHex: (bytes) => randomBytes(bytes).toString('hex'),
      terms: () => now.terms,
      calendar: () => now.calendar,
      connections: () => now.connections,
      keepHistoryDays: () => now.keepHistoryDays,
      keepOpsDays: () => now.keepOpsDays,
      forget: async () => {
        for (const connection of now.connections.values()) connection.forget();
        await forgetAnswers(inState(paths, 'answers'));
      },
    },
    refresh: async () => {
      now = await derived();
    },
    reportTo: (listener) => {
      report = listener;
    },
  };
}

/** Name of the OS user, as every change records it. */
export function userName(): string {
  return userInfo().username;
}
