import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {widthOf} from '../../source/tui/cell-text.ts';
import type {View} from '../../source/tui/preferences.ts';
import {type Scene, type Stage, sealedScene, stage} from '../helpers/dashboard-scene.ts';

async function on(t: TestContext, scene: Scene, options: Partial<Parameters<typeof stage>[1]> = {}): Promise<Stage> {
  const staged = stage(scene, {columns: 120, rows: 40, ...options});
  t.after(async () => {
    staged.leave();
    await staged.over;
  });
  await pass(staged);
  return staged;
}

async function pass({clock, terminal}: Stage): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await clock.advance(250);
    await terminal.settle();
  }
}

async function press(staged: Stage, keys: string): Promise<string> {
  staged.terminal.type(keys);
  await pass(staged);
  return staged.terminal.text();
}

test('at 80x24 the tabs have count, state, sum and age of every file, and every table is reachable', async (t) => {
  const staged = await on(t, sealedScene(3000), {columns: 80, rows: 24});
  const [names = '', files = ''] = staged.terminal.lines().slice(4);

  assert.match(names, /^ 1 unfiltered 3,000 +2 partial 2,216 +3 final 2,216 +4 blocklist 250 *$/);
  assert.equal(files.match(/whole [0-9a-f]{8} \dm/g)?.length, 4);
  for (const [key, name] of ['UNFILTERED', 'PARTIAL', 'FINAL', 'BLOCKLIST'].entries()) {
    assert.match(await press(staged, String(key + 1)), new RegExp(`\n ${key + 1} ${name} `));
  }
});

test('the tabs say which file is not as it was sealed', async (t) => {
  const scene = sealedScene(300);
  const files = scene.status.files.map((f) => (f.name === 'blocklist' ? {...f, state: 'unreadable' as const} : f));
  const {terminal} = await on(t, {...scene, status: {...scene.status, files}}, {columns: 80, rows: 24});

  assert.match(terminal.text(), /UNREADABLE/);
});

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 50],
] as const) {
  test(`at ${columns}x${rows} sort, marks, search and comparison are on the screen, and no line is torn`, async (t) => {
    const scene: Scene = {
      ...sealedScene(3000),
      reasons: {
        session: '2026-03-02',
        buildId: 'b1',
        reasons: [{symbol: 'AAA', bucket: 'rejected', words: 'market cap 287M < 300M', rules: ['cap-below']}],
      },
    };
    const staged = await on(t, scene, {columns, rows});

    assert.match(await press(staged, 'llss'), /symbol +close +capv/);
    assert.match(await press(staged, '  '), /FINAL {2}2,216 {2}2 marked/);
    assert.equal(staged.terminal.lines().filter((line) => /\*[A-Z]/.test(line)).length, 2);
    const searched = await press(staged, '/sector:fin cap>');
    assert.match(searched, /cap wants a number behind >/);
    assert.match(await press(staged, '1b\r'), /\/sector:fin cap>1b {2}hits 1:\d+ 2:\d+ 3:\d+ 4:0/);
    await press(staged, '\x15');
    staged.terminal.type('\x1b');
    await pass(staged);
    staged.terminal.type('\x1b');
    await pass(staged);
    const compared = await press(staged, 'c');
    assert.match(compared, /UNFILTERED {2}784\/3,000 not in final/);
    assert.match(compared, /\n AAA +market cap 287M < 300M/);
    assert.match(compared, /784 in unfiltered, not in final {2}reasons of 2026-03-02 {2}c next, Esc ends/);
    for (const line of staged.terminal.lines()) assert.ok(widthOf(line) <= columns, line);
    assert.equal(staged.terminal.lines().length, rows);
    assert.match(staged.terminal.lines()[0] ?? '', /^ symbol-universe/);
  });
}

test('reasons are asked for once a seal, and only by who compares', async (t) => {
  const scene: Scene = {...sealedScene(300), reasons: {session: '2026-03-02', buildId: 'b1', reasons: []}};
  let asked = 0;
  Object.defineProperty(scene, 'reasons', {
    get: () => {
      asked += 1;
      return {session: '2026-03-02', buildId: scene.status.sealed?.buildId ?? '', reasons: []};
    },
  });
  const staged = await on(t, scene);
  const counts = [asked];
  for (const keys of ['c', 'c', 'jjj', 'cccc']) {
    await press(staged, keys);
    counts.push(asked);
  }
  scene.status = {...scene.status, sealed: {...(scene.status.sealed ?? assert.fail()), buildId: 'b2'}};
  staged.emit({type: 'provider.recovered', provider: 'p'});
  await pass(staged);
  await pass(staged);
  counts.push(asked);

  assert.deepEqual(counts, [0, 1, 1, 1, 1, 2]);
});

test('the next dashboard has the columns as this one left them', async (t) => {
  const views: View[] = [];
  const kept = {view: {}, keep: (view: View) => void views.push(view)};
  const first = await on(t, sealedScene(300), {kept});
  await press(first, 'llssl-');
  first.terminal.type('q');
  await first.over;

  const {terminal} = await on(t, sealedScene(300), {kept: {...kept, view: {...views[0]}}});

  assert.match(terminal.text(), /3 FINAL.*\n.* symbol +close +capv name/);
});

test('the column at the cursor and a mark show without colour', async (t) => {
  const staged = await on(t, sealedScene(300), {color: false});
  staged.terminal.forget();
  await press(staged, 'l ');

  assert.match(staged.terminal.written.join(''), /\x1b\[4m {3}close\x1b\[0m/);
  assert.match(staged.terminal.text(), /\*AAB/);
});
