import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import type {HistoryRow} from '../../source/control/history-row.ts';
import {Failure} from '../../source/failure.ts';
import {count} from '../../source/tui/figures.ts';
import {themeNamed} from '../../source/tui/theme.ts';
import {drawHistoryChart} from '../../source/tui/views/history-chart.ts';
import type {Measure} from '../../source/tui/views/history-state.ts';
import {emptyScene} from '../helpers/dashboard-scene.ts';
import {calm, onStage, press} from '../helpers/on-stage.ts';
import {damaged, historyRows, nightDiff, pastScene} from '../helpers/past-scene.ts';

const sizes = [
  [80, 24],
  [120, 40],
  [200, 50],
] as const;

for (const [columns, rows] of sizes) {
  test(`at ${columns}x${rows} the history shows nights as bars and rows, and no line is lost`, async (t) => {
    const staged = await onStage(t, pastScene(), {columns, rows});
    const text = await press(staged, 'H');
    const lines = staged.terminal.lines();

    assert.match(lines[4] ?? '', /HISTORY {2}300 nights/);
    assert.match(text, /^ {5}3,1\d\d\|.*#/m);
    assert.match(text, /size\|-+\^$/m);
    assert.match(text, /^ 2026-03-02 +3,0\d\d +\d+ +\d+ +0\.\d\d +\d+ +\d+ +\dm 00s +64\d (build|refilter)/m);
    assert.match(lines.at(-1) ?? '', /Enter diff .*R roll back .*Esc tables/);
    assert.equal(lines.length, rows);
  });

  test(`at ${columns}x${rows} an empty history says what will fill it`, async (t) => {
    const {status} = emptyScene();
    const text = await press(await onStage(t, {...pastScene({rows: []}), status}, {columns, rows}), 'H');

    assert.match(text, /HISTORY {2}0 nights/);
    assert.match(text, /No night is kept yet\./);
  });

  test(`at ${columns}x${rows} a history that was taken from under a sealed universe says that its nights are gone`, async (t) => {
    const text = await press(await onStage(t, pastScene({rows: []}), {columns, rows}), 'H');

    assert.match(text, /The kept nights are gone: the universe of 2026-03-02 is sealed/);
    assert.doesNotMatch(text, /builds the first/);
  });

  test(`at ${columns}x${rows} one night has nothing to be compared with`, async (t) => {
    const staged = await onStage(t, pastScene({rows: historyRows(1)}), {columns, rows});
    const text = await press(staged, 'H', '\r');

    assert.match(text, /HISTORY {2}1 night /);
    assert.match(text, /is the first kept night/);
    assert.doesNotMatch(text, /DIFF/);
  });

  test(`at ${columns}x${rows} a damaged night and missed sessions stand where they belong`, async (t) => {
    const [newest, second, third, ...rest] = historyRows(12) as [HistoryRow, HistoryRow, HistoryRow, ...HistoryRow[]];
    const {change: _change, ...uncompared} = newest;
    const rows_: readonly HistoryRow[] = [
      {...uncompared, sentence: 'It cannot be compared: the night of 2026-02-27 cannot be read.', missedSince: 2},
      {...second, ...damaged, missedBefore: 1},
      third,
      ...rest,
    ];
    const staged = await onStage(t, pastScene({rows: rows_}), {columns, rows});
    const text = await press(staged, 'H');

    assert.match(text, /12 nights, 3 missed \(\.\), 1 unreadable \(!\)/);
    assert.match(text, / 2 sessions since 2026-03-02 not sealed/);
    assert.match(text, /^ 2026-03-02 +3,0\d\d +\? +\? +\? /m);
    assert.match(text, /^ 2026-02-27 UNREADABLE \/u\/history/m);
    assert.match(text, / 1 session missed between 2026-02-26 and 2026-02-27/);
    assert.match(text, /It cannot be compared: the night of 2026-02-27 cannot be read\./);
    assert.match(text, /size\|(-+ ?)+\.+ *!+ *\^+ *\.+/);

    assert.match(await press(staged, 'j\r'), /The night of 2026-02-27 cannot be read/);
    assert.match(await press(staged, 'jR'), /No universe was sealed for these sessions/);
  });
}

test('m goes through the measures, and the chart follows the cursor back through the years', async (t) => {
  const staged = await onStage(t, pastScene());
  assert.match(await press(staged, 'H', 'm'), /turnover\|-+\^$/m);
  assert.match(await press(staged, 'm'), /duration\|-+\^$/m);
  assert.match(await press(staged, 'mG'), /size\|\^-+$/m);
  assert.match(staged.terminal.text(), /^ 2024-12-\d\d .*scheduler/m);
});

test('a build that a person asked for says so, be it from a dashboard or by a command', async (t) => {
  const [newest, ...rest] = historyRows(3) as [HistoryRow, ...HistoryRow[]];
  const making = {kind: 'build', actor: 'ann', trigger: 'command', durationMs: 1, calls: 1} as const;
  const staged = await onStage(t, pastScene({rows: [{...newest, making}, ...rest]}), {columns: 200, rows: 50});

  assert.match(await press(staged, 'H'), /build by ann \(by hand\), sealed/);
});

test('a night that was counted against a seal which has been made anew since says so', async (t) => {
  const [newest, ...rest] = historyRows(3) as [HistoryRow, ...HistoryRow[]];
  const rows = [{...newest, resealedBefore: true as const}, ...rest];
  const staged = await onStage(t, pastScene({rows}), {columns: 200, rows: 50});

  assert.match(await press(staged, 'H'), /as it was then: that night has been sealed again since/);
});

test('a night whose build was resumed says what its figures are of', async (t) => {
  const [newest, ...rest] = historyRows(3) as [HistoryRow, ...HistoryRow[]];
  const making = {kind: 'build', actor: 'ann', trigger: 'command', durationMs: 1, calls: 9, resumed: true} as const;
  const staged = await onStage(t, pastScene({rows: [{...newest, making}, ...rest]}), {columns: 200, rows: 50});

  assert.match(await press(staged, 'H'), /by hand; took is of its last run alone, calls are of all\), sealed/);
});

