import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {rootGone} from '../../source/daemon/reach-engine.ts';
import type {BuildEvent} from '../../source/engine/event.ts';
import {idle} from '../../source/engine/progress.ts';
import {Failure} from '../../source/failure.ts';
import {answerOf, emptyScene, file, type Scene, type Stage, sealedScene, stage} from '../helpers/dashboard-scene.ts';

const b = {buildId: 'b2'};
const started: BuildEvent = {
  type: 'build.started',
  ...b,
  session: '2026-03-02',
  resumed: false,
  actor: 'ada',
  trigger: 'command',
};
const pricing: BuildEvent = {type: 'pass.started', ...b, pass: 'price', total: 12_034, done: 0};
const batch: BuildEvent = {
  type: 'batch.saved',
  ...b,
  pass: 'price',
  provider: 'yahoo',
  batch: 39,
  asked: 100,
  answered: 98,
  done: 3900,
  total: 12_034,
};
const beat: BuildEvent = {
  type: 'heartbeat',
  ...b,
  pass: 'price',
  done: 3900,
  total: 12_034,
  rate: 121,
  etaMs: 67_000,
  calls: {nasdaq: 2, yahoo: 39},
};

function on(t: TestContext, scene: Scene, options: Partial<Parameters<typeof stage>[1]> = {}): Stage {
  const staged = stage(scene, {columns: 120, rows: 40, ...options});
  t.after(async () => {
    staged.leave();
    await staged.over;
  });
  return staged;
}

/** Runs the clock until the screen shows it. */
async function shows({terminal, clock}: Stage, pattern: RegExp): Promise<string> {
  for (let i = 0; i < 40; i++) {
    await clock.advance(250);
    await terminal.settle();
    if (pattern.test(terminal.text())) return terminal.text();
  }
  assert.fail(`The screen never showed ${pattern}:\n${terminal.text()}`);
}

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 50],
] as const) {
  test(`at ${columns}x${rows} a sealed file that cannot be read is damaged, not absent, and nothing counted of it stays`, async (t) => {
    const scene = sealedScene();
    const staged = on(t, scene, {columns, rows});
    await shows(staged, /SEALED[\s\S]* = 3,201 /);
    const {sealed: _sealed, ...status} = scene.status;
    const final = {...file('final', 0, 'unreadable'), sentence: 'The universe file is not whole JSON.'};
    scene.status = {...status, files: status.files.map((one) => (one.name === 'final' ? final : one))};
    scene.rows = {...scene.rows, final: []};

    const text = await shows(staged, /DAMAGED/);
    staged.terminal.type('B');
    const build = await shows(staged, /FUNNEL/);

    assert.match(text, /^ DAMAGED {2}The sealed universe cannot be read\. H and R roll back, b builds\./m);
    assert.match(text, /^ Screeners find no universe here until one is sealed again\./m);
    for (const frame of [text, build])
      assert.doesNotMatch(frame, /EMPTY| = 3,201 |Nothing is sealed yet|no build in this/);
    assert.match(build, /^ The sealed universe cannot be read: there/m);
  });
}

test('a sealed file that is gone is no empty root, and a build that ends without a seal speaks of no universe that is not there', async (t) => {
  const scene = sealedScene();
  const {sealed: _sealed, ...status} = scene.status;
  const final = {
    ...file('final', 0, 'absent'),
    sentence: 'The file is not there, and the manifest knows one of 3,201 symbols.',
  };
  scene.status = {...status, files: status.files.map((one) => (one.name === 'final' ? final : one))};
  scene.rows = {...scene.rows, final: []};

  const text = await shows(on(t, scene), /GONE/);

  assert.match(text, /^ GONE {2}The sealed universe is gone\. H and R roll back, b builds\./m);
  assert.match(text, /3 FINAL .* gone /);
  assert.doesNotMatch(text, /EMPTY|Nothing is sealed yet| = 3,201 /);
  const aborted = {...emptyScene().status, progress: {...idle, state: 'aborted'}} as const;
  assert.match(
    await shows(on(t, {...emptyScene(), status: aborted}), /ABORTED/),
    /ended without a seal\. There is no universe here yet\./,
  );
});

