import type {Command, Result} from '../../source/control/control.ts';
import type {
  Answers,
  FileState,
  ProviderRow,
  Query,
  SaidEvent,
  SettingRow,
  Status,
  TableAnswer,
  TableName,
  TableRow,
} from '../../source/control/query.ts';
import type {ReasonsAnswer} from '../../source/control/reasons-answer.ts';
import type {BuildEvent} from '../../source/engine/event.ts';
import {idle, progress} from '../../source/engine/progress.ts';
import type {Glyphs} from '../../source/tui/glyphs.ts';
import {type DashboardOptions, openDashboard} from '../../source/tui/open-dashboard.ts';
import type {BlocklistEntry} from '../../source/universe/blocklist.ts';
import type {Criteria} from '../../source/universe/criteria.ts';
import type {EnrichedSymbol} from '../../source/universe/symbol.ts';
import {type FakeControl, fakeControl} from './fake-control.ts';
import {type ManualClock, manualClock} from './manual-clock.ts';
import {FakeTerminal} from './terminal.ts';

export const startedAt = '2026-03-02T22:00:00.000Z';

const sectors = ['Technology', 'Health Care', 'Finance', 'Energy', 'Utilities', 'Consumer Discretionary'] as const;
const nouns = ['Systems', 'Therapeutics', 'Bancorp', 'Petroleum', 'Water', 'Motors'] as const;
const heads = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel', 'Ironwood', 'Juniper'] as const;

/** Listings that look like a market: the same every time. */
export function listings(count: number): readonly EnrichedSymbol[] {
  return Array.from({length: count}, (_, i) => {
    const letters = [i / 676, i / 26, i].map((n) => String.fromCharCode(65 + (Math.floor(n) % 26))).join('');
    const kind = (i * 7) % sectors.length;
    return {
      symbol: i % 97 === 96 ? `${letters}.A` : `${letters}${i >= 17_576 ? 'X' : ''}`,
      exchange: (['NYSE', 'NASDAQ', 'ARCA'] as const)[i % 3] ?? 'NYSE',
      name: `${heads[i % heads.length]} ${nouns[kind]} ${i % 4 === 0 ? 'Holdings, Inc.' : 'Corp.'}`,
      instrument: i % 11 === 0 ? 'adr' : 'common',
      listedBy: ['sample'],
      lastClose: ((i * 7919) % 90_000) / 100 + 1.07,
      priceSource: 'sample',
      priceSession: '2026-03-02',
      ...(i % 13 === 12 ? {} : {marketCap: ((i * 104_729) % 4_000_000) * 1e5 + 2.1e8}),
      sector: sectors[kind] ?? 'Technology',
      industry: `${nouns[kind]} and ${heads[(i * 3) % heads.length]} products`,
      country: 'United States',
      volume: (i * 31_337) % 9_000_000,
      fetchedAt: startedAt,
    } satisfies EnrichedSymbol;
  });
}

export function blocklist(count: number): readonly BlocklistEntry[] {
  return listings(count * 3)
    .filter((_, i) => i % 3 === 1)
    .map(({symbol}, i) =>
      i % 9 === 8
        ? {symbol, at: startedAt, origin: 'manual', actor: 'ada', justification: 'Trading halted, see the desk note'}
        : {
            symbol,
            at: startedAt,
            origin: 'price-floor',
            provider: 'sample',
            lastClose: ((i * 37) % 97) / 100 + 0.01,
            floor: 1,
            session: '2026-03-02',
          },
    );
}

export type Scene = {
  status: Status;
  rows: Record<TableName, readonly TableRow[]>;
  perform?: (command: Command) => Promise<Result> | Result;
  /** Answers beyond status, tables and funnel. */
  answers?: (query: Query) => unknown;
  reasons?: ReasonsAnswer;
  /** Those of the settings. */
  criteria?: Criteria;
  providers?: readonly ProviderRow[];
  /** Answers to queries besides those of every scene. */
  answer?: (query: Query) => unknown;
  /** What an earlier engine said. */
  said?: readonly SaidEvent[];
  /** What a query throws while the engine is away. */
  outage?: Error;
};

export function file(name: TableName, records: number, state: FileState['state'] = 'whole'): FileState {
  return {
    name,
    path: `/u/${name}`,
    state,
    records,
    bytes: records * 150,
    ...(state === 'absent'
      ? {}
      : {
          sha256: `${name.length}f3a1c2e${records.toString(16)}`.padEnd(64, '0'),
          modifiedAt: '2026-03-02T21:58:30.000Z',
        }),
  };
}

/** A first boot: an engine, and nothing else. */
export function emptyScene(): Scene {
  const status: Status = {
    root: '/home/ada/universe',
    sample: true,
    now: '2026-03-02T21:59:59.000Z',
    writer: {held: true, kind: 'dashboard', pid: 4242, since: startedAt},
    files: (['unfiltered', 'partial', 'final', 'blocklist'] as const).map((name) => file(name, 0, 'absent')),
    progress: idle,
    session: '2026-03-02',
    tradableSession: '2026-03-03',
    inSession: false,
  };
  return {status, rows: {unfiltered: [], partial: [], final: [], blocklist: []}};
}

export function sealedScene(count = 400): Scene {
  const unfiltered = listings(count);
  const final = unfiltered.filter((row, i) => row.marketCap !== undefined && i % 5 !== 0);
  const blocked = blocklist(Math.ceil(count / 12));
  const rows = {unfiltered, partial: final, final, blocklist: blocked};
  const {status} = emptyScene();
  return {
    rows,
    status: {
      ...status,
      files: (Object.keys(rows) as TableName[]).map((name) => file(name, rows[name].length)),
      sealed: {
        buildId: 'b1',
        session: '2026-03-02',
        tradableSession: '2026-03-03',
        builtAt: '2026-03-02T21:58:30.000Z',
        records: final.length,
        sha256: '9f3a1c2e'.padEnd(64, '0'),
        status: 'sample',
      },
    },
  };
}

