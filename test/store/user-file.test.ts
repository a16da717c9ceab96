import assert from 'node:assert/strict';
import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {writeUserFile} from '../../source/store/user-file.ts';

test('a file that is for its owner is so also where it replaces one that others may read', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'user-file-'));
  t.after(() => rm(folder, {recursive: true}));
  const file = join(folder, 'audit.csv');
  const modeOf = async () => (await stat(file)).mode & 0o777;

  await writeUserFile(file, ['a']);
  const before = await modeOf();
  await writeUserFile(file, ['b'], {own: true});

  assert.deepEqual([before, await modeOf()], [0o644, 0o600]);
});