test('an engine that has built nothing yet shows the passes of the last seal, but not beside a build that was begun since', async (t) => {
  const report = {batches: 1, batchSize: 100, symbols: 34, total: 12_034, calls: {}, errors: 0, durationMs: 1000};
  const passes = (['collect', 'price', 'enrich', 'judge'] as const).map((pass) => ({...report, pass}));
  const scene = sealedScene();
  const {session} = scene.status;
  const funnel = answerOf(scene, {name: 'funnel'});
  scene.answer = ({name}) => (name === 'funnel' ? {...(funnel as object), passes} : undefined);
  const begun = {...scene, status: {...scene.status, unfinished: {buildId: 'b2', session, pass: 'price'}}};

  const text = await shows(on(t, scene), /collect ok/);
  const unfinished = await shows(on(t, begun), /UNFINISHED[\s\S]*sealed: [\d,]+/);

  assert.match(text, /^ collect ok 12,034 +price ok 12,034 +enrich ok 12,034 +judge ok 12,034 +seal ok +$/m);
  assert.match(unfinished, /^ collect +price +enrich +judge +seal +$/m);
});

test('a first boot says what to press', async (t) => {
  const text = await shows(on(t, emptyScene()), /Nothing is sealed yet/);

  assert.match(text, /EMPTY {2}There is no universe here yet\. Press b to build one\./);
});

test('a build shows its passes, its pace and its calls', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  for (const event of [started, pricing, batch, beat]) staged.emit(event);

  const text = await shows(staged, /BUILDING/);

  assert.match(text, /Pricing the candidates: 3,900 of 12,034, about 1m 07s to go\./);
  assert.match(text, /price 32%/);
  assert.match(text, /121 symbols\/s/);
  assert.match(text, /41 calls: nasdaq 2 {2}yahoo 39/);
});

test('when heartbeats stop, the screen says so', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  for (const event of [started, pricing, beat]) staged.emit(event);
  await shows(staged, /[|/\\-] heartbeat/);

  await shows(staged, /! no heartbeat for \ds/);
});

test('each gate that refused is named, with the way past it', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.emit(started);
  staged.emit({
    type: 'build.refused',
    ...b,
    gates: [
      {gate: 'removed', observed: 0.041, limit: 0.03, subjects: ['VZ']},
      {gate: 'min-universe', observed: 312, limit: 500, subjects: []},
    ],
  });

  const text = await shows(staged, /REFUSED/);

  assert.match(text, /Gate removed: 4\.1 %/);
  assert.match(text, /Gate min-universe: 312 symbols/);
  assert.match(text, /O here, or universe build --override removed --override min-universe --reason TEXT/);
});

test('paused, halted and aborted say why', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.emit({type: 'build.paused', ...b, because: 'Every price source is down.'});
  assert.match(await shows(staged, /PAUSED/), /Every price source is down\./);

  staged.emit({type: 'build.aborted', ...b, code: 'credentials', because: 'tradier refused its token.'});
  assert.match(await shows(staged, /ABORTED/), /tradier refused its token\./);

  staged.scene.status = {
    ...staged.scene.status,
    halted: {actor: 'ada', cause: 'bad closes', at: '2026-03-02T22:01:00Z'},
  };
  staged.emit({type: 'halt.set', actor: 'ada', cause: 'bad closes'});
  assert.match(await shows(staged, /HALTED/), /Halted by ada at 2026-03-02 22:01:00 UTC: bad closes/);
});

test('a universe of an older session is called stale', async (t) => {
  const scene = sealedScene();
  const text = await shows(on(t, {...scene, status: {...scene.status, session: '2026-03-03'}}), /STALE/);

  assert.match(text, /of session 2026-03-02\. Press b to build 2026-03-03\./);
});

