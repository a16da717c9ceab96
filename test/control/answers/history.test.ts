import assert from 'node:assert/strict';
import {readdir, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {answerHistory} from '../../../source/control/answers/history.ts';
import {makingsInLog} from '../../../source/control/answers/makings-in-log.ts';
import type {HistoryRow} from '../../../source/control/history-row.ts';
import {LogFile} from '../../../source/store/log-file.ts';
import {type SealedRoot, sealedRoot} from '../../helpers/sealed-root.ts';
import {sessionsUpTo, writeNight, writeNights} from '../../helpers/written-nights.ts';

const monday = '2026-03-02';
const making = {kind: 'build', actor: 'ann', trigger: 'schedule', durationMs: 61_000, calls: 42} as const;

const short = ({night, change, sentence, pending}: HistoryRow): unknown =>
  change ? [night, change.added, change.removed, change.newlyBlocked, change.recovered] : [night, sentence ?? pending];

async function whole(root: SealedRoot): Promise<readonly HistoryRow[]> {
  for (let round = 0; round < 100; round++) {
    const rows = await answerHistory(root.reading);
    if (!rows.some(({pending}) => pending)) return rows;
  }
  throw new Error('It is never whole.');
}

test('a night that knows its figures is believed, and one that does not is counted', async (t) => {
  const root = await sealedRoot(t);
  const noted = {from: {session: '2026-02-26', buildId: 'x'}, added: 7, removed: 8, newlyBlocked: 9, recovered: 1};
  await writeNight(root.paths, {session: '2026-02-26', buildId: 'x', final: ['A', 'B']});
  await writeNight(root.paths, {session: '2026-02-27', final: ['A'], change: {...noted, turnover: 0.5}, making});
  await writeNight(root.paths, {session: monday, final: ['A', 'C', 'D'], blocked: ['B']});

  const [newest, before, first] = await answerHistory(root.reading);

  const from = {session: '2026-02-27', buildId: '2026-02-27-a'};
  assert.deepEqual(newest?.change, {from, added: 2, removed: 0, newlyBlocked: 1, recovered: 0, turnover: 2});
  assert.deepEqual([before?.change?.added, before?.making], [7, making]);
  assert.deepEqual([first?.change, first?.sentence], [undefined, undefined]);
});

test('a night keeps the figures of its own making where the night before was sealed again since', async (t) => {
  const root = await sealedRoot(t);
  const noted = {
    from: {session: '2026-02-27', buildId: 'earlier'},
    added: 7,
    removed: 8,
    newlyBlocked: 9,
    recovered: 1,
  };
  const change = {...noted, turnover: 0.5};
  await writeNight(root.paths, {session: '2026-02-27', final: ['A', 'B'], buildId: 'rolled-back'});
  await writeNight(root.paths, {session: monday, final: ['A', 'C'], change});

  const [newest] = await answerHistory(root.reading);

  assert.deepEqual([newest?.change, newest?.resealedBefore], [change, true]);
});

test('a night whose figures are against another night than the one before now is counted again', async (t) => {
  const root = await sealedRoot(t);
  const from = {session: '2026-02-26', buildId: 'earlier'};
  const change = {from, added: 7, removed: 8, newlyBlocked: 9, recovered: 1, turnover: 0.5};
  await writeNight(root.paths, {session: '2026-02-27', final: ['A', 'B'], buildId: 'caught-up'});
  await writeNight(root.paths, {session: monday, final: ['A', 'C'], change});

  const [newest] = await answerHistory(root.reading);

  assert.deepEqual(newest?.change?.from.buildId, 'caught-up');
  assert.deepEqual([newest?.change?.added, newest?.change?.removed], [1, 1]);
});

test('what a night was compared with may be pruned: its own figures stand', async (t) => {
  const root = await sealedRoot(t);
  const noted = {from: {session: '2026-02-27', buildId: 'gone'}, added: 7, removed: 8, newlyBlocked: 9, recovered: 1};
  await writeNight(root.paths, {session: monday, final: ['A'], change: {...noted, turnover: 0.5}});

  assert.equal((await answerHistory(root.reading))[0]?.change?.added, 7);
});

test('missed sessions are counted between two nights and since the newest', async (t) => {
  const root = await sealedRoot(t);
  for (const session of ['2026-02-20', '2026-02-25', '2026-02-26'])
    await writeNight(root.paths, {session, final: ['A']});

  const rows = await answerHistory(root.reading);

  assert.deepEqual(
    rows.map(({night, missedBefore, missedSince}) => [night, missedBefore, missedSince]),
    [
      ['2026-02-26', undefined, 2],
      ['2026-02-25', 2, undefined],
      ['2026-02-20', undefined, undefined],
    ],
  );
});

test('damage is told on the night it concerns, and on the one that cannot be compared for it', async (t) => {
  const root = await sealedRoot(t);
  const sessions = sessionsUpTo(monday, 5);
  await writeNights(root.paths, sessions);
  await writeFile(join(root.paths.history, sessions[1] ?? '', 'manifest.json'), '{');
  await rm(join(root.paths.history, sessions[3] ?? '', 'symbol_universe.json'));

  const rows = await answerHistory(root.reading);

  const [fourth, third, second] = [sessions[3], sessions[2], sessions[1]];
  assert.match(rows[0]?.sentence ?? '', new RegExp(`symbol_universe.json of ${fourth} is missing or damaged`));
  assert.match(rows[1]?.sentence ?? '', new RegExp(`symbol_universe.json of ${fourth} is missing or damaged`));
  assert.match(rows[2]?.sentence ?? '', new RegExp(`^It cannot be compared: the night of ${second} cannot be read`));
  assert.equal(rows[2]?.night, third);
  assert.match(rows[3]?.sentence ?? '', /manifest\.json is not whole JSON/);
});

test('years of nights are counted some at a time, newest first, and each once', async (t) => {
  const root = await sealedRoot(t);
  const sessions = sessionsUpTo(monday, 320);
  await writeNights(root.paths, sessions);

  const first = await answerHistory(root.reading);
  const rows = await whole(root);

  assert.deepEqual(first.map(({pending}) => pending === true).indexOf(true), 100);
  assert.deepEqual(
    rows.map(short),
    sessions.toReversed().map((night, i) => (i === 319 ? [night, undefined] : [night, 1, 1, 1, 1])),
  );
});

test('once counted, the history of 320 nights is answered without reading anything', async (t) => {
  const root = await sealedRoot(t);
  await writeNights(root.paths, sessionsUpTo(monday, 320));
  const wholeSeconds = new Date('2026-03-02T23:30:00.000Z');
  for (const night of await readdir(root.paths.history))
    await utimes(join(root.paths.history, night, 'manifest.json'), wholeSeconds, wholeSeconds);
  const rows = await whole(root);

  // Nothing of it can be read any more, and to a look from outside it is what it was.
  for (const night of await readdir(root.paths.history)) {
    const folder = join(root.paths.history, night);
    for (const part of ['symbol_universe.json', 'screener_blocklist.txt']) await rm(join(folder, part));
    const manifest = join(folder, 'manifest.json');
    await writeFile(manifest, '#'.repeat((await stat(manifest)).size));
    await utimes(manifest, wholeSeconds, wholeSeconds);
  }
  await rm(root.paths.opsLog, {force: true});

  assert.deepEqual(await answerHistory(root.reading), rows);
  root.reading.seen.clear();
  assert.match((await answerHistory(root.reading))[0]?.sentence ?? '', /not whole JSON/);
});

async function log(root: SealedRoot, records: readonly object[]): Promise<void> {
  const file = await LogFile.open({path: root.paths.opsLog, clock: root.clock});
  await file.append(records);
  await file.close();
}

const started = (buildId: string, trigger: string, actor = 'ann') => ({type: 'build.started', buildId, trigger, actor});
const finished = (buildId: string, ...calls: readonly number[]) => ({
  type: 'build.finished',
  buildId,
  durationMs: 61_000,
  passes: calls.map((n) => ({calls: {nasdaq: n, yahoo: 1}})),
});

test('how an older night came about is told by the ops log, by its last attempt', async (t) => {
  const root = await sealedRoot(t);
  const [one = '', two = '', three = ''] = sessionsUpTo(monday, 3);
  for (const session of [one, two, three]) await writeNight(root.paths, {session, final: ['A']});
  await log(root, [
    started(`${one}-a`, 'schedule', 'scheduler'),
    started(`${one}-a`, 'command'),
    finished(`${one}-a`, 3, 4),
    started(`${two}-a`, 'rollback', 'ben'),
  ]);

  const rows = await answerHistory(root.reading);

  assert.deepEqual(
    rows.map((row) => row.making),
    [
      undefined,
      {kind: 'rollback', actor: 'ben', trigger: 'rollback'},
      {kind: 'build', actor: 'ann', trigger: 'command', durationMs: 61_000, calls: 9},
    ],
  );
  assert.ok(rows.every(({pending}) => pending === undefined));
});

test('a long log is read in pieces, back from its end, and each piece once', async (t) => {
  const root = await sealedRoot(t);
  const verdicts = Array.from({length: 6000}, (_, i) => ({type: 'symbol.admitted', symbol: `S${i}`}));
  await log(root, [started('old', 'command'), finished('old', 1), ...verdicts, started('new', 'refilter')]);
  const piece = 256 * 1024;

  const first = await makingsInLog(root.reading, ['old', 'new'], piece);
  assert.deepEqual([first.isOver, [...first.makings.keys()]], [false, ['new']]);
  let last = first;
  for (let round = 0; !last.isOver && round < 10; round++)
    last = await makingsInLog(root.reading, ['old', 'new', 'never'], piece);
  assert.deepEqual([last.isOver, last.makings.get('old')?.calls], [true, 2]);
  await rm(root.paths.opsLog);

  assert.deepEqual(await makingsInLog(root.reading, ['old', 'never'], piece), last);
});
