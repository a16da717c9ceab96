import assert from 'node:assert/strict';
import {readFile, stat, writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {newKey, open} from '../../source/vault/fernet.ts';
import type {KeySource} from '../../source/vault/key-source.ts';
import {Secret} from '../../source/vault/secret.ts';
import {assertUnspoken, refusalOf} from '../helpers/unspoken.ts';
import {
  dropping,
  keysIn,
  made,
  openedWith,
  plainOf,
  putting,
  sealed,
  stored,
  type VaultRoom,
  vaultRoom,
} from './vault-fixture.ts';

/** Three versions of one value, and so two backups. */
async function threeVersions(t: TestContext): Promise<VaultRoom & {values: readonly string[]; key: string}> {
  const room = await vaultRoom(t);
  const values = [made(), made(), made()];
  for (const value of values) {
    await room.vault.change(putting('tradier', 'token', value));
    await room.clock.advance(1000);
  }
  const [key = ''] = await keysIn(room.paths);
  return {...room, values, key};
}

test('a rotated key encrypts the file, and the earlier one still opens every backup', async (t) => {
  const {paths, vault, values, key} = await threeVersions(t);
  const before = await readFile(paths.secrets, 'utf8');

  const {source, backups: reencrypted} = await vault.rotateKey({});

  assert.deepEqual([source.place, reencrypted], [paths.key, 0]);
  const [newest = '', ...older] = await keysIn(paths);
  assert.deepEqual(older, [key]);
  assert.equal((await stat(paths.key)).mode & 0o777, 0o600);
  assert.deepEqual([await openedWith(key, paths.secrets), (await vault.read())?.current], [undefined, true]);
  assert.equal(open(newest, await readFile(paths.secrets, 'utf8'))?.madeAt, open(key, before)?.madeAt);
  const {credentials} = (await vault.read()) ?? {};
  assert.deepEqual([credentials?.revision, credentials && plainOf(credentials)], [3, {tradier: {token: values[2]}}]);
  const backups = await vault.backups();
  assert.equal(await readFile(backups[0]?.path ?? '', 'utf8'), before);
  for (const {path} of backups) assert.ok(await openedWith(key, path));
  const held = await Promise.all(backups.map(async ({name}) => plainOf(await vault.readBackup(name)).tradier?.token));
  assert.deepEqual(held, [values[2], values[1], values[0]]);
});

test('with the earlier keys dropped, everything opens with the newest one alone and nothing with them', async (t) => {
  const {paths, vault, values, key} = await threeVersions(t);
  await vault.rotateKey({});
  const [second = ''] = await keysIn(paths);

  const {backups: reencrypted} = await vault.rotateKey(dropping);

  const keys = await keysIn(paths);
  const backups = await vault.backups();
  assert.deepEqual([keys.length, keys.includes(key), keys.includes(second), reencrypted], [1, false, false, 4]);
  for (const path of [paths.secrets, ...backups.map((one) => one.path)]) {
    assert.ok(await openedWith(keys[0] ?? '', path), path);
    assert.deepEqual([await openedWith(key, path), await openedWith(second, path)], [undefined, undefined], path);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  }
  const held = await Promise.all(backups.map(async ({name}) => plainOf(await vault.readBackup(name)).tradier?.token));
  assert.deepEqual(held, [values[2], values[2], values[1], values[0]]);
});

test('a backup that does not open keeps the earlier keys from being dropped', async (t) => {
  const {paths, vault, key} = await threeVersions(t);
  const [newest] = await vault.backups();
  await writeFile(newest?.path ?? '', 'no token');
  const before = await readFile(paths.key, 'utf8');

  const failure = await refusalOf(vault.rotateKey(dropping));

  assert.equal(failure.code, 'secrets.undecryptable');
  assert.ok(failure.message.startsWith(newest?.path ?? '?'));
  assert.ok((await keysIn(paths)).includes(key));
  assert.equal(await readFile(paths.key, 'utf8'), before);
  assert.equal((await vault.read())?.credentials.revision, 3);
  assert.equal(await readFile(newest?.path ?? '', 'utf8'), 'no token');
});

test('a rotation where there is no key yet makes the first one', async (t) => {
  for (const dropOld of [false, true]) {
    const {paths, vault} = await vaultRoom(t);

    assert.equal((await vault.rotateKey(dropOld ? dropping : {})).backups, 0);
    await vault.change(putting('tradier', 'token', made()));

    assert.equal((await keysIn(paths)).length, 1);
    assert.equal((await vault.read())?.current, true);
  }
});

test('a key that is there already is not made again', async (t) => {
  const {paths, vault} = await vaultRoom(t);
  assert.equal((await vault.generateKey()).place, paths.key);
  const keys = await readFile(paths.key, 'utf8');

  await assert.rejects(vault.generateKey(), {code: 'key.present', kind: 'usage'});
  assert.equal(await readFile(paths.key, 'utf8'), keys);
});

/** A source that a test can look into and spoil. */
function heldKeys(first?: string): KeySource & {text: string | undefined} {
  const source = {
    name: 'env' as const,
    place: 'a place of the test',
    text: first,
    read: async () => (source.text === undefined ? undefined : new Secret(source.text)),
  };
  return source;
}

test('a place that cannot be written to is told apart: the first key has to be put there by hand', async (t) => {
  const {paths, vault} = await vaultRoom(t, {source: heldKeys()});

  await assert.rejects(vault.change(putting('tradier', 'token', made())), {code: 'key.read-only', kind: 'credentials'});
  assert.deepEqual(await stored(paths), {});
});

test('with one key alone in a place that cannot be written to, nothing is said to have been rotated', async (t) => {
  const {paths, vault} = await vaultRoom(t, {source: heldKeys(newKey())});
  await vault.change(putting('tradier', 'token', made()));
  const before = await readFile(paths.secrets, 'utf8');

  for (const dropOld of [false, true])
    await assert.rejects(vault.rotateKey(dropOld ? dropping : {}), {code: 'key.lone', kind: 'credentials'});

  assert.equal(await readFile(paths.secrets, 'utf8'), before);
});

test('a new key that a person put before the others is rotated to', async (t) => {
  const [first, second, token] = [newKey(), newKey(), made()];
  const source = heldKeys(first);
  const {paths, vault} = await vaultRoom(t, {source});
  for (const value of [made(), token]) await vault.change(putting('tradier', 'token', value));

  source.text = `${second},${first}`;
  assert.equal((await vault.read())?.current, false);
  await vault.rotateKey(dropping);
  source.text = second;

  assert.deepEqual(plainOf((await vault.read())?.credentials ?? {providers: new Map()}), {tradier: {token}});
  for (const {path} of await vault.backups()) assert.ok(await openedWith(second, path));
  assert.equal(await openedWith(first, paths.secrets), undefined);
});

test('a place that does not give back the key that was put there gets nothing encrypted with it', async (t) => {
  const source = {...heldKeys(), write: async () => {}};
  const {paths, vault} = await vaultRoom(t, {source});

  const failure = await refusalOf(vault.change(putting('tradier', 'token', made())));

  assert.equal(failure.code, 'key.not-kept');
  assert.deepEqual(await stored(paths), {});
});

test('a token of another root is taken over under the own key, with the help of the other one', async (t) => {
  const {paths, vault} = await vaultRoom(t);
  const [foreign, token] = [newKey(), made()];
  const theirs = sealed(foreign, JSON.stringify({version: 1, providers: {tradier: {token}}}));

  const adopted = await vault.adopt('/there/screener_api.json.enc', `${theirs}\n`, `${newKey()}\n${foreign}\n`);

  const [key = ''] = await keysIn(paths);
  assert.deepEqual(plainOf(adopted.credentials), {tradier: {token}});
  assert.equal(open(key, adopted.token)?.bytes.toString('utf8'), open(foreign, theirs)?.bytes.toString('utf8'));
  assert.deepEqual(Object.keys(await stored(paths)), ['keys/screener_api.key']);
  const again = await vault.adopt('/there/screener_api.json.enc', adopted.token);
  assert.deepEqual(plainOf(again.credentials), {tradier: {token}});
});

test('a token that neither key opens is not taken over', async (t) => {
  const {vault} = await vaultRoom(t);
  const [foreign, token] = [newKey(), made()];
  const theirs = sealed(foreign, JSON.stringify({version: 1, providers: {tradier: {token}}}));

  for (const text of [undefined, newKey()]) {
    const failure = await refusalOf(vault.adopt('/there/screener_api.json.enc', theirs, text));
    assert.equal(failure.code, 'secrets.undecryptable');
    assertUnspoken(failure, [token, foreign]);
  }
  assert.equal((await refusalOf(vault.adopt('/there', theirs, 'no key'))).code, 'key.malformed');
});
