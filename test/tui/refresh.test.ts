import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Query} from '../../source/control/query.ts';
import {Failure} from '../../source/failure.ts';
import {firstModel} from '../../source/tui/model.ts';
import {noticesOf} from '../../source/tui/notices.ts';
import {Refresh} from '../../source/tui/refresh.ts';
import {situationOf} from '../../source/tui/situation.ts';
import {createStore} from '../../source/tui/store.ts';
import {file, sealedScene} from '../helpers/dashboard-scene.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {manualClock} from '../helpers/manual-clock.ts';

function refreshing() {
  const clock = manualClock();
  const scene = sealedScene(60);
  const asked: Query[] = [];
  const engine: {
    slownessMs: number;
    isOld: boolean;
    slowQuery?: Query['name'];
    refusal?: Failure | undefined;
  } = {slownessMs: 0, isOld: false};
  const control = fakeControl({
    query: async (query) => {
      asked.push(query);
      const isSlow = engine.slowQuery === undefined || engine.slowQuery === query.name;
      if (isSlow && engine.slownessMs > 0) await clock.sleep(engine.slownessMs);
      if (query.name === 'status' && engine.refusal) throw engine.refusal;
      if (query.name === 'status') return scene.status;
      if (query.name === 'pulse' && engine.isOld) throw new Failure('usage.query', 'There is no query pulse.');
      if (query.name === 'pulse') return {version: JSON.stringify(scene.status.files)};
      return query.name === 'table'
        ? {version: `${scene.rows[query.table].length}`, rows: scene.rows[query.table]}
        : {};
    },
  });
  const store = createStore(
    firstModel({root: '/u', sample: true}, {size: {columns: 80, rows: 24}, now: clock.now().getTime()}),
    clock,
  );
  const ending = new AbortController();
  const refresh = new Refresh({control, store, clock, signal: ending.signal});
  const running = refresh.run();
  const tablesAsked = (): readonly string[] => asked.flatMap((query) => (query.name === 'table' ? [query.table] : []));
  const end = async (): Promise<void> => {
    ending.abort();
    await running;
  };
  /** In steps, so that whoever asks in between has its answer before time goes on. */
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 100) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(100);
    }
  };
  return {pass, engine, scene, asked, store, refresh, tablesAsked, end};
}

test('each table is read once, and again only when its file has changed', async () => {
  const {pass, scene, store, refresh, tablesAsked, end} = refreshing();
  await pass(2000);
  assert.deepEqual(tablesAsked(), ['final', 'partial', 'blocklist', 'unfiltered']);

  scene.rows = {...scene.rows, partial: scene.rows.partial.slice(0, 5)};
  scene.status = {
    ...scene.status,
    files: scene.status.files.map((f) => (f.name === 'partial' ? file('partial', 5, 'live') : f)),
  };
  refresh.wake({type: 'provider.recovered', provider: 'p'});
  await pass(2000);

  assert.deepEqual(tablesAsked(), ['final', 'partial', 'blocklist', 'unfiltered', 'partial']);
  assert.equal(store.get().tables.partial.rows.length, 5);
  await end();
});

test('however many events come, the engine is asked at most once a second', async () => {
  const {pass, asked, refresh, end} = refreshing();
  for (let i = 0; i < 100; i++) {
    refresh.wake({type: 'provider.recovered', provider: 'p'});
    await pass(100);
  }

  const rounds = asked.filter(({name}) => name === 'status').length;
  assert.ok(rounds >= 9 && rounds <= 11, `${rounds} rounds in ten seconds`);
  await end();
});

test('an idle screen asks only now and then', async () => {
  const {pass, asked, end} = refreshing();
  await pass(60_000);

  const rounds = asked.filter(({name}) => name === 'status').length;
  assert.ok(rounds >= 5 && rounds <= 7, `${rounds} rounds in a minute`);
  await end();
});

test('a file that another process wrote is on an idle screen within two seconds', async () => {
  const {pass, scene, store, end} = refreshing();
  await pass(5300);
  const files = scene.status.files.map((f) => (f.name === 'blocklist' ? file('blocklist', 2, 'live') : f));
  scene.status = {...scene.status, files};
  scene.rows = {...scene.rows, blocklist: scene.rows.blocklist.slice(0, 2)};

  await pass(2000);

  assert.equal(store.get().tables.blocklist.rows.length, 2);
  assert.equal(store.get().status?.files.find(({name}) => name === 'blocklist')?.state, 'live');
  await end();
});

test('an engine that does not know the pulse is asked for its status as ever', async () => {
  const {pass, engine, asked, end} = refreshing();
  engine.isOld = true;
  await pass(60_000);

  const rounds = asked.filter(({name}) => name === 'status').length;
  assert.ok(rounds >= 5 && rounds <= 7, `${rounds} rounds in a minute`);
  await end();
});

