import assert from 'node:assert/strict';
import {mkdir, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {Failure, sentenceOf} from '../../../source/failure.ts';
import {open} from '../../../source/vault/fernet.ts';
import {drop, encrypted, furnished, keysIn, refused, restored, textIn, words} from '../../helpers/own-file-house.ts';

test('after --drop-old a file opens with the new key alone, closed to others, and is counted', async (t) => {
  const {house, file} = await furnished(t);
  const [old = ''] = await keysIn(house);

  const {sentence} = await drop(house);

  assert.match(sentence, / and 1 file of secrets encrypt-file were encrypted anew, and the earlier keys are gone\./);
  assert.equal(await textIn(house, file), words);
  assert.equal(open(old, await readFile(file, 'utf8')), undefined);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
});

test('a file that a restored audit log knows nothing of is encrypted anew all the same', async (t) => {
  const {house, folder} = await furnished(t);
  const snapshot = join(folder, 'snapshot.tar.gz');
  await house.perform({name: 'snapshot', file: snapshot});
  const later = await encrypted(house, join(folder, 'later.enc'));

  await restored(house, snapshot);
  const {sentence} = await drop(house);

  assert.match(sentence, / and 2 files of secrets encrypt-file/);
  assert.equal(await textIn(house, later), words);
  assert.equal((await stat(house.paths.encryptedFiles)).mode & 0o777, 0o600);
});

test('where there was no register the log that a restore took out of the way still names the files', async (t) => {
  const {house, folder, file} = await furnished(t);
  const snapshot = join(folder, 'snapshot.tar.gz');
  await house.perform({name: 'snapshot', file: snapshot});
  const later = await encrypted(house, join(folder, 'later.enc'));
  await restored(house, snapshot);
  await rm(house.paths.encryptedFiles);

  await drop(house);

  assert.deepEqual([await textIn(house, file), await textIn(house, later)], [words, words]);
});

test('what a restore took out of the way is encrypted anew like a backup', async (t) => {
  const {house, folder} = await furnished(t);
  const snapshot = join(folder, 'snapshot.tar.gz');
  await house.perform({name: 'snapshot', file: snapshot});
  await restored(house, snapshot);

  await drop(house);

  const [newest = '', ...others] = await keysIn(house);
  const kept = (await readdir(house.paths.root)).filter((name) => name.startsWith('before-restore-'));
  const secrets = join(house.paths.root, kept[0] ?? '', 'storage', 'secrets');
  const backups = (await readdir(join(secrets, 'backups'))).map((name) => join(secrets, 'backups', name));
  assert.deepEqual([others, kept.length, backups.length > 0], [[], 1, true]);
  for (const path of [join(secrets, 'screener_api.json.enc'), ...backups])
    assert.ok(open(newest, (await readFile(path, 'utf8')).trim()), path);
});

test('while a file is not there the earlier keys stay; once it is back, or is said to be gone, they go', async (t) => {
  const {house, folder, file} = await furnished(t);
  const other = await encrypted(house, join(folder, 'other.enc'));
  await rename(file, `${file}.moved`);
  await rm(other);

  await refused(house, /own\.enc is not there; .*other\.enc is not there\..*known under that path alone.*forget-file/);
  await rename(`${file}.moved`, file);
  const {sentence} = await house.perform({name: 'secrets.forget', file: other});
  await drop(house);

  assert.match(sentence, /other\.enc is not looked after any more\.$/);
  assert.equal(await textIn(house, file), words);
  assert.equal((await keysIn(house)).length, 1);
});

test('a file that opens with no key, or cannot be read, keeps the earlier keys and stays as it is', async (t) => {
  const {house, folder, file} = await furnished(t);
  const other = await encrypted(house, join(folder, 'other.enc'));
  await writeFile(file, 'something else');
  await rm(other);
  await mkdir(other);

  await refused(house, /own\.enc opens with no key of this root; .*other\.enc is no regular file/);

  assert.equal(await readFile(file, 'utf8'), 'something else');
});

test('a file that is made anew after it was forgotten is looked after again', async (t) => {
  const {house, file} = await furnished(t);
  await house.perform({name: 'secrets.forget', file});
  await rm(file);
  await encrypted(house, file);

  await drop(house);

  assert.equal(await textIn(house, file), words);
});

test('what was never encrypted here cannot be forgotten, and those that were are named', async (t) => {
  const {house, folder, file} = await furnished(t);

  await assert.rejects(house.perform({name: 'secrets.forget', file: join(folder, 'plain')}), (thrown) => {
    return thrown instanceof Failure && thrown.kind === 'usage' && sentenceOf(thrown).includes(`Known are ${file}.`);
  });
});

test('what stands there already is not looked after because somebody tried to write over it', async (t) => {
  const {house, folder} = await furnished(t);
  await assert.rejects(encrypted(house, join(folder, 'plain')), /is there already/);
  await assert.rejects(
    house.perform({name: 'secrets.encrypt', file: join(folder, 'plain'), output: join(folder, 'none', 'x.enc')}),
    Failure,
  );

  const {sentence} = await drop(house);

  assert.match(sentence, / and 1 file of secrets encrypt-file/);
});
