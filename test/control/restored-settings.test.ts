import assert from 'node:assert/strict';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {keepKeyPlace} from '../../source/control/restored-settings.ts';
import {pathsOf} from '../../source/store/paths.ts';

/** What a snapshot's settings are once they are those of a root with settings of its own. */
async function joined(t: TestContext, own: object | undefined, brought: object | undefined): Promise<unknown> {
  return (await restored(t, own, brought)).settings;
}

async function restored(t: TestContext, own: object | undefined, brought: object | undefined) {
  const root = await mkdtemp(join(tmpdir(), 'universe-restored-'));
  t.after(() => rm(root, {recursive: true, force: true}));
  const paths = pathsOf(root);
  const folder = join(root, '.restore', 'new');
  await mkdir(folder, {recursive: true});
  if (own) await writeFile(paths.settings, JSON.stringify(own));
  if (brought) await writeFile(join(folder, 'settings.json'), JSON.stringify(brought));

  const {brought: named, left} = await keepKeyPlace(paths, {folder, files: 1});

  const text = await readFile(join(folder, 'settings.json'), 'utf8').catch(() => undefined);
  return {named, left, settings: text === undefined ? undefined : JSON.parse(text)};
}

test('where the key lives stays as it is on this machine, and everything else comes along', async (t) => {
  assert.deepEqual(
    await joined(t, {keySource: 'vault', minPrice: 5}, {keySource: 'env', environment: 'production', minPrice: 2}),
    {minPrice: 2, keySource: 'vault'},
  );
});

test('a root on the default key file takes no other place from a snapshot', async (t) => {
  assert.deepEqual(await joined(t, undefined, {keySource: 'aws', minPrice: 2}), {minPrice: 2});
});

test('a snapshot without settings leaves only what this machine says of its key', async (t) => {
  assert.deepEqual(await joined(t, {keySource: 'vault'}, undefined), {keySource: 'vault'});
  assert.equal(await joined(t, {minPrice: 5}, undefined), undefined);
});

test('what gives power over the root is named where the snapshot has it otherwise, and nothing else is', async (t) => {
  const own = {minPrice: 5, access: {users: {ann: 'operator', bob: 'viewer'}}, rotation: {hook: ['/bin/a']}};
  const brought = {
    minPrice: 2,
    access: {users: {ann: 'operator', eve: 'admin'}},
    rotation: {hook: ['/bin/b'], days: 30},
    providers: {polygon: {baseUrl: 'https://evil.example/', sleepMs: 9}},
  };

  const {named} = await restored(t, own, brought);

  assert.deepEqual(named, ['access.users.bob', 'access.users.eve', 'providers.polygon.baseUrl', 'rotation.hook']);
  assert.deepEqual((await restored(t, own, own)).named, []);
});

test('settings of the snapshot that were not taken are named, and those that are the same here are not', async (t) => {
  const there = {keySource: 'env', allowKeySources: ['env'], keyStore: {vaultPath: 'a/b'}, minPrice: 2};

  assert.deepEqual((await restored(t, undefined, there)).left, ['allowKeySources', 'keySource', 'keyStore.vaultPath']);
  assert.deepEqual((await restored(t, {keySource: 'env', environment: 'staging'}, there)).left, [
    'allowKeySources',
    'keyStore.vaultPath',
  ]);
  assert.deepEqual((await restored(t, there, there)).left, []);
});
