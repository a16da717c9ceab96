import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BuildEvent} from '../../source/engine/event.ts';
import {idle, type Progress, progress} from '../../source/engine/progress.ts';

const b = {buildId: 'b'};
const started: BuildEvent = {
  type: 'build.started',
  ...b,
  session: '2026-03-02',
  resumed: true,
  actor: 'ada',
  trigger: 'schedule',
};
const pricing: BuildEvent = {type: 'pass.started', ...b, pass: 'price', total: 100, done: 0};
const saved: BuildEvent = {
  type: 'batch.saved',
  ...b,
  pass: 'price',
  provider: 'yahoo',
  batch: 1,
  asked: 50,
  answered: 45,
  done: 45,
  total: 100,
};
const failed: BuildEvent = {
  type: 'provider.failed',
  provider: 'nasdaq',
  pass: 'price',
  batch: 1,
  tickers: [],
  tickerCount: 0,
  reason: 'unreachable',
  attempt: 3,
  waitMs: 0,
  sentence: 'Nasdaq hung up.',
};

/** One event a second. */
function after(...events: readonly BuildEvent[]): Progress {
  return events.reduce(
    (state, event, i) => progress(state, {seq: i, at: `2026-03-02T22:00:${String(i).padStart(2, '0')}.000Z`, event}),
    idle,
  );
}

test('a pass counts its batches and errors while it runs, and has its report at its end', () => {
  const report = {
    pass: 'price',
    batches: 2,
    batchSize: 50,
    symbols: 100,
    calls: {yahoo: 2},
    errors: 1,
    durationMs: 900,
  } as const;

  const running = after(started, pricing, saved, failed);
  const over = progress(running, {
    seq: 9,
    at: '2026-03-02T22:00:09.000Z',
    event: {type: 'pass.finished', ...b, report},
  });

  assert.deepEqual(running.passes[1], {
    pass: 'price',
    done: 45,
    total: 100,
    saved: 45,
    state: 'running',
    startedAt: '2026-03-02T22:00:01.000Z',
    batches: 1,
    errors: 1,
  });
  // 55 have no price, and the pass is done with them all the same.
  assert.deepEqual([over.passes[1]?.done, over.passes[1]?.saved, over.passes[1]?.report], [100, 45, report]);
});

test('a build says what began it, and what its seal came to', () => {
  const counts = {admitted: 9, carried: 0, rejected: 0, blocked: 0, 'below-floor': 0, unpriced: 0, held: 0};
  const state = after(started, {
    type: 'build.finished',
    ...b,
    session: '2026-03-02',
    sha256: 'f',
    records: 9,
    buckets: counts,
    passes: [],
    durationMs: 1200,
  });

  assert.deepEqual([state.trigger, state.resumed], ['schedule', true]);
  assert.deepEqual(state.sealed, {records: 9, sha256: 'f', durationMs: 1200});
});

test('a provider is in trouble until it answers', () => {
  const throttled: BuildEvent = {
    type: 'provider.throttled',
    provider: 'yahoo',
    status: 429,
    attempt: 2,
    waitMs: 30_000,
  };

  assert.deepEqual(after(started, pricing, throttled, failed).troubles, {
    yahoo: {kind: 'throttled', since: '2026-03-02T22:00:02.000Z', until: '2026-03-02T22:00:32.000Z', attempt: 2},
    nasdaq: {kind: 'failed', since: '2026-03-02T22:00:03.000Z', because: 'Nasdaq hung up.'},
  });
  assert.deepEqual(Object.keys(after(started, pricing, throttled, failed, saved).troubles ?? {}), ['nasdaq']);
  assert.equal(after(started, throttled, saved).troubles, undefined);
});

test('a spent quota outlives its build until its window frees up', () => {
  const exhausted = (until: string): BuildEvent => ({type: 'provider.exhausted', provider: 'yahoo', until});

  assert.ok(after(started, exhausted('2026-03-03T10:00:00.000Z'), started).troubles?.yahoo);
  assert.equal(after(started, exhausted('2026-03-02T22:00:01.500Z'), started).troubles, undefined);
  assert.equal(after(started, failed, started).troubles, undefined);
});
