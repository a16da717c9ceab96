import assert from 'node:assert/strict';
import {mkdir, symlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import {refuseOwn, refuseSealed} from '../../source/store/own-places.ts';
import {tempFolder} from './store-fixture.ts';

const refuses = (code: string) => (thrown: unknown) =>
  thrown instanceof Failure && thrown.kind === 'usage' && thrown.code === code;

for (const name of [
  'settings.json',
  'output',
  'storage',
  'state/new.enc',
  'storage/keys/screener_api.key',
  'output/screeners/new.enc',
  'providers/new.ts',
  'profiles/ibkr/settings.json',
  'before-restore-20260303T030000000Z/new.enc',
]) {
  test(`${name} is the program's own, whether it is there or not`, async (t) => {
    const root = await tempFolder(t);
    const file = join(root, name);
    await mkdir(dirname(file), {recursive: true});

    await assert.rejects(refuseOwn({root}, file), refuses('export.root'));
  });
}

test('a folder of a person in the root is theirs, and a link into the root is not', async (t) => {
  const [root, elsewhere] = [await tempFolder(t), await tempFolder(t)];
  for (const name of ['mine', 'state']) await mkdir(join(root, name));
  await symlink(join(root, 'state'), join(elsewhere, 'link'));

  await refuseOwn({root}, join(root, 'mine', 'new.enc'));
  await refuseOwn({root}, join(root, 'new.enc'));
  await assert.rejects(refuseOwn({root}, join(elsewhere, 'link', 'new.enc')), refuses('export.root'));
});

for (const name of [
  'storage/keys/screener_api.key',
  'storage/secrets/screener_api.json.enc',
  'storage/secrets/backups/one',
  'sample/storage/keys/screener_api.key',
  'profiles/ibkr/sample/storage/keys/screener_api.key',
  'before-restore-20260303T030000000Z/storage/secrets/screener_api.json.enc',
]) {
  test(`${name} is sealed, also where a link leads to it`, async (t) => {
    const root = await tempFolder(t);
    const [file, link] = [join(root, name), join(root, 'link')];
    await mkdir(dirname(file), {recursive: true});
    await writeFile(file, 'x');
    await symlink(file, link);

    for (const path of [file, link]) await assert.rejects(refuseSealed({root}, path), refuses('secrets.own'));
    await refuseSealed({root}, join(root, 'settings.json'));
  });
}
