import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Control} from '../../source/control/control.ts';
import type {StampedEvent} from '../../source/engine/event.ts';
import {follow} from '../../source/tui/follow.ts';
import {firstModel} from '../../source/tui/model.ts';
import {createStore} from '../../source/tui/store.ts';
import {emptyScene} from '../helpers/dashboard-scene.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {manualClock} from '../helpers/manual-clock.ts';

function stamped(seq: number): StampedEvent {
  return {seq, at: '2026-03-02T22:00:00.000Z', event: {type: 'provider.recovered', provider: `p${seq}`}};
}

/** Engines one after the other: each tells its events once and then goes away. */
async function followed(
  engines: readonly {pid: number; seqs: readonly number[]}[],
): Promise<{asked: number[]; log: readonly string[]}> {
  const clock = manualClock();
  const ending = new AbortController();
  const asked: number[] = [];
  let turn = 0;
  const {status} = emptyScene();
  const control: Control = {
    ...fakeControl({
      // To what was said before it has no answer, as engines of earlier versions.
      query: ({name}) => {
        if (name === 'said') throw new Error('There is no such question.');
        return {...status, writer: {held: true, pid: engines[Math.min(turn, engines.length - 1)]?.pid}};
      },
    }),
    events: async function* (after) {
      const engine = engines[turn++];
      if (!engine) return ending.abort();
      asked.push(after);
      for (const seq of engine.seqs) if (seq > after) yield stamped(seq);
    },
  };
  const store = createStore(firstModel({root: '/u', sample: false}, {size: {columns: 80, rows: 24}, now: 0}), clock);
  const following = follow({control, store, clock, signal: ending.signal}, () => {});
  while (!ending.signal.aborted) await clock.advance(1000);
  await following;
  return {asked, log: store.get().log.map(({text}) => text.split(' ')[0] ?? '')};
}

test('the same engine goes on where it was, and nothing is heard twice', async () => {
  const {asked, log} = await followed([
    {pid: 1, seqs: [1, 2]},
    {pid: 1, seqs: [1, 2, 3]},
  ]);

  assert.deepEqual(asked, [0, 2]);
  assert.deepEqual(log, ['p1', 'p2', 'p3']);
});

test('a new engine counts from the beginning, so it is asked from the beginning', async () => {
  const {asked, log} = await followed([
    {pid: 1, seqs: [1, 2, 3]},
    {pid: 2, seqs: [1]},
  ]);

  assert.deepEqual(asked, [0, 0]);
  assert.deepEqual(log, ['p1', 'p2', 'p3', 'p1']);
});

for (const [what, awayMs, seen] of [
  ['is back within two seconds is never called lost', 1000, ['connecting', 'connected']],
  ['stays away is', 5000, ['connecting', 'connected', 'lost', 'connected']],
] as const) {
  test(`an engine that took its leave and ${what}`, async () => {
    const clock = manualClock();
    const ending = new AbortController();
    const {status} = emptyScene();
    let away: {until: number} | undefined;
    const control: Control = {
      ...fakeControl({
        query: ({name}) => {
          if (name === 'said' || (away && clock.monotonic() < away.until)) throw new Error('Nobody is there.');
          return status;
        },
      }),
      events: async function* () {
        yield stamped(1);
        if (away) return await new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()));
        away = {until: clock.monotonic() + awayMs};
      },
    };
    const store = createStore(firstModel({root: '/u', sample: false}, {size: {columns: 80, rows: 24}, now: 0}), clock);
    const states: string[] = [store.get().connection.state];
    store.subscribe(() => {
      const {state} = store.get().connection;
      if (states.at(-1) !== state) states.push(state);
    });

    const following = follow({control, store, clock, signal: ending.signal}, () => {});
    for (let i = 0; i < 80; i++) await clock.advance(100);
    ending.abort();
    await following;

    assert.deepEqual(states, seen);
  });
}
