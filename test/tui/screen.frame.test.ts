import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import type {View} from '../../source/tui/preferences.ts';
import {emptyScene, listings, type Scene, type Stage, sealedScene, stage} from '../helpers/dashboard-scene.ts';

function on(t: TestContext, scene: Scene, options: Partial<Parameters<typeof stage>[1]> = {}): Stage {
  const staged = stage(scene, {columns: 120, rows: 40, ...options});
  t.after(async () => {
    staged.leave();
    await staged.over;
  });
  return staged;
}

async function ready(staged: Stage): Promise<Stage> {
  for (let i = 0; i < 4; i++) {
    await staged.clock.advance(250);
    await staged.terminal.settle();
  }
  return staged;
}

for (const [columns, rows, panes] of [
  [80, 24, 1],
  [120, 40, 2],
  [200, 50, 4],
] as const) {
  test(`at ${columns}x${rows} there are ${panes} panes, the keys at the bottom, and no line is lost`, async (t) => {
    const {terminal} = await ready(on(t, sealedScene(3000), {columns, rows}));
    const lines = terminal.lines();

    assert.match(lines[0] ?? '', /symbol-universe/);
    assert.match(lines.at(-1) ?? '', /b build .*q quit/);
    assert.equal(lines.join('\n').match(/\d (UNFILTERED|PARTIAL|FINAL|BLOCKLIST) /g)?.length, panes);
    assert.equal(lines.length, rows);
  });
}

test('the first row is whole, wherever the terminal was left by whoever had it before', async (t) => {
  const splash = '\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H universe\r\n\r\n opening...';
  const fresh = await ready(on(t, sealedScene(100)));
  const after = await ready(on(t, sealedScene(100), {before: splash}));

  assert.match(after.terminal.lines()[0] ?? '', /^ symbol-universe .*engine: this dashboard $/);
  assert.deepEqual(after.terminal.lines(), fresh.terminal.lines());
});

test('a table that is not read yet is not called empty', async (t) => {
  const scene = sealedScene(100);
  const {terminal} = on(t, scene, {status: scene.status});

  assert.match(await terminal.until((screen) => screen.includes('Reading it.')), /3 FINAL {2}\.\.\. .*/);
  assert.doesNotMatch(terminal.text(), /final 0|FINAL {2}0/);
});

test('a key that was typed before the first frame finds the engine that has answered already', async (t) => {
  const scene = emptyScene();
  const {terminal} = on(t, scene, {status: scene.status});
  terminal.type('b');

  await terminal.until((screen) => screen.includes('Builds session 2026-03-02, the first universe here.'));
});

test('the next dashboard opens as this one was left, and the demo leaves no habit behind', async (t) => {
  const views: View[] = [];
  const kept = {view: {focus: 'blocklist', isZoomed: true} as const, keep: (view: View) => void views.push(view)};
  const staged = await ready(on(t, sealedScene(100), {columns: 200, rows: 50, kept}));
  assert.match(staged.terminal.text(), /4 BLOCKLIST/);
  assert.doesNotMatch(staged.terminal.text(), /1 UNFILTERED/);
  staged.terminal.type('z1q');
  await staged.over;
  assert.deepEqual([views[0]?.focus, views[0]?.isZoomed], ['unfiltered', false]);

  const demo = await ready(on(t, sealedScene(100), {columns: 200, rows: 50, kept, autoBuild: true}));
  demo.terminal.type('q');
  await demo.over;
  assert.equal(views.length, 1);
});

test('hostile names neither reach the terminal nor shift a cell', async (t) => {
  const names = [
    '\x1b[2J\x1b]0;owned\x07Evil',
    '日本電信電話株式会社ホールディングス',
    '\u202e\u2066moc.live\u2069',
    'Zero\u200bWidth\u200d\u00ad',
    'Heart ❤️ 👩‍👩‍👧 Flag 🇺🇸',
    'e\u0301\u0301\u0301 Zalgo',
    '\x9b31mC1\x85',
  ];
  const final = listings(30).map((row, i) => ({...row, name: names[i % names.length] ?? ''}));
  const scene = sealedScene(30);
  const {terminal} = await ready(on(t, {...scene, rows: {...scene.rows, final}}, {columns: 200, rows: 50}));

  assert.doesNotMatch(terminal.written.join(''), /owned|\x9b|[\u200b\u202e\u2066]/);
  const cells = terminal.lines().map((_, y) => terminal.screen.buffer.active.getLine(y)?.getCell(149)?.getChars());
  assert.ok(cells.slice(6, 36).every((cell) => cell === '|'));
});

