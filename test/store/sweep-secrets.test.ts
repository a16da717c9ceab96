import assert from 'node:assert/strict';
import {readdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {exclusively} from '../../source/store/exclusively.ts';
import {pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {sweepSecrets} from '../../source/store/sweep-secrets.ts';
import {fastClock} from '../helpers/fast-clock.ts';
import {stillClock, tempFolder} from './store-fixture.ts';

async function room(t: TestContext) {
  const paths = pathsOf(await tempFolder(t));
  await prepareRoot(paths);
  return paths;
}

test('what killed writers left beside secrets, backups and key is swept, and nothing else', async (t) => {
  const paths = await room(t);
  const backup = join(paths.secretsBackups, 'screener_api.json.enc.20260302T220000000Z');
  const kept = [paths.secrets, paths.key, backup, `${backup}-2`, `${paths.key}.txt`];
  const left = [
    `${paths.secrets}.1`,
    `${backup}.4294967295`,
    `${backup}-2.77`,
    `${paths.key}.123456789`,
    `${paths.secretsExample}.5`,
  ];
  for (const file of [...kept, ...left]) await writeFile(file, 'half', {mode: 0o600});

  const swept = await sweepSecrets(paths, stillClock);

  assert.deepEqual([...swept].sort(), left.map((file) => file.slice(dirname(file).length + 1)).sort());
  const names = await readdir(join(paths.root, 'storage'), {recursive: true});
  for (const file of kept) assert.ok(names.includes(file.slice(join(paths.root, 'storage').length + 1)), file);
});

test('what another profile is writing under the lock stays until it has let go', async (t) => {
  const paths = await room(t);
  const writing = `${paths.secrets}.123`;
  const clock = fastClock(new Date('2026-03-02T22:00:00Z'), 1);
  const order: string[] = [];
  let sweeping: Promise<unknown> | undefined;

  await exclusively(paths.secretsLock, clock, async () => {
    await writeFile(writing, 'half');
    sweeping = sweepSecrets(paths, clock).then(() => order.push('swept'));
    await clock.sleep(60);
    assert.ok((await readdir(dirname(writing))).includes('screener_api.json.enc.123'));
    order.push('written');
  });
  await sweeping;

  assert.deepEqual(order, ['written', 'swept']);
  assert.ok(!(await readdir(dirname(writing))).includes('screener_api.json.enc.123'));
});
