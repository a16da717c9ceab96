import assert from 'node:assert/strict';
import {appendFile, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {logCheck} from '../../../source/control/answers/audit.ts';
import {chainedLine, genesis} from '../../../source/store/log-chain.ts';

/** A log of so many records, as its writer leaves it. */
async function logOf(t: TestContext, count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  t.after(() => rm(folder, {recursive: true}));
  const path = join(folder, 'ops.log');
  const lines: string[] = [];
  for (let i = 0, head = genesis; i < count; i += 1) {
    const next = chainedLine({type: 'note'}, head, '2026-03-02T22:00:00.000Z');
    lines.push(next.line.trimEnd());
    head = next.head;
  }
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

test('a long chain says how long with separators', async (t) => {
  const path = await logOf(t, 1203);

  const {sentence} = await logCheck('ops-log', {path, anchors: [], halted: async () => []});

  assert.equal(sentence, 'The chain of 1,203 records holds.');
});

for (const [what, bytes] of [
  ['a record without its line break', Buffer.from('{"seq":4,"at":"2026-03-02T22:00:00.000Z","user":"bob"}')],
  ['what is no text', Buffer.alloc(70_000, 0xfe)],
] as const) {
  test(`${what} behind a log is no record, and noted`, async (t) => {
    const path = await logOf(t, 3);
    await appendFile(path, bytes);

    const {passed, reported, sentence} = await logCheck('ops-log', {path, anchors: [], halted: async () => []});

    assert.deepEqual([passed, reported], [true, true]);
    assert.match(sentence, /^The chain of 3 records holds\. Behind it .+ no whole record/);
    assert.ok(sentence.includes(` ${bytes.length.toLocaleString('en-US')} bytes `), sentence);
  });
}
