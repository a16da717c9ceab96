import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Status} from '../../source/control/query.ts';
import type {BuildEvent} from '../../source/engine/event.ts';
import {firstModel, type Model} from '../../source/tui/model.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {situationOf} from '../../source/tui/situation.ts';
import {createStore} from '../../source/tui/store.ts';
import {sealedScene, startedAt} from '../helpers/dashboard-scene.ts';
import {manualClock} from '../helpers/manual-clock.ts';

const first = firstModel({root: '/u', sample: false}, {size: {columns: 120, rows: 40}, now: Date.parse(startedAt)});
const beat: BuildEvent = {type: 'heartbeat', buildId: 'b', pass: 'price', done: 1, total: 9, rate: 3, calls: {}};

function hear(model: Model, event: BuildEvent, {seq = model.progressSeq + 1, at = startedAt} = {}): Model {
  return reduceReport(model, {type: 'heard', event: {seq, at, event}});
}

test('news is in the model at once, and on the screen once for many', async () => {
  const clock = manualClock();
  const store = createStore(first, clock);
  let frames = 0;
  store.subscribe(() => frames++);

  for (let i = 0; i < 200; i++) store.apply({type: 'heard', event: {seq: i, at: startedAt, event: beat}});

  assert.deepEqual([store.get().beats, frames], [200, 0]);
  await clock.advance(200);
  assert.equal(frames, 1);
});

test('what a person does is on the screen at once', () => {
  const store = createStore(first, manualClock());
  let frames = 0;
  store.subscribe(() => frames++);

  store.apply({type: 'focused', table: 'blocklist'});

  assert.equal(frames, 1);
});

test('series of hundreds take one line each, though they take turns, and it says how many it stands for', () => {
  const batch = {
    type: 'batch.saved',
    buildId: 'b',
    pass: 'price',
    provider: 'yahoo',
    asked: 9,
    answered: 9,
    total: 99,
  } as const;
  const low = {type: 'symbol.blocklisted', provider: 'yahoo', lastClose: 0.5, floor: 1, session: '2026-03-02'} as const;
  let model = hear(first, {type: 'provider.recovered', provider: 'yahoo'});
  for (let i = 1; i <= 50; i++) {
    model = hear(model, {...batch, batch: i, done: i});
    model = hear(model, {...low, symbol: `LOW${i}`});
  }

  assert.deepEqual(
    model.log.map(({series, times}) => [series, times]),
    [
      [undefined, undefined],
      ['b price yahoo', 50],
      ['symbol.blocklisted', 50],
    ],
  );
  assert.match(model.log[2]?.text ?? '', /LOW50/);
});

test('the verdicts of a seal take two lines, and push nothing else out of the log', () => {
  let model = hear(first, {type: 'provider.recovered', provider: 'yahoo'});
  for (let i = 1; i <= 2000; i++) {
    model = hear(model, {type: 'symbol.admitted', buildId: 'b', symbol: `IN${i}`});
    model = hear(model, {
      type: 'symbol.rejected',
      buildId: 'b',
      symbol: `OUT${i}`,
      bucket: 'rejected',
      reasons: [{rule: 'cap-unknown'}],
    });
  }

  assert.deepEqual(
    model.log.map(({text, times}) => [text, times]),
    [
      ['yahoo answers again.', undefined],
      ['IN2000 admitted.', 2000],
      ['OUT2000 not admitted: cap-unknown.', 2000],
    ],
  );
});

test('between a seal and the status that knows it nothing is called unfinished', () => {
  const {status} = sealedScene(10);
  const unfinished = {...status, unfinished: {buildId: 'b', session: '2026-03-02', pass: 'enrich'}};
  const told = (model: Model, seq: number) =>
    reduceReport(model, {type: 'told', status: {...unfinished, asOf: {files: seq, progress: seq}}});
  const counts = {admitted: 9, carried: 0, rejected: 0, blocked: 0, 'below-floor': 0, unpriced: 0, held: 0};
  const sealed = hear(
    told(first, 1),
    {
      type: 'build.finished',
      buildId: 'b',
      session: '2026-03-02',
      sha256: 'f',
      records: 9,
      buckets: counts,
      passes: [],
      durationMs: 1,
    },
    {seq: 5},
  );

  assert.equal(situationOf(told(first, 1)).badge, 'UNFINISHED');
  assert.deepEqual([situationOf(sealed).badge, sealed.progress.state], ['SEALED', 'sealed']);
  // It was under way when the seal came.
  assert.deepEqual([situationOf(told(sealed, 4)).badge, told(sealed, 4).progress.state], ['SEALED', 'sealed']);
  assert.equal(situationOf(told(sealed, 6)).badge, 'UNFINISHED');
  const readMeanwhile = {
    ...status,
    asOf: {files: 4, progress: 6},
    sealed: {...status.sealed, buildId: 'b'},
  } as Status;
  assert.match(situationOf(reduceReport(sealed, {type: 'told', status: readMeanwhile})).sentence, /built \d+m ago/);
});

test('a build counts though the clock was set back before it', () => {
  const {status} = sealedScene(10);
  const late = {...status, now: '2027-01-01T00:00:00.000Z', asOf: {files: 7, progress: 7}};
  const model = hear(reduceReport(first, {type: 'told', status: late}), {
    ...{type: 'build.started', buildId: 'c', session: '2026-03-02', resumed: false, actor: 'ada', trigger: 'command'},
  });
  const early = {...status, now: startedAt, progress: model.progress, asOf: {files: 8, progress: 8}};
  const told = reduceReport(model, {type: 'told', status: early});

  assert.deepEqual([model.progress.state, told.progress.state], ['running', 'running']);
  // What the engine sent before that status is in it already.
  assert.equal(hear(told, beat, {seq: 8}).progress, told.progress);
});

test('the log keeps the newest 2000 lines, enough to read a bad night back', () => {
  let model = first;
  for (let i = 0; i < 2600; i++) model = hear(model, {type: 'provider.recovered', provider: `p${i}`});

  assert.equal(model.log.length, 2000);
  assert.match(model.log.at(-1)?.text ?? '', /p2599/);
});

test('a replayed tail is not counted twice on top of the status that has it', () => {
  const {status} = sealedScene(10);
  const told = reduceReport(first, {type: 'told', status: {...status, asOf: {files: 5, progress: 5}}});
  const failure: BuildEvent = {type: 'source.failed', buildId: 'b', source: 'nasdaq', because: 'It hung up.'};

  assert.equal(hear(told, failure, {seq: 5}).progress.failures, 0);
  assert.equal(hear(told, failure, {seq: 6}).progress.failures, 1);
});

test('the same version comes without rows and leaves them as they are', () => {
  const {rows} = sealedScene(10);
  const loaded = reduceReport(first, {type: 'loaded', table: 'final', answer: {version: '1', rows: rows.final}});

  const again = reduceReport(loaded, {type: 'loaded', table: 'final', answer: {version: '1'}});

  assert.equal(again.tables.final.rows, loaded.tables.final.rows);
});

test('every table is in one order, whatever order its file is in', () => {
  const shuffled = sealedScene(30).rows.final.toReversed();
  const {tables} = reduceReport(first, {type: 'loaded', table: 'final', answer: {version: '1', rows: shuffled}});

  assert.deepEqual(
    tables.final.rows.map(({symbol}) => symbol),
    shuffled.map(({symbol}) => symbol).toSorted(),
  );
});