test('a single night stands on an axis from zero, and has a sentence for what it cannot have yet', () => {
  const {change: _none, ...row} = historyRows(1)[0] ?? assert.fail();
  const chart = (measure: Measure): readonly string[] =>
    drawHistoryChart({rows: [row], measure, chosen: row.night, bars: 3}, themeNamed('mono'), 80).map((line) =>
      stripVTControlCharacters(line).trimEnd(),
    );

  assert.deepEqual(chart('size'), [
    `${count(row.records).padStart(10)}|###`,
    '          |###',
    '         0|###',
    '      size|^^^',
  ]);
  assert.equal(chart('turnover')[0], '          | No turnover yet: a night is measured against the one before.');
});

test('Enter tells what a night changed and why, d what has changed since, and Esc goes back', async (t) => {
  const staged = await onStage(t, pastScene());
  const diff = await press(staged, 'H', '\r');
  assert.match(diff, /DIFF {2}from 2026-02-27 to 2026-03-02/);
  assert.match(diff, /2 in, 2 out, turnover 0\.13 %\. 2,990 stayed/);
  assert.match(diff, /^ {2}BETA {5}market cap 1M < 300M/m);
  assert.match(diff, /^ {2}GONE {5}on no list any more/m);
  assert.match(diff, /Added \(2\) *\n {2}AAPL MSFT/);

  assert.match(await press(staged, '\x1b'), /HISTORY/);
  assert.match(await press(staged, 'jjd'), /DIFF {2}from 2026-02-26 to 2026-03-02/);
  assert.match(await press(staged, '\x1b'), /HISTORY/);
  assert.match(await press(staged, '\x1b'), /3 FINAL/);
});

test('who came is told with what kept it out before', async (t) => {
  const entered = [
    {symbol: 'AAPL', earlier: 'absent', reasons: [], recovered: false},
    {symbol: 'MSFT', earlier: 'unpriced', reasons: [{rule: 'price-unknown'}], recovered: false},
  ] as const;
  const staged = await onStage(t, pastScene({diff: {...nightDiff, entered}}));

  assert.match(
    await press(staged, 'H', '\r'),
    /Added \(2\) *\n {2}AAPL {5}newly listed *\n {2}MSFT {5}was unpriced: close unknown/,
  );
});

test('a diff that cannot be made says why, and a long one scrolls to its end', async (t) => {
  const scene = pastScene();
  const answer = scene.answer;
  scene.answer = (query) => {
    if (query.name === 'diff') throw new Failure('history.damaged', 'verdicts.jsonl is missing.', {kind: 'unfit'});
    return answer?.(query);
  };
  const staged = await onStage(t, scene, {columns: 80, rows: 24});
  assert.match(await press(staged, 'H', '\r'), /verdicts\.jsonl is missing\./);

  const removed = Array.from({length: 200}, (_, i) => ({symbol: `S${i}`, bucket: 'absent' as const, reasons: []}));
  const many = await onStage(t, pastScene({diff: {...nightDiff, removed}}), {columns: 80, rows: 24});
  assert.match(await press(many, 'H', '\r', 'G'), /of 21\d *\n[\s\S]*Recovered \(1\) *\n {2}UPPP/);
});