test('an engine that goes away is said, and so is its return', async (t) => {
  const staged = on(t, {
    ...sealedScene(),
    outage: new Failure('gone', 'The daemon does not answer.', {hint: 'Look at it.'}),
  });

  assert.match(
    await shows(staged, /NO ENGINE/),
    /Reconnecting every second\. Last answer: The daemon does not answer\. Look at it\./,
  );
  delete staged.scene.outage;
  await shows(staged, /SEALED/);
});

test('a screen on the daemon’s engine names it', async (t) => {
  const scene = sealedScene();
  const writer = {held: true, kind: 'daemon', pid: 77} as const;

  await shows(on(t, {...scene, status: {...scene.status, writer}}, {attached: true}), /engine: daemon 77/);
});

test('a root that was deleted under the screen is said to be gone, and not to be empty', async (t) => {
  const text = await shows(on(t, {...sealedScene(), outage: rootGone('/u')}), /ROOT GONE/);

  assert.match(text, /^ ROOT GONE {2}\S+ is gone\. What you see is what it held last\./m);
  assert.match(text, /Put the folder back and this screen goes on/);
  assert.doesNotMatch(text, /EMPTY/);
});

test('who holds the root is told anew whenever it changes hands', async (t) => {
  const staged = on(t, sealedScene());
  const held = async (writer: Scene['status']['writer'], pattern: RegExp): Promise<void> => {
    staged.scene.status = {...staged.scene.status, writer};
    await staged.clock.advance(2000);
    await shows(staged, pattern);
  };

  await held({held: true, kind: 'dashboard', pid: 8, isOwn: false}, /engine: another dashboard 8 /);
  await held({held: true, kind: 'daemon', pid: 9, isOwn: false}, /engine: daemon 9 /);
  await held({held: true, kind: 'dashboard', pid: 10, isOwn: true}, /engine: this dashboard /);
});

test('a file that is not as it was sealed is marked and named', async (t) => {
  const scene = sealedScene();
  const files = scene.status.files.map((f) =>
    f.name === 'final' ? {...f, state: 'changed' as const, path: '/u/symbol_universe.json'} : f,
  );
  const text = await shows(on(t, {...scene, status: {...scene.status, files}}), /CHANGED/);

  assert.match(text, /The final file is not as it was sealed: \/u\/symbol_universe\.json/);
  assert.match(text, /^ UNVERIFIED {2}The sealed universe fails verify\. H and R roll back, b builds\./m);
});

test('after the end the funnel adds up', async (t) => {
  const text = await shows(on(t, sealedScene()), /sealed: [\d,]+/);

  assert.match(
    text,
    /sealed: 11,810 = 3,201 admitted \+ 3 carried \+ 7,800 rejected \+ 752 blocked \+ 13 below floor \+ 40 unpriced \+ 1 held/,
  );
});

test('the passes that a refilter has no need of stand as they were, and a pass of unknown size has no percentage', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.emit({...started, trigger: 'refilter'});
  staged.emit({type: 'pass.started', ...b, pass: 'seal', total: 0, done: 0});

  const text = await shows(staged, /seal under way/);

  assert.match(text, /collect kept +price kept +enrich kept +judge kept/);
  assert.doesNotMatch(text, /0\/0|0%/);
});

test('a dialog has a frame', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.terminal.type('b');

  const text = await shows(staged, /Build the universe/);

  assert.match(text, /\n +\+-{70}\+ *\n +\| {2}Build the universe +\| *\n/);
  assert.equal(text.match(/\+-{70}\+/g)?.length, 2);
});

test('the question whether to leave a build goes when the build ends', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.emit(started);
  await shows(staged, /BUILDING/);
  staged.terminal.type('q');
  await shows(staged, /Quit while a build is running/);

  staged.emit({type: 'build.paused', ...b, because: 'The quota is spent.'});

  assert.doesNotMatch(await shows(staged, /PAUSED/), /Quit while/);
});