test('an idle engine that was stopped is said not to answer, since when and how it goes on, until it does', async () => {
  const {pass, engine, store, end} = refreshing();
  store.apply({type: 'connected'});
  await pass(5300);
  engine.slownessMs = 8000;

  await pass(4200);

  engine.slownessMs = 0;
  const {connection} = store.get();
  assert.ok(connection.state === 'lost' && connection.isSilent);
  assert.match(situationOf(store.get()).sentence, /^The engine does not answer, since \d\d:\d\d:\d\d \(\ds\)\./);
  assert.match(noticesOf(store.get())[0]?.text ?? '', /kill -CONT \d+$/);
  await pass(6000);
  assert.equal(store.get().connection.state, 'connected');
  await end();
});

test('an engine that refuses what it is asked does answer again', async () => {
  const {pass, engine, store, end} = refreshing();
  store.apply({type: 'connected'});
  await pass(5300);
  engine.slownessMs = 8000;
  await pass(4200);
  assert.equal(store.get().connection.state, 'lost');

  engine.slownessMs = 0;
  engine.isOld = true;
  engine.refusal = new Failure('settings.refused', 'minPrice in /u/settings.json is no number.');
  await pass(18_000);
  assert.equal(store.get().connection.state, 'connected');
  assert.match(store.get().refusal ?? '', /is no number/);
  await end();
});

test('tables that take long are no silence as long as the pulse is answered', async () => {
  const {pass, engine, scene, store, refresh, end} = refreshing();
  store.apply({type: 'connected'});
  await pass(5300);
  engine.slowQuery = 'status';
  scene.status = {...scene.status, files: []};
  refresh.wake({type: 'provider.recovered', provider: 'p'});
  engine.slownessMs = 8000;

  await pass(7000);
  const {connection} = store.get();
  engine.slownessMs = 0;
  await pass(3000);
  await end();

  assert.equal(connection.state, 'connected');
});

test('a seal is read at once, and shown all at once', async () => {
  const {pass, engine, scene, store, refresh, asked, end} = refreshing();
  await pass(30_000);
  engine.slownessMs = 200;
  scene.status = {
    ...scene.status,
    files: scene.status.files.map((f) => (f.name === 'blocklist' ? f : file(f.name, 7))),
    sealed: {...(scene.status.sealed as NonNullable<typeof scene.status.sealed>), buildId: 'b2', records: 7},
  };
  scene.rows = {...scene.rows, final: scene.rows.final.slice(0, 7), partial: scene.rows.partial.slice(0, 7)};
  const frames: (number | undefined)[][] = [];
  store.subscribe(() => {
    const {status, tables} = store.get();
    frames.push([status?.sealed?.records, tables.final.rows.length, tables.partial.rows.length]);
  });
  // Ordinary news has just had its round, so the next one would have to wait.
  refresh.wake({type: 'provider.recovered', provider: 'p'});
  await pass(1500);
  const before = asked.length;
  refresh.wake({
    type: 'build.finished',
    buildId: 'b2',
    session: '2026-03-02',
    sha256: 'f',
    records: 7,
    buckets: {admitted: 7, carried: 0, rejected: 0, blocked: 0, 'below-floor': 0, unpriced: 0, held: 0},
    passes: [],
    durationMs: 1,
  });
  await pass(200);
  assert.ok(asked.length > before, 'it was not asked at once');
  await pass(2000);

  assert.ok(frames.length > 0 && frames.every((frame) => frame.every((n) => n === 7)), JSON.stringify(frames));
  await end();
});

test('a night is counted only once the build that sealed it has kept it', async () => {
  const {pass, scene, asked, refresh, end} = refreshing();
  const {progress, sealed} = scene.status;
  assert.ok(sealed);
  const funnels = (): number => asked.filter(({name}) => name === 'funnel').length;
  scene.status = {...scene.status, progress: {...progress, state: 'running', buildId: sealed.buildId}};
  await pass(2000);
  assert.equal(funnels(), 0);

  scene.status = {...scene.status, progress: {...progress, state: 'sealed', buildId: sealed.buildId}};
  refresh.wake({type: 'provider.recovered', provider: 'p'});
  await pass(2000);
  assert.equal(funnels(), 1);

  scene.status = {...scene.status, progress: {...progress, state: 'running', buildId: 'another'}};
  refresh.wake({type: 'provider.recovered', provider: 'p'});
  await pass(2000);
  assert.equal(funnels(), 1);
  await end();
});

test('an engine that cannot tell its status is quoted under the header until it can', async () => {
  const {pass, engine, store, refresh, end} = refreshing();
  await pass(2000);
  assert.deepEqual(noticesOf(store.get()), []);

  engine.refusal = new Failure('settings.refused', 'minPrice in /u/settings.json is no number.');
  refresh.wake({type: 'provider.recovered', provider: 'p'});
  await pass(2000);
  assert.deepEqual(noticesOf(store.get()), [
    {
      tone: 'bad',
      text: 'What you see is older, for it cannot be read anew: minPrice in /u/settings.json is no number.',
    },
  ]);

  engine.refusal = undefined;
  refresh.wake({type: 'provider.recovered', provider: 'p'});
  await pass(2000);
  assert.deepEqual(noticesOf(store.get()), []);
  await end();
});
