import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {logCheck} from '../../../source/control/answers/audit.ts';
import {chainedLine, genesis} from '../../../source/store/log-chain.ts';

test('a long chain says how long with separators', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  t.after(() => rm(folder, {recursive: true}));
  const path = join(folder, 'ops.log');
  const lines: string[] = [];
  for (let i = 0, head = genesis; i < 1203; i += 1) {
    const next = chainedLine({type: 'note'}, head, '2026-03-02T22:00:00.000Z');
    lines.push(next.line.trimEnd());
    head = next.head;
  }
  await writeFile(path, `${lines.join('\n')}\n`);

  const {sentence} = await logCheck('ops-log', {path, anchors: [], isHalted: async () => false});

  assert.equal(sentence, 'The chain of 1,203 records holds.');
});
