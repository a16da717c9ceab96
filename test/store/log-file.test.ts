import assert from 'node:assert/strict';
import {appendFile, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type TestContext} from 'node:test';
import {chainedLine} from '../../source/store/log-chain.ts';
import {genesis, type Head, LogFile, pruneLog, readLog, verifyLog} from '../../source/store/log-file.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {stillClock, tempFolder} from './store-fixture.ts';

async function written(t: TestContext, count: number, maxBytes?: number): Promise<{path: string; head: Head}> {
  const path = join(await tempFolder(t), 'universe_ops.log');
  const log = await LogFile.open({path, clock: stillClock, ...(maxBytes === undefined ? {} : {maxBytes})});
  for (let index = 1; index <= count; index++) await log.append([{type: 'test.happened', index, text: 'a \u2028 "b"'}]);
  await log.close();
  return {path, head: log.head};
}

test('records are numbered, stamped and chained over restarts', async (t) => {
  const {path} = await written(t, 2);
  const log = await LogFile.open({path, clock: stillClock});
  await log.append([{type: 'a'}, {type: 'b', at: '2020-01-01T00:00:00.000Z', seq: 99, hash: 'forged'}]);
  await log.close();

  const check = await verifyLog(path, log.head);
  const tail = await log.tail(2);

  assert.deepEqual({records: check.records, broken: check.broken}, {records: 4, broken: undefined});
  assert.deepEqual(
    tail.map(({seq, at, type}) => ({seq, at, type})),
    [
      {seq: 3, at: '2026-03-02T22:00:00.000Z', type: 'a'},
      {seq: 4, at: '2020-01-01T00:00:00.000Z', type: 'b'},
    ],
  );
});

const tampers: Readonly<Record<string, (lines: string[]) => string[]>> = {
  edited: (lines) => lines.map((line, index) => (index === 4 ? line.replace('"index":5', '"index":6') : line)),
  'edited in its time': (lines) => lines.map((line, index) => (index === 4 ? line.replace('2026', '2025') : line)),
  removed: (lines) => lines.filter((_, index) => index !== 4),
  'removed at the start': (lines) => lines.slice(1),
  reordered: (lines) => [...lines.slice(0, 3), lines[4] ?? '', lines[3] ?? '', ...lines.slice(5)],
  repeated: (lines) => [...lines.slice(0, 5), ...lines.slice(4)],
  'cut off at the end': (lines) => lines.slice(0, -2),
};

for (const [name, tamper] of Object.entries(tampers)) {
  test(`a log of which a line was ${name} does not verify`, async (t) => {
    const {path, head} = await written(t, 10);
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    await writeFile(path, `${tamper(lines).join('\n')}\n`);

    const check = await verifyLog(path, head);

    assert.ok(check.broken, 'nothing was noticed');
  });
}

test('a removed segment is noticed where a later one continues another head', async (t) => {
  const {path, head} = await written(t, 30, 800);
  const segments = (await readdir(join(path, '..'))).sort();
  const middle = join(path, '..', segments[1] ?? '');
  assert.equal((await verifyLog(path, head)).broken, undefined);
  await writeFile(middle, '');

  const check = await verifyLog(path, head);

  assert.ok(segments.length > 3);
  assert.ok(check.broken);
});

test('an oldest segment that was emptied is no segment that retention removed', async (t) => {
  const {path, head} = await written(t, 30, 800);
  const [oldest = ''] = (await readdir(join(path, '..'))).sort();
  await writeFile(join(path, '..', oldest), '');

  const {broken} = await verifyLog(path, head);

  assert.deepEqual(broken, {file: join(path, '..', oldest), line: 0, because: 'it holds no record'});
});

test('a log turns to a new segment that carries the head, and reads as one', async (t) => {
  const {path, head} = await written(t, 30, 800);
  const indexes: unknown[] = [];
  for await (const record of readLog(path)) indexes.push(record.index);

  assert.deepEqual(
    indexes,
    Array.from({length: 30}, (_, index) => index + 1),
  );
  assert.equal((await stat(path)).size < 1200, true);
  assert.equal(head.seq, 30);
  const log = await LogFile.open({path, clock: stillClock, maxBytes: 800});
  assert.deepEqual(
    (await log.tail(12)).map(({index}) => index),
    indexes.slice(-12),
  );
  assert.deepEqual(log.head, head);
  await log.close();
});

