import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {writeScreen} from '../../source/store/screen-file.ts';

const at = new Date('2026-03-02T22:00:01.500Z');

test('a screen is a file of its second that its owner alone can read', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'universe-screen-'));
  t.after(() => rm(root, {recursive: true}));
  const path = await writeScreen(root, 'what was shown\n', at);

  assert.equal(path, join(root, 'screens', '20260302T220001Z.txt'));
  assert.equal(await readFile(path, 'utf8'), 'what was shown\n');
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test('where no folder can be, one sentence says so', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'universe-screen-'));
  t.after(() => rm(root, {recursive: true}));
  await writeFile(join(root, 'screens'), '');

  await assert.rejects(writeScreen(root, 'x', at), {name: 'Failure'});
});
