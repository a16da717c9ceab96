import assert from 'node:assert/strict';
import {appendFile, open, readdir, rename, unlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test, {type TestContext} from 'node:test';
import {linesBackward} from '../../source/store/lines-backward.ts';
import {type Backward, type LogPlace, readLogBackward} from '../../source/store/log-backward.ts';
import {LogFile} from '../../source/store/log-file.ts';
import {stillClock, tempFolder} from './store-fixture.ts';

const blocks = [1, 2, 3, 5, 7, 16, 64, 4096];

async function backward(t: TestContext, text: string, blockBytes: number, end?: number): Promise<readonly string[]> {
  const path = join(await tempFolder(t), 'lines');
  await writeFile(path, text);
  const handle = await open(path, 'r');
  t.after(() => handle.close());
  const found: string[] = [];
  const bytes = Buffer.from(text);
  for await (const {lines} of linesBackward(handle, end ?? bytes.length, blockBytes)) {
    for (const {text: line, start, end: after} of lines) {
      assert.equal(bytes.toString('utf8', start, after), `${line}\n`);
      found.push(line);
    }
  }
  return found;
}

for (const size of blocks) {
  test(`blocks of ${size} bytes give every whole line once, newest first, wherever a line crosses a border`, async (t) => {
    const lines = ['a', 'two words', '', 'Zürich 日本 \u2028 end', 'x'.repeat(41), '{"seq":5}'];

    assert.deepEqual(await backward(t, `${lines.join('\n')}\n`, size), lines.toReversed());
    assert.deepEqual(await backward(t, `${lines.join('\n')}\n{"seq":6,"at":"2026-`, size), lines.toReversed());
    assert.deepEqual(await backward(t, 'never acknowledged', size), []);
    assert.deepEqual(await backward(t, '', size), []);
    assert.deepEqual(await backward(t, 'one\ntwo\nthree\n', size, 8), ['two', 'one']);
  });
}

async function written(t: TestContext, count: number, maxBytes = 800): Promise<string> {
  const path = join(await tempFolder(t), 'universe_ops.log');
  const log = await LogFile.open({path, clock: stillClock, maxBytes});
  for (let index = 1; index <= count; index++) await log.append([{type: 'test.happened', index, text: 'é'}]);
  await log.close();
  return path;
}

/** The `index` of every record, in the order read. */
async function indexes(path: string, range: Backward = {}): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const {lines} of readLogBackward(path, range))
    found.push(...lines.map(({text}) => JSON.parse(text).index as number));
  return found;
}

const down = (from: number, to = 1): readonly number[] => Array.from({length: from - to + 1}, (_, i) => from - i);

test('a rotated log reads backward as one', async (t) => {
  const path = await written(t, 30);

  assert.ok((await readdir(dirname(path))).length > 3);
  for (const blockBytes of blocks) assert.deepEqual(await indexes(path, {blockBytes}), down(30));
});

test('an absent and an empty log have no lines', async (t) => {
  const path = join(await tempFolder(t), 'universe_ops.log');
  assert.deepEqual(await indexes(path), []);
  await writeFile(path, '');
  assert.deepEqual(await indexes(path), []);
});

test('a torn last line is left out', async (t) => {
  const path = await written(t, 5);
  await appendFile(path, '{"seq":6,"at":"2026-');

  assert.deepEqual(await indexes(path), down(5));
});

/** Reads up to a line, and says the place before it. */
async function placeBefore(path: string, index: number): Promise<LogPlace> {
  for await (const {segment, lines} of readLogBackward(path, {blockBytes: 64})) {
    const line = lines.find(({text}) => JSON.parse(text).index === index);
    if (line) return {segment, offset: line.start};
  }
  throw new Error(`There is no record ${index}.`);
}

test('whoever goes on at a place gets what is before it, also after the log has grown and turned', async (t) => {
  const path = await written(t, 17);
  const places = new Map<number, LogPlace>();
  for (const index of [17, 16, 9, 2, 1]) places.set(index, await placeBefore(path, index));
  const log = await LogFile.open({path, clock: stillClock, maxBytes: 300});
  for (let index = 18; index <= 25; index++) await log.append([{type: 'test.happened', index, text: 'é'}]);
  await log.close();

  for (const [index, before] of places) assert.deepEqual(await indexes(path, {before}), down(index - 1), `${index}`);
});

test('a place in a segment that was pruned is the end', async (t) => {
  const path = await written(t, 30);
  const before = await placeBefore(path, 3);
  const [oldest = ''] = (await readdir(dirname(path))).sort();
  await unlink(join(dirname(path), oldest));

  assert.deepEqual(await indexes(path, {before}), []);
});

test('two segments that begin with the same record are two', async (t) => {
  const path = await written(t, 4, 1e6);
  await rename(path, path.replace(/log$/, '000000000001.log'));
  const log = await LogFile.open({path, clock: stillClock});
  await log.close();
  await writeFile(path, '{"seq":1,"at":"2026-03-03T00:00:00.000Z","index":99,"hash":"x"}\n');
  const before = await placeBefore(path, 3);

  assert.deepEqual(await indexes(path), [99, 4, 3, 2, 1]);
  assert.deepEqual(await indexes(path, {before}), [2, 1]);
});

test('a segment that begins after the time asked for is not read', async (t) => {
  const path = await written(t, 5, 1e6);
  await rename(path, path.replace(/log$/, '000000000001.log'));
  await writeFile(path, '{"seq":6,"at":"2026-03-09T00:00:00.000Z","index":6,"hash":"x"}\n');

  assert.deepEqual(await indexes(path, {until: '2026-03-05T00:00:00.000Z'}), down(5));
  assert.deepEqual(await indexes(path, {until: '2026-03-09T00:00:00.000Z'}), down(6));
});

test('a page of a log of 50 MB costs a block, not the log', async (t) => {
  const path = join(await tempFolder(t), 'universe_ops.log');
  const line = (seq: number): string =>
    `{"seq":${seq},"at":"2026-03-02T22:00:00.000Z","text":"${'x'.repeat(900)}","hash":"x"}\n`;
  await writeFile(path, Array.from({length: 54_000}, (_, i) => line(i + 1)).join(''));
  let bytes = 0;
  let lines = 0;
  for await (const block of readLogBackward(path)) {
    bytes += block.bytes;
    lines += block.lines.length;
    if (lines >= 200) break;
  }

  assert.ok(bytes <= 256 * 1024, `${bytes} bytes`);
});
