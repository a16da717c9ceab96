import assert from 'node:assert/strict';
import {readdir, readFile, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import {isKey} from '../../source/vault/fernet.ts';
import {keysIn, made, openedWith, plainOf, putting, sealed, stored, vaultRoom} from './vault-fixture.ts';

test('the first change makes the key and the file, closed and alone in their folders', async (t) => {
  const {paths, vault} = await vaultRoom(t);
  const token = made();
  assert.equal(await vault.read(), undefined);

  const {revision, backup} = await vault
    .change(putting('tradier', 'token', token))
    .then((changed) => ({revision: changed.credentials.revision, backup: changed.backup}));

  assert.deepEqual([revision, backup, await vault.backups()], [1, undefined, []]);
  assert.deepEqual(plainOf((await vault.read())?.credentials ?? {providers: new Map()}), {tradier: {token}});
  const key = (await readFile(paths.key, 'utf8')).replace(/\n$/, '');
  assert.ok(isKey(key));
  assert.deepEqual(await openedWith(key, paths.secrets), {
    version: 1,
    revision: 1,
    purpose: 'screener_api',
    providers: {tradier: {token}},
    meta: {tradier: {token: {updatedAt: '2026-03-02T22:00:00.000Z'}}},
  });
  for (const file of [paths.key, paths.secrets]) assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(dirname(paths.key)), ['screener_api.key']);
});

test('a value that is kept stands nowhere in the root as it is', async (t) => {
  const {paths, vault} = await vaultRoom(t);
  const token = made();

  for (const value of [token, made()]) await vault.change(putting('tradier', 'token', value));

  for (const [name, bytes] of Object.entries(await stored(paths)))
    assert.ok(!bytes.includes(Buffer.from(token).toString('hex')), name);
});

test('each change keeps the version before it as a closed backup, and counts up', async (t) => {
  const {paths, clock, vault} = await vaultRoom(t);
  const values = [made(), made(), made()];
  const replaced: string[] = [];

  for (const [count, value] of values.entries()) {
    if (count > 0) replaced.unshift(await readFile(paths.secrets, 'utf8'));
    const {credentials, backup} = await vault.change(putting('tradier', 'token', value));
    assert.equal(credentials.revision, count + 1);
    assert.equal(backup?.at, count === 0 ? undefined : clock.now().toISOString());
    await clock.advance(1000);
  }

  const backups = await vault.backups();
  assert.deepEqual(await Promise.all(backups.map(({path}) => readFile(path, 'utf8'))), replaced);
  for (const {path} of backups) assert.equal((await stat(path)).mode & 0o777, 0o600);
  const held = await Promise.all(backups.map(async ({name}) => plainOf(await vault.readBackup(name)).tradier?.token));
  assert.deepEqual(held, [values[1], values[0]]);
});

test('where no backup can be kept, nothing is changed', async (t) => {
  const {paths, vault} = await vaultRoom(t);
  await vault.change(putting('tradier', 'token', made()));
  await rm(paths.secretsBackups, {recursive: true});
  await writeFile(paths.secretsBackups, 'in the way', {mode: 0o600});
  const before = await stored(paths);

  const thrown = await vault.change(putting('tradier', 'token', made())).catch((error: unknown) => error);

  assert.ok(thrown instanceof Failure && /^[^\n]+\.$/.test(thrown.message));
  assert.deepEqual(await stored(paths), before);
});

test('an edit that throws changes nothing and lets go of the lock', async (t) => {
  const {paths, vault} = await vaultRoom(t);
  await vault.change(putting('tradier', 'token', made()));
  const before = await stored(paths);

  const edit = vault.change(() => {
    throw new Failure('test.refused', 'This edit is refused.');
  });

  await assert.rejects(edit, {code: 'test.refused'});
  assert.deepEqual(await stored(paths), before);
  await vault.change(putting('tradier', 'token', made()));
});

test('backups older than their days go, and the ten newest stay whatever their age', async (t) => {
  const {clock, vault} = await vaultRoom(t, {keepBackupDays: 30});
  const day = 86_400_000;
  for (let count = 0; count < 14; count++) {
    await vault.change(putting('tradier', 'token', made()));
    await clock.advance(day);
  }
  assert.equal((await vault.backups()).length, 13);

  for (const {path, at} of await vault.backups()) await utimes(path, new Date(at), new Date(at));
  await clock.advance(100 * day);
  await vault.change(putting('tradier', 'token', made()));

  const left = await vault.backups();
  assert.equal(left.length, 10);
  assert.equal((await vault.readBackup(left[9]?.name ?? '')).revision, 5);
});

test('only a backup by its own name is read, no path to anything else', async (t) => {
  const {paths, vault} = await vaultRoom(t);
  for (const value of [made(), made()]) await vault.change(putting('tradier', 'token', value));
  const [backup] = await vault.backups();

  for (const name of [
    '',
    'absent',
    '../screener_api.json.enc',
    paths.secrets,
    `./${backup?.name}`,
    `${backup?.name}.1`,
  ])
    await assert.rejects(vault.readBackup(name), {code: 'backup.absent', kind: 'usage'}, name);
});

test('a file of the older flat layout is read, and the next change writes the present one', async (t) => {
  const {paths, vault} = await vaultRoom(t, {
    earlierNames: new Map([['tradier', new Map([['token', ['TOKEN', 'API_KEY']]])]]),
  });
  await vault.generateKey();
  const [key = ''] = await keysIn(paths);
  const token = made();
  await writeFile(paths.secrets, sealed(key, JSON.stringify({PROVIDER_01: 'TRADIER', SCREENER_API_KEY_01: token})), {
    mode: 0o600,
  });

  assert.deepEqual(plainOf((await vault.read())?.credentials ?? {providers: new Map()}), {tradier: {token}});
  const {credentials, backup} = await vault.change((now) => now);

  assert.equal(credentials.revision, 1);
  assert.deepEqual(await openedWith(key, paths.secrets), {
    version: 1,
    revision: 1,
    purpose: 'screener_api',
    providers: {tradier: {token}},
    meta: {},
  });
  assert.deepEqual(await openedWith(key, backup?.path ?? ''), {PROVIDER_01: 'TRADIER', SCREENER_API_KEY_01: token});
});

test('a token that another program ended with a line break opens all the same', async (t) => {
  const {paths, vault} = await vaultRoom(t);
  const token = made();
  await vault.change(putting('tradier', 'token', token));
  await writeFile(paths.secrets, `${await readFile(paths.secrets, 'utf8')}\r\n`);

  assert.deepEqual(plainOf((await vault.read())?.credentials ?? {providers: new Map()}), {tradier: {token}});
});
