import assert from 'node:assert/strict';
import {chmod, mkdir, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {newKey} from '../../source/vault/fernet.ts';
import {keyEnv} from '../../source/vault/key-env.ts';
import {keyFile} from '../../source/vault/key-file.ts';
import {parseKeyring} from '../../source/vault/keyring.ts';
import {Secret} from '../../source/vault/secret.ts';
import {assertUnspoken, refusalOf} from '../helpers/unspoken.ts';
import {tempFolder} from '../store/store-fixture.ts';

async function room(t: TestContext) {
  const folder = await tempFolder(t);
  const path = join(folder, 'screener_api.key');
  return {folder, path, source: await keyFile(path, {})};
}

test('the first key makes a closed file, and the next one takes its place', async (t) => {
  const {folder, path, source} = await room(t);
  const [first, second] = [newKey(), newKey()];

  assert.equal(await source.read(), undefined);
  for (const text of [`${first}\n`, `${second}\n${first}\n`]) {
    await source.write?.(new Secret(text));

    assert.equal(await readFile(path, 'utf8'), text);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await source.read())?.reveal(), text);
  }
  assert.deepEqual(await readdir(folder), ['screener_api.key']);
});

test('a key that somebody else put there since it was read is not written over', async (t) => {
  const {path, source} = await room(t);
  const [theirs, ours] = [newKey(), newKey()];
  await source.read();
  await writeFile(path, theirs, {mode: 0o600});

  const failure = await refusalOf(source.write?.(new Secret(ours)) ?? Promise.resolve());

  assert.equal(failure.code, 'key.changed');
  assert.equal(await readFile(path, 'utf8'), theirs);
  assertUnspoken(failure, [theirs, ours]);
});

test('a key file that is open to others or a link is neither read nor replaced', async (t) => {
  const {folder, path, source} = await room(t);
  const key = newKey();
  await writeFile(path, key);
  await chmod(path, 0o640);
  const link = join(folder, 'link.key');
  await symlink(path, link);

  for (const opened of [source, await keyFile(link, {})]) {
    const failures = [
      await refusalOf(opened.read()),
      await refusalOf(opened.write?.(new Secret(newKey())) ?? opened.read()),
    ];

    assert.deepEqual(
      failures.map(({code}) => code),
      ['key.refused', 'key.refused'],
    );
    assertUnspoken(failures, [key]);
  }
  assert.equal(await readFile(path, 'utf8'), key);
});

test('bytes in place of a key are malformed', async (t) => {
  const {path, source} = await room(t);
  await writeFile(path, Buffer.from([0xff, 0xfe]), {mode: 0o600});

  assert.equal((await refusalOf(source.read())).code, 'key.malformed');
});

test('what systemd hands over stands in place of the file, and cannot be written', async (t) => {
  const {folder, path} = await room(t);
  const [own, handed] = [newKey(), newKey()];
  await writeFile(path, own, {mode: 0o600});
  const credentials = join(folder, 'credentials');
  await mkdir(credentials);
  await writeFile(join(credentials, 'master-key'), handed);
  // Readable by the group, as it looks where systemd gives the file to a user by an access list.
  await chmod(join(credentials, 'master-key'), 0o440);

  const source = await keyFile(path, {CREDENTIALS_DIRECTORY: `${credentials}/`});

  assert.equal((await source.read())?.reveal(), handed);
  assert.equal(source.place, join(credentials, 'master-key'));
  assert.equal(source.write, undefined);
});

test('what systemd hands over must not be open to everybody, nor a link', async (t) => {
  const {folder, path} = await room(t);
  const key = newKey();
  await writeFile(path, key, {mode: 0o600});
  const [open, linked] = [join(folder, 'open'), join(folder, 'linked')];
  await mkdir(open);
  await writeFile(join(open, 'master-key'), key);
  await chmod(join(open, 'master-key'), 0o444);
  await mkdir(linked);
  await symlink(join(folder, 'nowhere'), join(linked, 'master-key'));

  for (const CREDENTIALS_DIRECTORY of [open, linked]) {
    const source = await keyFile(path, {CREDENTIALS_DIRECTORY});
    assert.equal((await refusalOf(source.read())).code, 'key.refused');
  }
});

test('a credentials folder without our credential leaves the file its place', async (t) => {
  const {folder, path} = await room(t);
  const key = newKey();
  await writeFile(path, key, {mode: 0o600});

  const source = await keyFile(path, {CREDENTIALS_DIRECTORY: folder});

  assert.equal((await source.read())?.reveal(), key);
  assert.equal(typeof source.write, 'function');
});

test('the environment holds one key or several, cannot be written, and empty is as good as unset', async () => {
  const [first, second] = [newKey(), newKey()];
  const source = keyEnv({MASTER_ENCRYPTION_KEY: ` ${first},${second}\n`});

  const text = await source.read();

  assert.deepEqual(
    parseKeyring(text?.reveal() ?? '', source.place).map((key) => key.reveal()),
    [first, second],
  );
  assert.equal(source.write, undefined);
  assert.equal(await keyEnv({MASTER_ENCRYPTION_KEY: ' '}).read(), undefined);
  assert.equal(await keyEnv({}).read(), undefined);
});