/** What a new root is judged by. */
export const wideCriteria: Criteria = {
  exchanges: ['NYSE', 'NASDAQ', 'ARCA'],
  instruments: ['common', 'adr'],
  minPrice: 1,
  maxPrice: 10_000,
  minMarketCap: 300e6,
  requireTradable: false,
};

function settingOf([field, value]: readonly [string, unknown]): SettingRow {
  return {field, label: field, help: '', value, changed: false};
}

/** A source with two windows, one of them full, and one that is not in use. */
export const providerRows: readonly ProviderRow[] = [
  provider('nasdaq', [
    {per: 'minute', limit: 20, spent: 2, emptyAt: '2026-03-02T22:00:50.000Z'},
    {per: 'day', limit: 300, spent: 41, emptyAt: '2026-03-03T21:00:00.000Z'},
  ]),
  provider('yahoo', [
    {per: 'second', limit: 4, spent: 1},
    {per: 'hour', limit: 300, spent: 300, roomAt: '2026-03-02T22:12:00.000Z', emptyAt: '2026-03-02T23:00:00.000Z'},
  ]),
  {...provider('finnhub', [{per: 'minute', limit: 60, spent: 0}]), enabled: false, passes: []},
];

function provider(id: string, quotas: ProviderRow['quotas']): ProviderRow {
  return {
    id,
    title: id,
    tier: 'free',
    enabled: true,
    capabilities: ['prices'],
    passes: ['price'],
    baseUrl: '',
    needsCredentials: false,
    quotas,
  };
}

function funnelOf(session: string): Answers['funnel'] {
  const rejected = {instrument: 6000, 'cap-below': 1100, 'cap-unknown': 5900} as const;
  return {candidates: 11_810, buckets, rules: rejected, rejected, session, criteria: wideCriteria};
}

const buckets = {admitted: 3201, carried: 3, rejected: 7800, blocked: 752, 'below-floor': 13, unpriced: 40, held: 1};

/** What the engine of the scene says to a query. */
export function answerOf(scene: Scene, query: Query): unknown {
  if (scene.outage) throw scene.outage;
  const own = scene.answer?.(query);
  if (own !== undefined) return own;
  if (query.name === 'status') return scene.status;
  if (query.name === 'funnel') return funnelOf(scene.status.session);
  if (query.name === 'settings') return Object.entries(scene.criteria ?? wideCriteria).map(settingOf);
  if (query.name === 'providers') return scene.providers ?? providerRows;
  if (query.name === 'reasons') return scene.reasons ?? {reasons: []};
  if (query.name === 'masked') return {texts: query.texts};
  if (query.name === 'block-news') return scene.answers?.(query) ?? [];
  if (query.name === 'said') return scene.said ?? [];
  if (query.name === 'pulse') return {version: JSON.stringify(scene.status.files)};
  if (query.name !== 'table' && scene.answers) return scene.answers(query);
  if (query.name !== 'table') throw new Error(`The scene has no answer to ${query.name}.`);
  const rows = scene.rows[query.table];
  const version = `${rows.length} ${rows.at(-1)?.symbol ?? ''}`;
  return {version, ...(query.version === version ? {} : {rows})} satisfies TableAnswer;
}

export type Stage = {
  readonly terminal: FakeTerminal;
  /** What stderr is. */
  readonly errors: FakeTerminal;
  readonly control: FakeControl;
  /** As the engine says it: the status knows it too. */
  readonly emit: (event: BuildEvent) => void;
  readonly clock: ManualClock;
  readonly scene: Scene;
  readonly over: Promise<{code: number}>;
  readonly leave: () => void;
};

/** The dashboard on a terminal in memory, over a scene that the test may change while it runs. */
export function stage(
  scene: Scene,
  {
    columns,
    rows,
    autoBuild = false,
    attached = false,
    color = true,
    glyphs = 'ascii',
    before = '',
    status,
    kept,
    ...tools
  }: Pick<
    DashboardOptions,
    'autoBuild' | 'status' | 'tables' | 'look' | 'kept' | 'clipboard' | 'saveScreen' | 'isReadAloud'
  > & {
    columns: number;
    rows: number;
    attached?: boolean;
    color?: boolean;
    glyphs?: Glyphs;
    /** What the terminal has been sent by whoever had it first. */
    before?: string;
  },
): Stage {
  const terminal = new FakeTerminal(columns, rows);
  terminal.screen.write(before);
  const clock = manualClock(startedAt);
  const control = fakeControl({
    query: (query) => answerOf(scene, query),
    perform: (command) => scene.perform?.(command) ?? {kind: 'done', sentence: `Did ${command.name}.`},
  });
  const leaving = new AbortController();
  const errors = new FakeTerminal(80, 24);
  const over = openDashboard({
    control,
    actor: {name: 'ada', via: 'dashboard'},
    clock,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    stderr: errors.stdout,
    title: {root: scene.status.root, sample: scene.status.sample, attached},
    autoBuild,
    signal: leaving.signal,
    preferences: {color, glyphs},
    ...tools,
    ...(status ? {status} : {}),
    ...(kept ? {kept} : {}),
  });
  const emit = (event: BuildEvent): void => {
    const at = clock.now().toISOString();
    const seq = control.emit(event);
    const asOf = {files: seq, progress: seq};
    scene.status = {...scene.status, asOf, now: at, progress: progress(scene.status.progress, {seq, at, event})};
  };
  return {terminal, errors, control, emit, clock, scene, over, leave: () => leaving.abort()};
}
