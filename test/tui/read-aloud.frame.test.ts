import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {firstModel} from '../../source/tui/model.ts';
import {whereWeAre} from '../../source/tui/sayings.ts';
import {type Stage, sealedScene} from '../helpers/dashboard-scene.ts';
import {onStage, press} from '../helpers/on-stage.ts';
import {auditedLines, pastScene} from '../helpers/past-scene.ts';

async function on(t: TestContext): Promise<Stage> {
  const scene = sealedScene(400);
  return onStage(t, scene, {columns: 80, rows: 24, status: scene.status, isReadAloud: true});
}

/** What has been written since, as a listener hears it. */
function heard({terminal}: Stage): readonly string[] {
  return stripVTControlCharacters(terminal.written.join(''))
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

async function pressed(staged: Stage, keys: string): Promise<readonly string[]> {
  staged.terminal.forget();
  staged.terminal.type(keys);
  await staged.terminal.settle();
  await staged.terminal.settle();
  return heard(staged);
}

test('read aloud, it says where it is, how things are and which row is chosen', async (t) => {
  const lines = heard(await on(t));

  assert.equal(lines[0], 'symbol-universe, sample market, in /home/ada/universe.');
  assert.match(lines[1] ?? '', /^SEALED: 296 symbols, built 1m ago, sha256 9f3a1c2e\.$/);
  assert.ok(lines.some((line) => /^AAB, row 1 of 296: close 80\.26, cap 10\.6B, exch NASDAQ, name Birch/.test(line)));
});

test('a table that is not read yet is not said to be empty', () => {
  const lines = whereWeAre(firstModel({root: '/u', sample: false}, {size: {columns: 80, rows: 24}, now: 0}));

  assert.ok(lines.includes('Pane 3, final: not read yet.'));
  assert.ok(!lines.includes('No row.'));
});

test('a move says the row it comes to, and nothing else', async (t) => {
  const staged = await on(t);

  assert.deepEqual(
    (await pressed(staged, 'j')).map((line) => line.split(':')[0]),
    ['AAC, row 2 of 296'],
  );
});

test('panes, searches, help and themes are said in words', async (t) => {
  const staged = await on(t);

  assert.equal((await pressed(staged, '4'))[0], 'Pane 4, blocklist: 34 rows.');
  assert.match((await pressed(staged, '3/b\r')).join('\n'), /^Search b: \d+ rows\.$/m);
  assert.ok((await pressed(staged, '/\x15zzz\r')).includes('Search zzz: 0 rows.'));
  const help = await pressed(staged, '?');
  assert.ok(help.some((line) => /^b: Build the universe/.test(line)));
  assert.deepEqual(await pressed(staged, 'q'), ['Closed.']);
});

test('a search is told of when its typing rests, once, with the row it leads to', async (t) => {
  const staged = await on(t);
  await pressed(staged, '3/');
  const typing = [...(await pressed(staged, 'b')), ...(await pressed(staged, 'a')), ...(await pressed(staged, 'n'))];
  assert.deepEqual(typing, []);

  staged.terminal.forget();
  await staged.clock.advance(800);
  await staged.terminal.settle();

  assert.match(heard(staged).join('\n'), /^Search ban: \d+ rows\.\n[A-Z]+, row 1 of \d+: [^\n]+$/);
});

test('plots are told in numbers, not in the signs they are drawn with', async (t) => {
  const staged = await on(t);
  const lines = await pressed(staged, 'P');
  for (let i = 0; i < 4; i++) {
    await staged.clock.advance(250);
    await staged.terminal.settle();
  }
  const all = [...lines, ...heard(staged)];

  assert.ok(all.includes('CLOSE in dollars: 400 unfiltered, 296 pass.'), all.join('\n'));
  const closes = all.flatMap((line) => /^(\d\S*) to \S+: ([\d,]+) listed, ([\d,]+) pass/.exec(line)?.slice(1) ?? []);
  assert.deepEqual(closes.slice(0, 1), ['1']);
  assert.ok(all.some((line) => /^Sector Finance: \d+ listed, \d+ pass, \d+\.\d%\.$/.test(line)));
  assert.ok(all.some((line) => /^Exchange NYSE: \d+ listed, \d+ pass/.test(line)));
  assert.doesNotMatch(all.join('\n'), /[#:]{3}/);
});

test('there is no box, no second screen, no clearing, and nothing is written while nothing happens', async (t) => {
  const staged = await on(t);
  await pressed(staged, '?qj4');
  const all = staged.terminal.written.join('');
  staged.terminal.forget();
  for (let i = 0; i < 20; i++) await staged.clock.advance(1000);
  await staged.terminal.settle();

  assert.doesNotMatch(all, /\x1b\[\?1049h|\x1b\[[23]?J|\x1b\[H|\+--/);
  assert.deepEqual(heard(staged), []);
});

test('a line of the log is said once, also where the last of a series took the place of another', async (t) => {
  const staged = await on(t);
  const batch = {type: 'batch.saved', buildId: 'b2', pass: 'price', provider: 'yahoo'} as const;
  const figures = {asked: 100, answered: 100, done: 0, total: 0};
  const news: (readonly string[])[] = [];
  for (let i = 1; i <= 3; i++) {
    staged.terminal.forget();
    if (i < 3) staged.emit({type: 'provider.recovered', provider: `p${i}`});
    staged.emit({...batch, ...figures, batch: i});
    for (let j = 0; j < 60; j++) await staged.clock.advance(100);
    await staged.terminal.settle();
    news.push(heard(staged));
  }

  assert.deepEqual(news, [['p1 answers again.'], ['p2 answers again.'], []]);
});

test('a hundred events are a few lines, and the rest a number', async (t) => {
  const staged = await on(t);
  staged.terminal.forget();
  for (let i = 0; i < 100; i++) staged.emit({type: 'provider.recovered', provider: `p${i}`});
  for (let i = 0; i < 60; i++) await staged.clock.advance(100);
  await staged.terminal.settle();

  assert.deepEqual(heard(staged), [
    'p97 answers again.',
    'p98 answers again.',
    'p99 answers again.',
    'And 97 more in the log.',
  ]);
});

test('of a warning and a failure in the log it is said that they are one', async (t) => {
  const staged = await on(t);
  staged.terminal.forget();
  staged.emit({type: 'lock.retaken', file: '/u/a.lock'});
  staged.emit({type: 'source.failed', buildId: 'b', source: 'nasdaq', because: 'no rows'});
  for (let i = 0; i < 60; i++) await staged.clock.advance(100);
  await staged.terminal.settle();

  const [warning, failure] = heard(staged);
  assert.match(warning ?? '', /^Warning: \/u\/a\.lock was removed/);
  assert.equal(failure, 'Alarm: List source nasdaq failed: no rows');
});

test('columns, order, width, marks and panes are said as keys change them', async (t) => {
  const staged = await on(t);
  const said: string[] = [];
  for (const key of ['l', 's', 'S', '-', '=', '>', '=', 'z', 'z', ' ', 'c'])
    said.push(...(await pressed(staged, key)).filter((line) => !/, row \d/.test(line)));

  assert.deepEqual(said, [
    'Column close, 2 of 12: 80.26.',
    'Sorted by close, ascending.',
    'Sorted by close, descending.',
    'Column close hidden.',
    'Column cap, 2 of 11: 356B.',
    'All columns are there again.',
    'Column cap, 8 cells wide.',
    'All columns are as wide as they come.',
    'One pane alone.',
    'All panes.',
    'ABI marked, 1 in all.',
    'Pane 1, unfiltered: 104 rows.',
    'Compared: unfiltered, not in final.',
  ]);
});

test('a marked row says so, and that nothing is marked any more', async (t) => {
  const staged = await on(t);
  await pressed(staged, ' ');

  assert.match((await pressed(staged, 'k')).join(), /^AAB, marked, row 1 of 296: /);
  assert.deepEqual(await pressed(staged, '\x1b'), []);
  await staged.clock.advance(100);
  await staged.terminal.settle();
  assert.match(heard(staged).join('\n'), /^Nothing is marked any more\.$/m);
});

test('the audit says its records whole when they come, and a move the record it comes to', async (t) => {
  const long = 'because of what is told at a length for which no line on any screen has room '.repeat(4).trim();
  const scene = pastScene({lines: auditedLines(30, {text: long})});
  const staged = await onStage(t, scene, {columns: 80, rows: 24, isReadAloud: true});
  staged.terminal.forget();
  await press(staged, 'A');
  const all = heard(staged).join(' ');
  const moved = (await pressed(staged, 'j')).join(' ');

  assert.match(all, /WHOLE {2}ops-log: The chain of 720 records holds\./);
  assert.ok(all.includes(`2026-03-02 21:31:00 ann build done ${long}`), all);
  assert.doesNotMatch(all, /~/);
  assert.equal(
    moved,
    `At the cursor: 2026-03-02 21:58:00 scheduler build intended ${long} Row 2 of 30, newest first. These are all deeds that the logs keep.`,
  );
});

test('the history is told night by night in words, without the bars it is drawn with', async (t) => {
  const staged = await onStage(t, pastScene(), {columns: 80, rows: 24, isReadAloud: true});
  staged.terminal.forget();
  await press(staged, 'H');
  const lines = heard(staged);

  assert.ok(lines.includes('300 nights.'), lines.join('\n'));
  assert.ok(
    lines.some((line) =>
      /^2026-03-02: 3,0\d\d symbols, \d+ in, \d+ out, turnover 0\.\d\d %, \d+ blocked, \d+ recovered, took \dm 00s, 64\d calls\.$/.test(
        line,
      ),
    ),
  );
  assert.ok(lines.includes('And 280 more; j and k read on.'));
  assert.ok(!lines.some((line) => /#{2}|@{2}/.test(line)));
  const moved = await pressed(staged, 'j');
  assert.match(moved[0] ?? '', /^At the cursor: 2026-02-27: /);
});