test('an interrupted last line is cut off, and the log says so', async (t) => {
  const {path} = await written(t, 2);
  await appendFile(path, '{"seq":3,"at":"2026-');

  const log = await LogFile.open({path, clock: stillClock});
  const [last] = await log.tail(1);
  await log.close();

  assert.deepEqual([last?.type, last?.bytes, last?.seq], ['log.repaired', 20, 3]);
  assert.equal((await verifyLog(path, log.head)).broken, undefined);
});

test('a damaged log stays as evidence while a new segment goes on, and what was found is said for ever', async (t) => {
  const {path} = await written(t, 5);
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('"index":3', '"index":8'));
  const unseen = await verifyLog(path);

  const log = await LogFile.open({path, clock: stillClock});
  await log.append([{type: 'after'}]);
  await log.close();

  assert.match(unseen.broken?.file ?? '', /universe_ops\.log$/);
  assert.deepEqual(
    (await log.tail(2)).map(({type}) => type),
    ['log.damaged', 'after'],
  );
  assert.equal((await readFile(path.replace('.log', '.000000000001.log'), 'utf8')).includes('"index":8'), true);
  const {broken, known} = await verifyLog(path, log.head);
  assert.deepEqual(
    [broken, known],
    [undefined, ['its content does not match its hash (found 2026-03-02T22:00:00.000Z)']],
  );
});

const losses: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  'whose end was cut off': async (path) =>
    writeFile(path, `${(await readFile(path, 'utf8')).split('\n').slice(0, 3).join('\n')}\n`),
  'that was emptied': (path) => writeFile(path, ''),
  'that was removed': (path) => rm(path),
  'in whose place another of the same length was put': (path) => replaced(path, genesis, 5),
  'in whose place one was put that begins behind it': (path) => replaced(path, {seq: 6, hash: 'made up'}, 1),
  'in whose place one was put that begins where it ended': (path) => replaced(path, {seq: 5, hash: 'made up'}, 1),
};

async function replaced(path: string, continues: Head, count: number): Promise<void> {
  const lines: string[] = [];
  for (let at = 0, head = continues; at < count; at++) {
    const next = chainedLine(
      {type: 'forged', ...(at === 0 && continues.seq > 0 ? {continues} : {})},
      head,
      '2026-03-02T22:00:00.000Z',
    );
    lines.push(`${next.line}\n`);
    head = next.head;
  }
  await writeFile(path, lines.join(''));
}

for (const [name, lose] of Object.entries(losses)) {
  test(`a log ${name} does not verify, and who goes on with it hides nothing of that`, async (t) => {
    const {path, head} = await written(t, 5);
    await lose(path);
    const unseen = await verifyLog(path, head);

    const log = await LogFile.open({path, clock: stillClock, noted: head});
    await log.append([{type: 'after'}]);
    await log.close();

    assert.ok(unseen.broken, 'nothing was noticed');
    const {broken, known} = await verifyLog(path, log.head);
    assert.deepEqual([broken, known.length], [undefined, 1]);
    assert.match(known[0] ?? '', / record 5|record 5,/);
    assert.ok(log.head.seq > head.seq);
    const again = await LogFile.open({path, clock: stillClock, noted: log.head});
    await again.close();
    assert.equal(again.damaged, undefined);
  });
}

test('a log that was cut off, gone on with and cut off again keeps all that was left', async (t) => {
  const {path, head} = await written(t, 5);
  for (const noted of [head, {seq: 9, hash: 'a'}, {seq: 12, hash: 'b'}]) {
    const log = await LogFile.open({path, clock: stillClock, noted});
    await log.append([{type: 'after', noted: noted.seq}]);
    await log.close();
  }

  const {records, known, broken} = await verifyLog(path);

  assert.deepEqual([records, known.length, broken], [10, 2, undefined]);
});

test('old segments are pruned, the present one never, and the rest still verifies', async (t) => {
  const {path, head} = await written(t, 30, 800);
  const later = manualClock('2027-06-01T00:00:00.000Z').now();

  const removed = await pruneLog(path, 365, later);

  assert.ok(removed.length > 2);
  assert.deepEqual(await readdir(join(path, '..')), ['universe_ops.log']);
  assert.equal((await verifyLog(path, head)).broken, undefined);
});

test('a range of time reads only its records', async (t) => {
  const path = join(await tempFolder(t), 'a.log');
  const log = await LogFile.open({path, clock: stillClock});
  for (const day of ['01', '02', '03']) await log.append([{type: 'x', at: `2026-03-${day}T00:00:00.000Z`}]);
  const found: string[] = [];
  for await (const record of log.read({since: '2026-03-02', until: '2026-03-02T23:00:00Z'})) found.push(record.at);
  await log.close();

  assert.deepEqual(found, ['2026-03-02T00:00:00.000Z']);
});