test('fast typing in one read arrives whole: search, text, Enter, next hit', async (t) => {
  const {terminal} = await ready(on(t, sealedScene(3000)));
  terminal.type('/bancorp\rn');

  const text = await terminal.until((screen) => screen.includes('/bancorp  hits 1:500 2:369 3:369 4:0  n next'));

  assert.match(text, /3 FINAL {2}369\/2,216 hits/);
  assert.match(text, / 2\/369/);
});

test('a small change writes little, and no frame clears the screen', async (t) => {
  const staged = await ready(on(t, sealedScene(3000), {columns: 200, rows: 50}));
  const {terminal} = staged;
  const written: number[] = [];
  terminal.forget();
  for (const key of ['\t', '\t', '4', '1', '/', '\x15\r']) {
    const before = terminal.bytes();
    terminal.type(key);
    await terminal.settle();
    written.push(terminal.bytes() - before);
  }
  const before = terminal.bytes();
  staged.emit({type: 'provider.recovered', provider: 'yahoo'});
  await ready(staged);
  written.push(terminal.bytes() - before);

  assert.ok(
    written.every((bytes) => bytes > 0 && bytes < 1024),
    `bytes of each change: ${written.join(', ')}`,
  );
  assert.doesNotMatch(terminal.written.join(''), /\x1b\[[23]?J/);
});

test('a page writes less than the screen holds', async (t) => {
  const {terminal} = await ready(on(t, sealedScene(3000), {columns: 200, rows: 50}));
  terminal.forget();
  terminal.type('\x1b[6~');
  await terminal.settle();

  assert.ok(terminal.bytes() < 9000, `${terminal.bytes()} bytes`);
});

test('a resize in flight leaves the screen as if it had always had that size, however many sizes came between', async (t) => {
  const {terminal, clock} = await ready(on(t, sealedScene(3000), {columns: 200, rows: 50}));
  for (const columns of [180, 150, 120, 100]) terminal.resize(columns, 50);
  terminal.resize(100, 30);
  await clock.advance(100);
  await terminal.settle();

  const fresh = await ready(on(t, sealedScene(3000), {columns: 100, rows: 30}));
  assert.deepEqual(terminal.lines(), fresh.terminal.lines());
});

test('a width-only shrink leaves nothing of the wider screen', async (t) => {
  const {terminal, clock} = await ready(on(t, sealedScene(3000), {columns: 200, rows: 50}));
  terminal.resize(100, 50);
  await clock.advance(100);
  await terminal.settle();

  const fresh = await ready(on(t, sealedScene(3000), {columns: 100, rows: 50}));
  assert.deepEqual(terminal.lines(), fresh.terminal.lines());
});

test('a stray line on stderr goes to the log, and after the end to stderr again', async (t) => {
  const staged = await ready(on(t, sealedScene(100)));
  staged.errors.stdout.write('(node:1) Warning: \x1b[2Jsomething is old\n');
  await ready(staged);

  assert.match(staged.terminal.text(), /\(node:1\) Warning: something is old/);
  assert.deepEqual(staged.errors.written, []);

  staged.terminal.type('q');
  await staged.over;
  staged.errors.stdout.write('later');
  assert.deepEqual(staged.errors.written, ['later']);
});

test('below 80x24 the screen says what it needs, and comes back', async (t) => {
  const {terminal, clock} = await ready(on(t, sealedScene(100)));
  terminal.resize(60, 20);
  await clock.advance(100);
  assert.match(await terminal.until((screen) => screen.includes('too small')), /60x20, needed 80x24/);

  terminal.resize(80, 24);
  await clock.advance(100);
  await terminal.until((screen) => screen.includes('symbol-universe') && screen.includes('q quit'));
});

test('Ctrl-L repairs a screen that something else wrote over', async (t) => {
  const {terminal} = await ready(on(t, sealedScene(100)));
  terminal.screen.write('\x1b[3;1Hgarbage from elsewhere\r\n\n');
  await terminal.until((screen) => screen.includes('garbage'));

  terminal.type('\x0c');

  await terminal.until((screen) => !screen.includes('garbage') && screen.startsWith(' symbol-universe'));
});

test('a confirmed build goes out with its actor, and its result is shown and kept in the log', async (t) => {
  const staged = await ready(
    on(t, {
      ...emptyScene(),
      perform: () => ({kind: 'paused', sentence: 'The quota of yahoo is spent.', hint: 'Resume tomorrow.'}),
    }),
  );
  staged.terminal.type('b');
  await staged.terminal.until((screen) => screen.includes('Build the universe'));
  staged.terminal.type('y');

  const text = await staged.terminal.until((screen) =>
    screen.includes('The quota of yahoo is spent. Resume tomorrow.'),
  );

  assert.deepEqual(staged.control.performed, [{command: {name: 'build'}, actor: {name: 'ada', via: 'dashboard'}}]);
  assert.match(text, /LOG {2}\d+ lines?/);
});

test('a build that a person stopped is told once more in passing, and adds no line to the log', async (t) => {
  const sentence = 'The build was stopped; the next one goes on from here.';
  const {terminal} = await ready(on(t, {...emptyScene(), perform: () => ({kind: 'interrupted', sentence})}));
  terminal.type('b');
  await terminal.until((screen) => screen.includes('Build the universe'));
  terminal.type('y');

  const text = await terminal.until((screen) => screen.includes('The build was stopped'));

  assert.match(text, /LOG {2}0 lines/);
});

test('a refused command shows its sentence and its hint', async (t) => {
  const perform = (): never => {
    throw new Failure('role', 'A viewer may not recover.', {hint: 'Ask an operator.'});
  };
  const {terminal} = await ready(on(t, {...sealedScene(100), perform}));
  terminal.type('u');
  await terminal.until((screen) => screen.includes('Recover the blocklist'));
  terminal.type('y');

  await terminal.until((screen) => screen.includes('Recover: A viewer may not recover. Ask an operator.'));
});

test('the demo starts its build without being asked', async (t) => {
  const {control} = await ready(on(t, emptyScene(), {autoBuild: true}));

  assert.deepEqual(
    control.performed.map(({command}) => command),
    [{name: 'build'}],
  );
});

test('quitting gives the terminal back: screen, cursor, raw mode, paste mode', async (t) => {
  const {terminal, over} = await ready(on(t, sealedScene(100)));
  assert.equal(terminal.isRaw, true);
  terminal.type('q');

  assert.deepEqual(await over, {code: 0});
  assert.equal(terminal.isRaw, false);
  const written = terminal.written.join('');
  for (const [on, off] of [
    ['\x1b[?1049h', '\x1b[?1049l'],
    ['\x1b[?25l', '\x1b[?25h'],
    ['\x1b[?2004h', '\x1b[?2004l'],
  ] as const) {
    assert.ok(written.lastIndexOf(off) > written.lastIndexOf(on), JSON.stringify(off));
  }
});

test('leaving in the middle of a build stops it at its next batch first', async (t) => {
  const staged = await ready(on(t, sealedScene(100)));
  staged.emit({
    type: 'build.started',
    buildId: 'b2',
    session: '2026-03-02',
    resumed: false,
    actor: 'ada',
    trigger: 'command',
  });
  await ready(staged);
  staged.terminal.type('q');
  await staged.terminal.until((screen) => screen.includes('Quit while a build is running'));
  staged.terminal.type('y');
  await staged.terminal.until((screen) => screen.includes('Stop: Did stop.'));
  staged.emit({type: 'build.paused', buildId: 'b2', because: 'A person stopped it.'});
  await staged.clock.advance(100);

  assert.deepEqual(await staged.over, {code: 0});
  assert.deepEqual(
    staged.control.performed.map(({command}) => command),
    [{name: 'stop'}],
  );
});

test('without colour nothing is coloured, and what is chosen still shows', async (t) => {
  const {terminal} = await ready(on(t, sealedScene(100), {color: false}));

  assert.doesNotMatch(terminal.written.join(''), /\x1b\[(\d+;)*[349]\d(;\d+)*m/);
  assert.match(terminal.written.join(''), /\x1b\[(0;)?7m/);
});
