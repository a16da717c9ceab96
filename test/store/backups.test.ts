import assert from 'node:assert/strict';
import {mkdir, readdir, readFile, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import {keepBackup, listBackups, pruneBackups} from '../../source/store/backups.ts';
import {pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {tempFolder} from './store-fixture.ts';

const noon = new Date('2026-03-02T12:00:00.000Z');
const dayMs = 86_400_000;

async function room(t: TestContext): Promise<{folder: string; path: string}> {
  const root = await tempFolder(t);
  return {folder: join(root, 'backups'), path: join(root, 'secrets.enc')};
}

test('a backup is named after its moment, closed, in a closed folder', async (t) => {
  const {folder, path} = await room(t);

  const backup = await keepBackup(folder, path, 'text', noon);

  const name = 'secrets.enc.20260302T120000000Z';
  assert.deepEqual(backup, {name, path: join(folder, name), at: '2026-03-02T12:00:00.000Z'});
  assert.equal(await readFile(backup.path, 'utf8'), 'text');
  const modes = [(await stat(folder)).mode & 0o777, (await stat(backup.path)).mode & 0o777];
  assert.deepEqual(modes, [0o700, 0o600]);
  assert.deepEqual(await readdir(folder), [name]);
});

test('of several in one moment each is kept, and they are listed newest first', async (t) => {
  const {folder, path} = await room(t);
  for (let count = 1; count <= 12; count++) await keepBackup(folder, path, `text ${count}`, noon);
  await keepBackup(folder, path, 'earlier', new Date(noon.getTime() - 1));
  await keepBackup(folder, path, 'later', new Date(noon.getTime() + 1));

  const backups = await listBackups(folder, path);

  const texts = await Promise.all(backups.map((backup) => readFile(backup.path, 'utf8')));
  const ofNoon = Array.from({length: 12}, (_, at) => `text ${12 - at}`);
  assert.deepEqual(texts, ['later', ...ofNoon, 'earlier']);
});

test('what is no whole backup of this file is not listed', async (t) => {
  const {folder, path} = await room(t);
  assert.deepEqual(await listBackups(folder, path), []);
  await mkdir(folder);
  const strangers = [
    ...['secrets.enc', 'secrets.enc.old', 'secrets.enc.20260302T120000Z', 'other.enc.20260302T120000000Z'],
    ...['secrets.enc.20260302T120000000Z.1234567890', 'secrets.enc.20260302T120000000Z-x', '.20260302T120000000Z'],
  ];
  for (const name of strangers) await writeFile(join(folder, name), '');
  const {name} = await keepBackup(folder, path, 'text', noon);

  assert.deepEqual(
    (await listBackups(folder, path)).map((backup) => backup.name),
    [name],
  );
});

test('old ones go, but never one of the newest, nor what is no backup', async (t) => {
  const {folder, path} = await room(t);
  for (let day = 0; day < 20; day++) {
    const at = new Date(noon.getTime() + day * dayMs);
    await utimes((await keepBackup(folder, path, `${day}`, at)).path, at, at);
  }
  await writeFile(join(folder, 'notes.txt'), '');
  const now = new Date(noon.getTime() + 20 * dayMs);
  const days = async () => Promise.all((await listBackups(folder, path)).map((one) => readFile(one.path, 'utf8')));

  const removed = await pruneBackups(folder, path, {keepDays: 15, keepLeast: 10, now});
  assert.equal(removed.length, 5);
  assert.deepEqual(
    await days(),
    Array.from({length: 15}, (_, at) => `${19 - at}`),
  );

  await pruneBackups(folder, path, {keepDays: 1, keepLeast: 10, now});
  assert.deepEqual(
    await days(),
    Array.from({length: 10}, (_, at) => `${19 - at}`),
  );
  assert.deepEqual(await pruneBackups(folder, path, {keepDays: 1, keepLeast: 10, now}), []);
  assert.ok((await readdir(folder)).includes('notes.txt'));
});

test('a backup that an early clock named is not old before the disk says so, too', async (t) => {
  const {folder, path} = await room(t);
  for (let minute = 0; minute < 12; minute++)
    await keepBackup(folder, path, 'text', new Date(noon.getTime() + minute * 60_000));
  const early = await keepBackup(folder, path, 'the last but one', new Date('2020-01-01T00:00:00.000Z'));
  const terms = {keepDays: 30, keepLeast: 10, now: noon};

  assert.deepEqual(await pruneBackups(folder, path, terms), []);
  await utimes(early.path, new Date('2020-01-01'), new Date('2020-01-01'));
  assert.deepEqual(await pruneBackups(folder, path, terms), [early.name]);
});

test('what the disk refuses is said by the path', async (t) => {
  const {folder, path} = await room(t);
  await writeFile(folder, 'in the way');

  for (const work of [() => keepBackup(folder, path, 'text', noon), () => listBackups(folder, path)]) {
    const thrown = await work().catch((error: unknown) => error);
    assert.ok(thrown instanceof Failure && thrown.message.startsWith(folder), String(thrown));
  }
});

test('a file in the place of the folder is named, for who lists backups and for who keeps one', async (t) => {
  const {folder, path} = await room(t);
  await writeFile(folder, 'a file');

  for (const asked of [listBackups(folder, path), keepBackup(folder, path, 'text', noon)])
    await assert.rejects(asked, {
      code: 'file.not-a-folder',
      message: `${folder} is a file, where a folder belongs.`,
    });

  assert.equal(await readFile(folder, 'utf8'), 'a file');
});

test('a root with a file in the place of that folder is not opened, and the file is named', async (t) => {
  const paths = pathsOf(await tempFolder(t));
  await prepareRoot(paths);
  await rm(paths.secretsBackups, {recursive: true});
  await writeFile(paths.secretsBackups, 'a file');

  await assert.rejects(prepareRoot(paths), {message: `${paths.secretsBackups} is a file, where a folder belongs.`});
});
