import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import type {Answers} from '../../source/control/query.ts';
import {idle} from '../../source/engine/progress.ts';
import {bucketSegments} from '../../source/tui/draw-buckets.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import type {Model} from '../../source/tui/model.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {noticeLines} from '../../source/tui/screen-layout.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {learnChain} from '../../source/tui/views/audit-state.ts';
import {answerOf, emptyScene, sealedScene, startedAt, wideCriteria} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const empty: Model = {...modelOf(emptyScene()), size: {columns: 200, rows: 50}};
const sealed = modelOf(sealedScene(100));
const textOf = (model: Model): string => drawScreen(model, makeTheme(false)).map(stripVTControlCharacters).join('\n');
const running = (model: Model): Model => ({...model, progress: {...idle, state: 'running'}});

test('while a build runs, an empty pane says that it has not got there, not which key builds', () => {
  assert.match(textOf(pressed(empty, '1').model), /No symbol is priced and enriched yet/);
  for (const pane of ['1', '3']) {
    const text = textOf(running(pressed(empty, pane).model));
    assert.doesNotMatch(text, /Press b to build|No symbol is priced|Nothing is sealed yet/);
    assert.match(text, /The build has not got here yet/);
  }
});

test('what was said about a view goes with it, and stays when it does not', () => {
  const toast = {tone: 'info', text: 'All plots are on the screen.', until: 9e15, of: 'plots'} as const;
  const plots = reduceGesture(pressed(sealed, 'P').model, {type: 'toasted', toast});

  assert.match(textOf(plots), /All plots are on the screen/);
  assert.match(textOf(pressed(plots, 'P').model), /All plots are on the screen/);
  for (const key of ['B', 'H', '\x1b', ':view build\r'])
    assert.doesNotMatch(textOf(pressed(plots, key).model), /All plots are on/);
});

test('what was done is said for its time in whatever view', () => {
  const toast = {tone: 'good', text: 'Refilter: 3,144 symbols sealed.', until: sealed.now + 9000} as const;
  const said = reduceGesture(sealed, {type: 'toasted', toast});

  for (const key of ['B', 'P', 'H', 'A', 'C', ',', 'Bt']) {
    const {model} = pressed(said, key);
    assert.match(textOf(model), /Refilter: 3,144 symbols sealed\./, key);
    assert.doesNotMatch(textOf({...model, now: sealed.now + 9000}), /symbols sealed\./, key);
  }
});

test('plots that wait for the criteria say so, and only an answer makes them unknown', () => {
  const plots = pressed(sealed, 'P').model;
  const answered = (criteria: object): Model => ({
    ...plots,
    views: {...plots.views, plots: {...plots.views.plots, isRead: true, ...criteria}},
  });

  assert.match(textOf(plots), /Reading the criteria \.\.\./);
  assert.doesNotMatch(textOf(plots), /No criteria are known|Criteria: sealed/);
  assert.match(textOf(answered({})), /No criteria are known yet/);
  assert.match(textOf(answered({criteria: wideCriteria})), /Criteria: of the settings/);
});

test('after a restart the live build says what the files know, not that nothing ever happened', () => {
  const report = {symbols: 10, batches: 1, batchSize: 10, durationMs: 1000, errors: 0, calls: {nasdaq: 1200}};
  const passes = (['collect', 'price', 'enrich', 'judge'] as const).map((pass) => ({...report, pass}));
  const funnel = {...(answerOf(sealedScene(100), {name: 'funnel'}) as Answers['funnel']), passes};
  const build = pressed({...sealed, size: {columns: 200, rows: 50}, funnel}, 'B').model;
  const line = {at: '2026-03-02T22:00:00.000Z', tone: 'info', text: 'One thing.'} as const;

  for (const size of [build.size, {columns: 80, rows: 24}])
    assert.match(
      textOf({...build, size}),
      /Nothing said since the engine started; last sealed 2026-03-02 21:58:30 UTC\./,
    );
  assert.match(textOf(running(build)), /Reading what the engine has said so far \.\.\./);
  assert.match(textOf({...build, connection: {state: 'connecting'}}), /Reading what the engine has said so far/);
  assert.match(textOf(build), / seal +finished /);
  assert.match(textOf(build), /4,800 calls of the last build/);
  assert.doesNotMatch(textOf({...build, ...{funnel: undefined as never}}), /0 calls of this build/);
  assert.match(textOf({...build, log: [line]}), /LOG {2}1 line, UTC/);
  assert.match(textOf({...sealed, log: [line]}), /LOG {2}1 line, UTC/);
});

test('on a small screen a running build says how long, not its name', () => {
  const progress = {
    ...idle,
    state: 'running',
    buildId: '2026-11-25-17ffab',
    startedAt: '1970-01-01T00:00:00Z',
  } as const;
  const small = pressed({...sealed, size: {columns: 80, rows: 24}, now: 67_000, progress}, 'B').model;

  assert.match(textOf(small), / Build runs for 1m 07s\. 0 calls\./);
});

