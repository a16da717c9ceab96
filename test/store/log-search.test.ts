import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'node:test';
import {recordsBackwards} from '../../source/store/log-search.ts';
import {tempFolder} from './store-fixture.ts';

test('records that hold a text are found newest first, wherever a block ends, and what has no line break is left out', async (t) => {
  const path = join(await tempFolder(t), 'some.log');
  const record = (seq: number): string =>
    JSON.stringify({seq, at: 'a', of: seq % 1000 === 7 ? 'Zürich "AAPL"' : 'x'.repeat(seq % 50), hash: 'h'});
  const lines = Array.from({length: 60_000}, (_, i) => record(i + 1));
  await writeFile(path, `${lines.join('\n')}\n${record(60_007)}`);

  const found: number[] = [];
  for await (const {seq} of recordsBackwards(path, 'Zürich')) found.push(seq);

  assert.deepEqual(found, Array.from({length: 60}, (_, i) => i * 1000 + 7).toReversed());
});
