import {randomBytes} from 'node:crypto';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {safeOf} from '../../source/compose-safe.ts';
import {owedToEdit} from '../../source/control/adopt-edit.ts';
import {auditAnchors, latestOf} from '../../source/control/audit-anchors.ts';
import {glanceAtSecrets} from '../../source/control/audited.ts';
import type {Actor, Command, Result} from '../../source/control/control.ts';
import {auditDamaged, doubtAudit} from '../../source/control/doubt-audit.ts';
import {LocalControl} from '../../source/control/local-control.ts';
import type {Reading} from '../../source/control/reading.ts';
import {withoutSecrets} from '../../source/control/recognized-secrets.ts';
import type {Safe} from '../../source/control/safe.ts';
import {termsOf} from '../../source/control/terms.ts';
import type {BuildEvent} from '../../source/engine/event.ts';
import {openWorks} from '../../source/engine/open-works.ts';
import type {Works} from '../../source/engine/works.ts';
import type {Connection} from '../../source/provider/connection.ts';
import type {Provider} from '../../source/provider/contract.ts';
import {loadProviders} from '../../source/provider/load.ts';
import {Settings} from '../../source/settings.ts';
import {noteAuditHead} from '../../source/store/audit-head.ts';
import {loadSettings, saveSettings} from '../../source/store/formats/settings-file.ts';
import {listNights} from '../../source/store/history.ts';
import {type Paths, type Place, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {newYorkCalendar} from '../../source/universe/trading-day.ts';
import {keyFit} from '../../source/vault/key-fit.ts';
import {type ManualClock, manualClock} from './manual-clock.ts';

/** 22:00 in New York after the closes of Monday 2026-03-02. */
export const monday = '2026-03-03T03:00:00.000Z';
/** 11:00 in New York on Tuesday: the session is on. */
export const tuesdayNoon = '2026-03-03T16:00:00.000Z';
export const tuesday = '2026-03-04T03:00:00.000Z';
export const wednesday = '2026-03-05T03:00:00.000Z';

export const owner: Actor = {name: 'olga', via: 'command'};

export type House = {
  readonly paths: Paths;
  readonly clock: ManualClock;
  readonly control: () => LocalControl;
  readonly works: () => Works;
  readonly safe: () => Safe;
  /** Everything said since the house was first opened. */
  readonly events: BuildEvent[];
  readonly of: <Type extends BuildEvent['type']>(type: Type) => readonly Extract<BuildEvent, {type: Type}>[];
  /** As the owner of the root unless said. */
  readonly perform: (command: Command, actor?: Actor) => Promise<Result>;
  readonly goTo: (moment: string) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly reopen: () => Promise<void>;
  /** Symbols of the sealed file, sorted. */
  readonly sealed: () => Promise<readonly string[]>;
  readonly blocked: () => readonly string[];
};

export type HouseStart = {
  readonly connections: readonly Connection[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Providers that take credentials, and how to reach each; what they can, the connection says. */
  readonly keyed?: readonly Provider[];
  readonly connectWith?: Safe['connectWith'];
  /** The OS user whose root it is, where that is another than `owner`. */
  readonly owner?: string;
  /** Variables of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A root of the test's own, which it removes when all houses in it are closed, and the place in it. */
  readonly root?: string;
  readonly place?: Place;
  /** Works on the folder as it is before anything opens it. */
  readonly before?: (paths: Paths) => Promise<void>;
};

/** The engine behind its door as the product composes it, in a root of its own, but over the connections given. */
export async function openHouse(t: TestContext, start: HouseStart): Promise<House> {
  const root = start.root ?? (await mkdtemp(join(tmpdir(), 'universe-house-')));
  const paths = pathsOf(root, start.place);
  await prepareRoot(paths);
  await saveSettings(paths.settings, settingsFor(start));
  await start.before?.(paths);
  const clock = manualClock(monday);
  const events: BuildEvent[] = [];
  const open = () => openDoor({paths, clock, start, events});
  let door: Awaited<ReturnType<typeof open>> | undefined = await open();
  const opened = () => {
    if (!door) throw new Error('The house is closed.');
    return door;
  };
  const close = async (): Promise<void> => {
    const closing = door;
    door = undefined;
    await closing?.close();
  };
  t.after(async () => {
    await close();
    if (start.root === undefined) await rm(root, {recursive: true, force: true});
  });
  return {
    paths,
    clock,
    control: () => opened().control,
    works: () => opened().works,
    safe: () => opened().safe,
    events,
    of: (type) => events.filter((event): event is Extract<BuildEvent, {type: typeof type}> => event.type === type),
    perform: (command, actor = owner) => opened().control.perform(command, actor),
    goTo: (moment) => clock.advance(Date.parse(moment) - clock.now().getTime()),
    close,
    reopen: async () => {
      await close();
      door = await open();
    },
    sealed: () => symbolsIn(paths.final),
    blocked: () => [...opened().works.blocklist.values()].map(({symbol}) => symbol).sort(),
  };
}

export async function symbolsIn(path: string): Promise<readonly string[]> {
  const file: {symbols: {symbol: string}[]} = JSON.parse(await readFile(path, 'utf8'));
  return file.symbols.map(({symbol}) => symbol);
}

type Opening = {
  readonly paths: Paths;
  readonly clock: ManualClock;
  readonly start: HouseStart;
  readonly events: BuildEvent[];
};

async function openDoor({paths, clock, start, events}: Opening) {
  const {connections, keyed = [], environment = {}} = start;
  const providers = new Map([
    ...(await loadProviders()),
    ...connections.map((one) => [one.id, declared(one)] as const),
    ...keyed.map((provider) => [provider.id, provider] as const),
  ]);
  const settings = () => loadSettings(paths.settings, Settings);
  const derived = async () => {
    const now = await settings();
    return {terms: termsOf(now, {sample: false, providers}), calendar: newYorkCalendar(now.calendar.closures)};
  };
  let now = await derived();
  let own: Works | undefined;
  const safe = safeOf({
    situation: {clock, environment, sample: false, replay: false},
    paths,
    providers,
    settings,
    connectWith: start.connectWith ?? (async ({id}) => Promise.reject(new Error(`Nobody connects to ${id} here.`))),
    noteHead: async (head) => {
      await own?.manifest.setLogHead('audit', head);
      await noteAuditHead(paths, head);
    },
    notedHead: async () => latestOf(await auditAnchors(paths, own?.manifest, clock)),
    onDamage: (damaged) => auditDamaged(own, damaged),
  });
  const byId = new Map(connections.map((connection) => [connection.id, connection]));
  const opened = await openWorks(paths, {
    clock,
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    terms: () => now.terms,
    calendar: () => now.calendar,
    connections: () => byId,
    keepHistoryDays: () => 365,
    keepOpsDays: () => 365,
    redact: (event) => safe.redactor.redactJson(event),
    forget: async () => {
      for (const connection of connections) connection.forget();
    },
  });
  const {works, close} = opened;
  own = works;
  await doubtAudit(opened, safe);
  for (const {event} of works.stream.since(0)) events.push(event);
  works.stream.listen(({event}) => void events.push(event));
  const reading: Reading = {
    paths,
    clock,
    sample: false,
    settings,
    calendar: async () => newYorkCalendar((await settings()).calendar.closures),
    providers: async () => providers,
    connections: async () => byId,
    chargesSince: async () => [],
    openSecrets: (why, asker = owner) => glanceAtSecrets(safe, asker, why),
    keyFit: async () => keyFit(paths, await safe.source()),
    masked: async (text) => (await withoutSecrets(safe, text)).text,
    nights: () => listNights(paths),
    seen: new Map(),
  };
  const control = new LocalControl({
    works,
    reading,
    safe,
    owner: start.owner ?? owner.name,
    settingsChanged: async () => {
      now = await derived();
    },
    running: {owed: owedToEdit({reading}, opened.edited)},
    closeEngine: close,
  });
  return {
    works,
    control,
    safe,
    close: async () => {
      await control.close();
      await close();
      await safe.audit.close();
    },
  };
}

/** A provider that exists, as far as settings can tell; what it answers is its connection's business. */
function declared({id, title, tier, pricesTier}: Connection): Provider {
  return {
    id,
    title,
    tier,
    ...(pricesTier && {pricesTier}),
    site: 'https://example.test',
    baseUrl: 'https://example.test',
    quota: [],
  };
}

/** Each connection used for whatever it can do, in the order given. */
function settingsFor({connections, settings = {}}: HouseStart): Readonly<Record<string, unknown>> {
  const ids = (can: (connection: Connection) => unknown): readonly string[] =>
    connections.filter((one) => can(one) !== undefined).map(({id}) => id);
  return {
    minUniverse: 1,
    priority: {
      symbols: ids((one) => one.listSymbols),
      prices: ids((one) => one.prices),
      metadata: ids((one) => one.metadata),
      fractional: ids((one) => one.fractional),
    },
    ...settings,
  };
}
