import assert from 'node:assert/strict';
import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {namedFileFailure} from '../../source/store/disk-failure.ts';
import {refuseInside, writeUserFile} from '../../source/store/user-file.ts';

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

test('a folder that is not there is named, and nobody is told of rights or of another root', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'user-file-'));
  t.after(() => rm(folder, {recursive: true}));
  const file = join(folder, 'nowhere', 'universe.csv');

  await assert.rejects(refuseInside(folder, file), {
    code: 'file.no-folder',
    kind: 'usage',
    message: `The folder ${join(folder, 'nowhere')} does not exist; nothing was written.`,
    hint: 'Make it first, or name a file elsewhere.',
  });
});

test('what the disk refuses of a file that a person named speaks of another file, not of another root', () => {
  const denied = Object.assign(new Error('no'), {code: 'EACCES'});

  const {message, hint} = namedFileFailure('/mnt/universe.csv', 'written', denied);

  assert.equal(
    `${message} ${hint}`,
    '/mnt/universe.csv could not be written: permission was denied. What was saved before stands unchanged. Give this user the right to it, or name a file elsewhere.',
  );
});