test('a rollback asks for its reason, says what it does, and its refusal is shown', async (t) => {
  const scene = pastScene();
  scene.perform = () => ({
    kind: 'unfit',
    sentence: 'Not sealed: removed.',
    hint: 'Override it with --override removed',
  });
  const staged = await onStage(t, scene);
  const question = await press(staged, 'H', 'jR');
  assert.match(question, /Roll back to 2026-02-27/);
  assert.match(question, /Seals the 3,0\d\d symbols of 2026-02-27/);

  await press(staged, 'no\r');
  assert.deepEqual(staged.control.performed, []);
  const after = await press(staged, ', a bad list\r');

  assert.deepEqual(staged.control.performed, [
    {
      command: {name: 'rollback', date: '2026-02-27', justification: 'no, a bad list'},
      actor: {name: 'ada', via: 'dashboard'},
    },
  ]);
  assert.match(after, /Roll back: Not sealed: removed\. Override it with/);
});

test('the night that is sealed is not rolled back to, unless its file is not as it was sealed', async (t) => {
  const scene = pastScene();
  const [newest] = scene.past.rows;
  const {sealed} = scene.status;
  assert.ok(newest && sealed);
  scene.status = {...scene.status, sealed: {...sealed, buildId: newest.buildId}};
  const staged = await onStage(t, scene);
  const said = await press(staged, 'H', 'R');
  scene.status = {...scene.status, files: scene.status.files.map((file) => ({...file, state: 'changed'}))};
  await calm(staged);

  assert.match(said, /The night of 2026-03-02 is the sealed universe already\./);
  assert.doesNotMatch(said, /Roll back to/);
  assert.match(await press(staged, 'R'), /Roll back to 2026-03-02/);
});

test('inside a session the question says so, and the answer is the order to do it all the same', async (t) => {
  const scene = pastScene();
  scene.status = {...scene.status, inSession: true, sample: false};
  const staged = await onStage(t, scene);

  assert.match(await press(staged, 'H', 'R'), /Roll back to 2026-03-02 inside a session\?[\s\S]*The market is open/);
  await press(staged, 'bad list\r');

  const [performed] = staged.control.performed;
  assert.deepEqual(performed?.command, {name: 'rollback', date: '2026-03-02', force: true, justification: 'bad list'});
});

test('hostile names and reasons neither reach the terminal nor shift a cell', async (t) => {
  const evil = '\x1b[2J\x1b]0;owned\x07\u202eann 日本\x9b31m';
  const [row, ...rest] = historyRows(30) as [HistoryRow, ...HistoryRow[]];
  const making = {kind: 'build', actor: evil, trigger: 'schedule', durationMs: 1, calls: 1} as const;
  const removed = [{symbol: 'EVIL', bucket: 'blocked' as const, reasons: [{rule: 'blocked' as const, observed: evil}]}];
  const scene = pastScene({
    rows: [{...row, making}, {...rest[0], ...damaged, sentence: evil} as HistoryRow, ...rest.slice(1)],
    diff: {...nightDiff, removed},
  });
  const staged = await onStage(t, scene, {columns: 200, rows: 50});
  const text = await press(staged, 'H');
  assert.match(text, /ann 日本/);
  const column = staged.terminal
    .lines()
    .map((_, y) => staged.terminal.screen.buffer.active.getLine(y)?.getCell(199)?.getChars());
  assert.ok(
    column.slice(15, 36).every((cell) => cell === '|' || cell === ' '),
    column.join(''),
  );

  assert.match(await press(staged, 'jjd'), /EVIL {5}blocked, ann 日本/);
  assert.doesNotMatch(staged.terminal.written.join(''), /owned|\x9b|\u202e|\x1b\[2J\x1b\]/);
});

test('years of nights come in as they are counted', async (t) => {
  const scene = pastScene();
  const whole = scene.past.rows;
  scene.past.rows = whole.map((row, i) => {
    const {change: _change, ...uncounted} = row;
    return i < 5 ? row : {...uncounted, pending: true};
  });
  const staged = await onStage(t, scene);
  const counting = await press(staged, 'H');
  assert.match(counting, /300 nights, counting 295 more/);
  assert.match(counting, /^ 2026-02-20 .*\.\.\. +\.\.\. /m);

  scene.past.rows = whole;
  assert.doesNotMatch((await calm(staged)).terminal.text(), /counting/);
});

test('without an engine the history says that it is still reading, and fills when the engine is back', async (t) => {
  const scene = pastScene();
  const staged = await onStage(t, scene);
  scene.outage = new Failure('writer.no-answer', 'The daemon does not answer.', {kind: 'no-answer'});
  const answer = scene.answer;
  scene.answer = () => undefined;
  assert.match(await press(staged, 'H'), /HISTORY {2}\.\.\. .*Reading the kept nights\./s);

  delete scene.outage;
  if (answer) scene.answer = answer;
  for (let i = 0; i < 6; i++) await staged.clock.advance(1000);
  assert.match((await calm(staged)).terminal.text(), /HISTORY {2}300 nights/);
});
