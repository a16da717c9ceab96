import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {keysIn, openedWith, vaultRoom} from './vault-fixture.ts';

const changes = 15;

async function contend(t: TestContext, root: string, provider: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'vault-contender.ts'), root, provider, String(changes)],
    {stdio: ['ignore', 'ignore', 'inherit']},
  );
  t.after(() => child.kill('SIGKILL'));
  const [code] = await once(child, 'exit');
  return code;
}

test('of two processes that change one file at once neither loses a change, from the first key on', async (t) => {
  const {paths, vault} = await vaultRoom(t);

  const codes = await Promise.all(['tradier', 'polygon'].map((provider) => contend(t, paths.root, provider)));

  assert.deepEqual(codes, [0, 0]);
  const {credentials} = (await vault.read()) ?? assert.fail('There is no file.');
  const counts = [...credentials.providers].map(([provider, fields]) => [provider, fields.size]).sort();
  assert.deepEqual(counts, [
    ['polygon', changes],
    ['tradier', changes],
  ]);
  const keys = await keysIn(paths);
  const backups = await vault.backups();
  const revisions: number[] = [];
  for (const {name} of backups) revisions.push((await vault.readBackup(name)).revision);
  assert.deepEqual([credentials.revision, keys.length], [2 * changes, 1]);
  assert.deepEqual(
    revisions.sort((one, other) => one - other),
    Array.from({length: 2 * changes - 1}, (_, at) => at + 1),
  );
  assert.ok(await openedWith(keys[0] ?? '', paths.secrets));
});