test('the sum of the buckets is never cut: what is empty goes first, then the long words', () => {
  const buckets = {
    admitted: 3201,
    carried: 0,
    rejected: 3807,
    blocked: 1752,
    'below-floor': 1300,
    unpriced: 370,
    held: 0,
  };
  const text = (width: number): string =>
    bucketSegments(buckets, width)
      .map(([, words]) => words)
      .join('');

  assert.match(text(200), /^ sealed: 10,430 candidates = .* \+ 370 unpriced \+ 0 held$/);
  assert.match(text(80), /^ sealed: 10,430 = /);
  assert.match(text(120), /^ sealed: 10,430 candidates = 3,201 admitted \+ .* \+ 370 unpriced$/);
  for (const width of [80, 110, 120, 200]) assert.ok(text(width).length <= width, text(width));
});

test('chains that are read again are not called whole as if they had been', () => {
  const chain = {whole: true, checks: [{check: 'ops-log', passed: true, sentence: 'The chain of 9 records holds.'}]};
  const read = learnChain(chain)(pressed({...sealed, now: 67_000}, 'A').model);
  const again = pressed(read, 'BA').model;

  assert.match(textOf(read), /^ WHOLE {2}ops-log: .* Read at 00:01:07 UTC\./m);
  assert.match(textOf(again), /^ Reading again\. At 00:01:07 UTC: WHOLE/m);
  assert.match(textOf(learnChain(chain)(again)), /^ WHOLE/m);
});

test('a terminal that is too small says that the build goes on only where one runs', () => {
  const small = {...sealed, size: {columns: 40, rows: 10}};

  assert.match(textOf(running(small)), /The build goes on/);
  assert.match(textOf(small), /too small/);
  assert.doesNotMatch(textOf(small), /The build goes on/);
});

test('the footer has the key that stops only while there is something to stop', () => {
  assert.match(textOf(running(sealed)), / x stop /);
  assert.doesNotMatch(textOf(sealed), / x stop /);
});

test('a halt says when as the screen writes times, and which key lifts it', () => {
  const halted = {actor: 'ada', cause: 'bad closes', at: '2026-03-02T22:01:00.123Z'};
  const text = textOf({...sealed, ...(sealed.status ? {status: {...sealed.status, halted}} : {})});

  assert.match(text, /Halted by ada at 2026-03-02 22:01:00 UTC: bad closes/);
  assert.match(text, /To go on: X here, or universe resume --reason TEXT/);
});

test('a reason as long as a page leaves room for what is to be done about it, and for the tables', () => {
  const {status} = sealedScene(40);
  const halted = {actor: 'ada', cause: 'bad closes '.repeat(180), at: '2026-03-02T21:00:00Z'};
  const model = modelOf({...sealedScene(40), status: {...status, halted}});
  const lines = noticeLines({...model, size: {columns: 80, rows: 24}}).map(({text}) => text);

  assert.deepEqual([lines.length, lines.at(-1)], [5, 'To go on: X here, or universe resume --reason TEXT']);
  assert.match(lines[3] ?? '', /^closes bad .* \.\.\.$|^bad closes .* \.\.\.$/);
});

test('a log in which nothing stands yet says why, under the tables too', () => {
  const line = {at: '2026-03-02T22:00:00.000Z', tone: 'info', text: 'One thing.'} as const;

  for (const size of [
    {columns: 200, rows: 50},
    {columns: 80, rows: 24},
  ]) {
    assert.match(
      textOf({...sealed, size}),
      /Nothing said since the engine started; last sealed 2026-03-02 21:58:30 UTC\./,
    );
    assert.doesNotMatch(textOf({...sealed, size, log: [line]}), /Nothing said/);
  }
});

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 50],
] as const) {
  test(`at ${columns}x${rows} a seal that is ahead of a clock that was set back has no age, and one notice says why`, () => {
    const model: Model = {...modelOf(sealedScene(40)), now: Date.parse(startedAt) - 3_600_000, size: {columns, rows}};
    const frame = textOf(model);

    assert.match(frame, /30 symbols, built at a time ahead of this clock, sha256 9f3a1c2e\./);
    assert.equal(frame.match(/ahead of this clock: it was\s+set back since, or was\s+wrong then/g)?.length, 1);
    assert.match(frame, / whole \w{8} ahead /);
    assert.doesNotMatch(frame, / 0s/);
    assert.match(textOf({...model, now: Date.parse(startedAt) - 100_000}), /built 0s ago.* whole \w{8} 0s /s);
  });
}

test('files that a replay wrote are of another clock, and no reason to doubt this one', () => {
  const scene = sealedScene(40);
  const files = scene.status.files.map((file) => ({...file, modifiedAt: '2026-11-27T21:00:00.000Z'}));
  const frame = textOf({...modelOf({...scene, status: {...scene.status, files}}), now: Date.parse(startedAt)});

  assert.match(frame, / whole \w{8} 0s /);
  assert.doesNotMatch(frame, /ahead/);
});

test('the build view has no age of a seal that is ahead of the clock either', () => {
  const build: Model = {...sealed, view: 'build', now: sealed.now - 3_600_000, size: {columns: 200, rows: 50}};

  assert.match(textOf(build), /Sealed 75 symbols of 2026-03-02 at a time ahead of this clock/);
});
