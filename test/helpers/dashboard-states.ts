import type {BuildEvent, Pass} from '../../source/engine/event.ts';
import {Failure} from '../../source/failure.ts';
import type {Change} from '../../source/tui/change.ts';
import {firstModel, type Model} from '../../source/tui/model.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import type {ViewName} from '../../source/tui/views/view-name.ts';
import {emptyScene, type Scene, sealedScene, startedAt} from './dashboard-scene.ts';

const b = {buildId: 'b2'};
const passes: readonly Pass[] = ['collect', 'price', 'enrich', 'judge', 'seal'];
export const hostile =
  '\x1b]0;x\x07\u202e\u0627\u0644\u0639\u0631\u0628\u064a\u0629\u200f \u65e5\u672c\u8a9e \u{1f4a3}\r\n';

/** The events of a build up to the middle of a pass. */
export function building(until: Pass): readonly BuildEvent[] {
  const started: BuildEvent = {
    type: 'build.started',
    ...b,
    session: '2026-03-02',
    resumed: false,
    actor: 'ada',
    trigger: 'command',
  };
  const events: BuildEvent[] = [started];
  for (const pass of passes) {
    const total = {collect: 0, price: 12_034, enrich: 11_100, judge: 11_100, seal: 0}[pass];
    const calls = {nasdaq: 2, yahoo: 39};
    events.push({type: 'pass.started', ...b, pass, total, done: 0});
    const done = Math.floor(total / 3);
    if (total > 0)
      events.push({
        type: 'batch.saved',
        ...b,
        pass,
        provider: 'yahoo',
        batch: 39,
        asked: 100,
        answered: 98,
        done,
        total,
      });
    events.push({type: 'heartbeat', ...b, pass, done, total, rate: 121, etaMs: 67_000, calls});
    if (pass === until) return events;
    const report = {pass, batches: 3, batchSize: 100, symbols: total, calls, errors: 1, durationMs: 1234};
    events.push({type: 'pass.finished', ...b, report});
  }
  return events;
}

const troubles: readonly BuildEvent[] = [
  {type: 'source.failed', ...b, source: hostile, because: `It sent ${hostile}.`},
  {type: 'provider.throttled', provider: 'nasdaq', status: 429, attempt: 2, waitMs: 30_000},
  {type: 'provider.exhausted', provider: 'yahoo', until: '2026-03-02T23:10:00.000Z'},
];

const gates = [
  {gate: 'removed', observed: 0.041, limit: 0.03, subjects: ['VZ', hostile]},
  {gate: 'min-universe', observed: 312, limit: 500, subjects: []},
] as const;

const halted = {actor: hostile, cause: `bad closes ${hostile}`, at: startedAt};

function heard(events: readonly BuildEvent[]): readonly Change[] {
  return events.map((event, i) => ({type: 'heard', event: {seq: i + 1, at: startedAt, event}}));
}

function told(scene: Scene): readonly Change[] {
  return [
    {type: 'connected'},
    {type: 'told', status: scene.status},
    ...(Object.keys(scene.rows) as (keyof Scene['rows'])[]).map(
      (table): Change => ({type: 'loaded', table, answer: {version: '1', rows: scene.rows[table]}}),
    ),
  ];
}

/** As the engine refuses whoever may only look. */
const denied = `Build: ${hostile} is a viewer here, and build takes an operator. An admin can grant it.`;
const sealed = sealedScene(900);
const hostileRows = sealed.rows.unfiltered.map((row) => ({...row, sector: hostile, name: hostile}));

/** What a screen can be in, each as what it was told. */
export const states: Readonly<Record<string, readonly Change[]>> = {
  nothing: [],
  empty: told(emptyScene()),
  'first boot, building': [...told(emptyScene()), ...heard(building('collect'))],
  ...Object.fromEntries(passes.map((pass) => [`building, ${pass}`, [...told(sealed), ...heard(building(pass))]])),
  'failed source': [...told(sealed), ...heard([...building('price'), ...troubles])],
  'held gate': [
    ...told(sealed),
    ...heard([
      ...building('seal'),
      {type: 'build.refused', ...b, gates: gates.map((g) => ({...g, subjects: [...g.subjects]}))},
    ]),
  ],
  paused: [
    ...told(sealed),
    ...heard([...building('price'), {type: 'build.paused', ...b, because: `No source. ${hostile}`, until: startedAt}]),
  ],
  aborted: [
    ...told(sealed),
    ...heard([...building('enrich'), {type: 'build.aborted', ...b, code: 'x', because: hostile}]),
  ],
  halted: [...told({...sealed, status: {...sealed.status, halted}})],
  'no engine': [
    ...told(sealed),
    ...heard(building('price')),
    {type: 'lost', because: new Failure('gone', `It is gone. ${hostile}`).message},
  ],
  'read-only': told({...sealed, status: {...sealed.status, writer: {held: false}}}),
  'read-only viewer': [
    ...told({...sealed, status: {...sealed.status, writer: {held: true, kind: 'daemon', pid: 77, since: startedAt}}}),
    {type: 'noted', line: {at: startedAt, tone: 'bad', text: denied}},
    {type: 'toasted', toast: {tone: 'bad', text: denied, until: Date.parse(startedAt) + 6000}},
  ],
  'hostile rows': told({...sealed, rows: {...sealed.rows, unfiltered: hostileRows, final: hostileRows.slice(0, 400)}}),
};

/** The model of a state, with a view open that has read what it shows. */
export function modelIn(
  state: string,
  {size, view, views}: {readonly size: Model['size']; readonly view: ViewName; readonly views: Model['views']},
): Model {
  const title = {root: '/u', sample: true, attached: state.startsWith('read-only')};
  const first: Model = {...firstModel(title, {size, now: Date.parse(startedAt)}), view, views};
  return (states[state] ?? []).reduce(
    (model, change) => (isReport(change) ? reduceReport(model, change) : reduceGesture(model, change)),
    first,
  );
}

function isReport(change: Change): change is Parameters<typeof reduceReport>[1] {
  return ['heard', 'told', 'loaded', 'connected', 'lost', 'noted'].includes(change.type);
}
