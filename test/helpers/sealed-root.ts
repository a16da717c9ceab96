import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import type {Live, Reading} from '../../source/control/reading.ts';
import {buildFormat, sealFormat} from '../../source/engine/formats.ts';
import type {BuildRecord} from '../../source/engine/record.ts';
import {loadProviders} from '../../source/provider/load.ts';
import {Settings} from '../../source/settings.ts';
import {writeDurably} from '../../source/store/file.ts';
import {saveState} from '../../source/store/format.ts';
import {encodeBlocklist} from '../../source/store/formats/blocklist-file.ts';
import {loadSettings, saveSettings} from '../../source/store/formats/settings-file.ts';
import {encodeUniverse, type Heading} from '../../source/store/formats/universe-file.ts';
import {listNights, saveNight} from '../../source/store/history.ts';
import {Manifest} from '../../source/store/manifest.ts';
import {inState, type Paths, type Place, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import type {BlocklistEntry} from '../../source/universe/blocklist.ts';
import {judge} from '../../source/universe/judge.ts';
import type {EnrichedSymbol} from '../../source/universe/symbol.ts';
import {newYorkCalendar} from '../../source/universe/trading-day.ts';
import type {VerdictLine} from '../../source/universe/verdict.ts';
import {criteria, symbol} from '../universe/symbols.ts';
import {type ManualClock, manualClock} from './manual-clock.ts';
import {wired} from './wired.ts';

/** Monday evening in New York: the closes of 2026-03-02 are in, 2026-03-03 is the session to trade. */
export const evening = '2026-03-03T01:00:00.000Z';

export type Sealing = {
  readonly session?: string;
  readonly buildId?: string;
  readonly rows?: readonly EnrichedSymbol[];
  readonly blocklist?: readonly BlocklistEntry[];
  /** Verdicts that do not follow from the rows: blocked, unpriced, held, carried. */
  readonly lines?: readonly VerdictLine[];
  /** In the final file although no row of the night has them. */
  readonly carried?: readonly EnrichedSymbol[];
  readonly status?: Heading['status'];
};

export type SealedRoot = {
  readonly paths: Paths;
  readonly clock: ManualClock;
  readonly reading: Reading;
  readonly seal: (sealing?: Sealing) => Promise<void>;
  readonly settings: (value: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly unfinished: (record?: Partial<BuildRecord>) => Promise<void>;
};

export const rowOf = (change: Partial<EnrichedSymbol> = {}): EnrichedSymbol => symbol(change) as EnrichedSymbol;

export const cheap = (name: string, change: Partial<BlocklistEntry> = {}): BlocklistEntry =>
  ({
    symbol: name,
    at: '2026-02-20T23:00:00.000Z',
    origin: 'price-floor',
    provider: 'nasdaq',
    lastClose: 0.42,
    floor: 1,
    session: '2026-03-02',
    ...change,
  }) as BlocklistEntry;

/** A root in a temporary folder, written with the store's own functions; its clock stands still. */
export async function sealedRoot(
  t: TestContext,
  more: {place?: Place; live?: Live; spent?: number} = {},
): Promise<SealedRoot> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-answers-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  const paths = pathsOf(folder, more.place);
  await prepareRoot(paths);
  const clock = manualClock(evening);
  const settings = () => loadSettings(paths.settings, Settings);
  const providers = () => loadProviders();
  await saveSettings(paths.settings, {minUniverse: 1});
  return {
    paths,
    clock,
    reading: {
      paths,
      clock,
      sample: more.place?.sample ?? false,
      settings,
      calendar: async () => newYorkCalendar((await settings()).calendar.closures),
      providers,
      connections: async () => {
        // The list of one's own has a path only where somebody set it.
        const known = [...(await providers()).values()].filter(({id}) => id !== 'csv');
        return new Map(known.map((provider) => [provider.id, wired(provider).connection]));
      },
      chargesSince: async (_, since) => Array<number>(more.spent ?? 0).fill(since + 1000),
      openSecrets: async () => Promise.reject(new Error('This root keeps no secrets.')),
      keyFit: async () => ({place: paths.key, fit: 'made'}),
      masked: async (text) => text,
      nights: () => listNights(paths),
      seen: new Map(),
      ...(more.live ? {live: more.live} : {}),
    },
    seal: (sealing = {}) => sealNight(paths, clock, sealing),
    settings: async (value) => void (await saveSettings(paths.settings, value)),
    unfinished: async (record = {}) =>
      void (await saveState(inState(paths, 'build.json'), buildFormat, {...begun, ...record})),
  };
}

const begun: BuildRecord = {
  buildId: '2026-03-03-b',
  session: '2026-03-03',
  tradableSession: '2026-03-04',
  identity: 'x',
  startedAt: '2026-03-03T23:00:00.000Z',
  actor: 'ann',
  trigger: 'command',
};

/** As the engine seals: manifest, one rename, settled, history, records. */
export async function sealNight(paths: Paths, clock: ManualClock, sealing: Sealing): Promise<void> {
  const {
    session = '2026-03-02',
    rows = [rowOf()],
    blocklist = [],
    lines = [],
    carried = [],
    status = 'final',
  } = sealing;
  const buildId = sealing.buildId ?? `${session}-a`;
  const said = new Set(lines.map((line) => line.symbol));
  const judged = rows.filter((row) => !said.has(row.symbol)).map((row) => ({row, verdict: judge(row, criteria)}));
  const entries = [...judged.filter(({verdict}) => verdict.outcome === 'admitted').map(({row}) => row), ...carried];
  const verdicts: VerdictLine[] = judged.map(({row, verdict}) =>
    verdict.outcome === 'admitted'
      ? {symbol: row.symbol, bucket: 'admitted', reasons: []}
      : {symbol: row.symbol, bucket: 'rejected', reasons: [...verdict.reasons]},
  );
  const builtAt = clock.now().toISOString();
  const heading: Heading = {
    build_id: buildId,
    build_timestamp_utc: builtAt,
    session,
    tradable_session: newYorkCalendar().nextSession(session),
    status,
    criteria,
    counts: {admitted: entries.length},
  };
  const manifest = await Manifest.open(paths.manifest, clock);
  await writeDurably(paths.final, encodeUniverse(heading, entries), {
    beforeRename: (sum) => manifest.expect('final', {...sum, records: entries.length}),
  });
  await manifest.settle('final');
  await manifest.record('blocklist', {
    ...(await writeDurably(paths.blocklist, encodeBlocklist(blocklist))),
    records: blocklist.length,
  });
  for (const [name, kept] of [
    ['unfiltered', rows],
    ['partial', entries],
  ] as const) {
    const written = await writeDurably(paths[name], encodeUniverse({...heading, status: name}, kept));
    await manifest.record(name, {...written, records: kept.length});
  }
  await saveNight(paths, {
    session,
    buildId,
    builtAt,
    records: entries.length,
    final: encodeUniverse(heading, entries),
    verdicts: [...verdicts, ...lines],
  });
  await saveState(inState(paths, 'seal.json'), sealFormat, {
    buildId,
    session,
    sealedAt: builtAt,
    sources: [],
    candidates: verdicts.length,
    asked: {},
  });
}
