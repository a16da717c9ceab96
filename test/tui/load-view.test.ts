import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {Query} from '../../source/control/query.ts';
import {LoadView} from '../../source/tui/load-view.ts';
import {firstModel} from '../../source/tui/model.ts';
import {createStore} from '../../source/tui/store.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {auditedLines, auditPage, historyRows, whole} from '../helpers/past-scene.ts';

function loading(t: TestContext, query: (query: Query) => unknown) {
  const clock = manualClock();
  const store = createStore(firstModel({root: '/u', sample: false}, {size: {columns: 120, rows: 40}, now: 0}), clock);
  const closing = new AbortController();
  t.after(() => closing.abort());
  const asked: string[] = [];
  const control = fakeControl({
    query: (one) => {
      asked.push(one.name);
      return query(one);
    },
  });
  const view = new LoadView({control, store, clock, signal: closing.signal});
  const pass = async (ms: number): Promise<void> => {
    for (let step = 0; step < 25; step++) {
      await clock.advance(ms / 25);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {view, store, asked, pass};
}

test('a view that wants more is read on at once until it has it, and then rests', async (t) => {
  const rows = historyRows(30);
  let counted = 0;
  const {store, asked, pass} = loading(t, () => {
    counted += 10;
    return rows.map((row, i) => (i < counted ? row : {...row, pending: true}));
  });
  store.apply({type: 'viewed', view: 'history'});
  await pass(500);

  assert.deepEqual(asked, ['history', 'history', 'history']);
  await pass(60_000);
  assert.equal(asked.length, 3);
});

test('an event wakes the open view alone', async (t) => {
  const {view, store, asked, pass} = loading(t, () => historyRows(3));
  const finished = {type: 'build.aborted', buildId: 'b', code: 'x', because: 'y'} as const;
  view.wake(finished);
  store.apply({type: 'viewed', view: 'history'});
  await pass(2000);
  view.wake(finished);
  await pass(2000);

  assert.deepEqual(asked, ['history']);
});

test('what fails is noted once, and tried again as time goes on, not in a circle', async (t) => {
  const {store, asked, pass} = loading(t, () => Promise.reject(new Error('no engine')));
  store.apply({type: 'viewed', view: 'history'});
  for (let second = 1; second <= 5; second++) {
    await pass(1000);
    store.apply({type: 'ticked', now: second * 1000});
  }

  assert.ok(asked.length >= 3 && asked.length <= 7, `${asked.length}`);
  assert.equal(store.get().log.length, 1);
});

test('what takes long holds up nothing', async (t) => {
  let end = (_value: unknown): void => {};
  const slow = new Promise((resolve) => {
    end = resolve;
  });
  const {store, pass} = loading(t, (query) =>
    query.name === 'audit' ? slow : query.name === 'audit-lines' ? auditPage(auditedLines(5), query) : undefined,
  );
  store.apply({type: 'viewed', view: 'audit'});
  await pass(500);
  assert.deepEqual([store.get().views.audit.lines.length, store.get().views.audit.chain], [5, undefined]);

  end(whole);
  await pass(500);
  assert.equal(store.get().views.audit.chain?.whole, true);
});
