import assert from 'node:assert/strict';
import {chmod, readFile, rename, rm, symlink, writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import type {Paths} from '../../source/store/paths.ts';
import {newKey} from '../../source/vault/fernet.ts';
import type {Vault} from '../../source/vault/vault.ts';
import {assertUnspoken, refusalOf} from '../helpers/unspoken.ts';
import {dropping, keysIn, made, putting, sealed, stored, vaultRoom} from './vault-fixture.ts';

type Held = {readonly paths: Paths; readonly vault: Vault; readonly key: string; readonly secrets: readonly string[]};

/** A vault with a value, a backup and a key. */
async function heldRoom(t: TestContext): Promise<Held> {
  const {paths, vault} = await vaultRoom(t);
  const values = [made(), made()];
  for (const value of values) await vault.change(putting('tradier', 'token', value));
  const [key = ''] = await keysIn(paths);
  return {paths, vault, key, secrets: [...values, key]};
}

/** Everything that would open or replace the file, each of it refused alike and without a trace on disk. */
async function expectRefused({paths, vault, secrets}: Held, code: string): Promise<void> {
  const before = await stored(paths);

  const failures = [
    await refusalOf(vault.read()),
    await refusalOf(vault.change(putting('tradier', 'token', made()))),
    await refusalOf(vault.rotateKey({})),
    await refusalOf(vault.rotateKey(dropping)),
  ];

  assert.deepEqual(
    failures.slice(0, 2).map((failure) => failure.code),
    [code, code],
  );
  assertUnspoken(failures, secrets);
  const after = await stored(paths);
  // A rotation may have made its new key before it met the file: that loses nothing.
  const [keyBefore = '', keyAfter = ''] = [before, after].map((files) => files['keys/screener_api.key']);
  assert.ok(keyAfter.endsWith(keyBefore.replace(/^600 /, '')));
  assert.deepEqual({...after, 'keys/screener_api.key': keyBefore}, {...before, 'keys/screener_api.key': keyBefore});
}

test('a lost key is said, and never replaced', async (t) => {
  const held = await heldRoom(t);
  const {paths, vault} = held;
  await rm(paths.key);
  const before = await stored(paths);
  const other = await heldRoom(t);
  const foreign = {
    token: await readFile(other.paths.secrets, 'utf8'),
    key: await readFile(other.paths.key, 'utf8'),
  };

  const failures = [
    await refusalOf(vault.read()),
    await refusalOf(vault.change((now) => now)),
    await refusalOf(vault.generateKey()),
    await refusalOf(vault.rotateKey({})),
    await refusalOf(vault.encryptFile({bytes: Buffer.from('x'), output: '/nowhere/x', named: async () => []})),
    await refusalOf(vault.adopt('/elsewhere', foreign.token, foreign.key)),
  ];

  assert.deepEqual(new Set(failures.map(({code}) => code)), new Set(['key.lost']));
  assert.equal((await refusalOf(vault.adopt('/elsewhere', 'no token'))).code, 'secrets.undecryptable');
  assertUnspoken(failures, held.secrets);
  assert.deepEqual(await stored(paths), before);
});

test('no key is made either where only backups are left', async (t) => {
  const {paths, vault} = await heldRoom(t);
  await rm(paths.key);
  await rm(paths.secrets);

  const failure = await refusalOf(vault.change(putting('tradier', 'token', made())));

  assert.equal(failure.code, 'key.lost');
  assert.match(failure.message, /backups\/screener_api\.json\.enc\.\d{8}T\d{9}Z/);
  assert.deepEqual(
    Object.keys(await stored(paths)).filter((name) => !name.startsWith('secrets/backups/')),
    [],
  );
});

test('with another key nothing is read, and nothing is written', async (t) => {
  const held = await heldRoom(t);
  await writeFile(held.paths.key, `${newKey()}\n`);

  await expectRefused(held, 'secrets.undecryptable');
});

test('an empty key file is a damaged one, not an absent one', async (t) => {
  const held = await heldRoom(t);
  await writeFile(held.paths.key, '');

  await expectRefused(held, 'key.malformed');
});

const damages: Readonly<Record<string, {code: string; damage: (held: Held) => Promise<void>}>> = {
  'that others may read': {code: 'file.not-closed', damage: ({paths}) => chmod(paths.secrets, 0o640)},
  'whose key others may read': {code: 'key.refused', damage: ({paths}) => chmod(paths.key, 0o604)},
  'that is a link': {
    code: 'file.odd',
    damage: async ({paths}) => {
      await rename(paths.secrets, `${paths.root}/moved.enc`);
      await symlink(`${paths.root}/moved.enc`, paths.secrets);
    },
  },
  'whose key is a link': {
    code: 'key.refused',
    damage: async ({paths}) => {
      await rename(paths.key, `${paths.root}/moved.key`);
      await symlink(`${paths.root}/moved.key`, paths.key);
    },
  },
  'that was cut off': {
    code: 'secrets.undecryptable',
    damage: async ({paths}) => writeFile(paths.secrets, (await readFile(paths.secrets, 'utf8')).slice(0, -8)),
  },
  'that is empty': {code: 'secrets.undecryptable', damage: ({paths}) => writeFile(paths.secrets, '')},
  'that is no text': {
    code: 'file.corrupt',
    damage: ({paths}) => writeFile(paths.secrets, Buffer.from([0xff, 0xfe, 0x41, 0x00])),
  },
};

for (const [name, {code, damage}] of Object.entries(damages)) {
  test(`a secrets file ${name} is refused, and left as it is`, async (t) => {
    const held = await heldRoom(t);
    await damage(held);

    await expectRefused(held, code);
  });
}

const contents: Readonly<Record<string, {code: string; text: (secret: string) => string}>> = {
  'made for another purpose': {
    code: 'secrets.malformed',
    text: (secret) => JSON.stringify({version: 1, purpose: 'backtests', providers: {tradier: {token: secret}}}),
  },
  'of a newer layout': {
    code: 'secrets.newer',
    text: (secret) => JSON.stringify({version: 2, providers: [{id: 'tradier', token: secret}]}),
  },
  'that is no JSON': {code: 'secrets.malformed', text: (secret) => `{"version":1,"providers":{"tradier":"${secret}`},
  'that is a list': {code: 'secrets.malformed', text: (secret) => JSON.stringify([secret])},
  'without providers': {code: 'secrets.malformed', text: (secret) => JSON.stringify({version: 1, token: secret})},
  'with a value that is no text': {
    code: 'secrets.malformed',
    text: (secret) => JSON.stringify({version: 1, providers: {tradier: {token: [secret]}}}),
  },
};

for (const [name, {code, text}] of Object.entries(contents)) {
  test(`a content ${name} is refused without a word of it, and left as it is`, async (t) => {
    const {paths, vault, key, secrets} = await heldRoom(t);
    const value = made();
    await writeFile(paths.secrets, sealed(key, text(value)));
    const before = await stored(paths);

    const failures = [await refusalOf(vault.read()), await refusalOf(vault.change((now) => now))];

    assert.deepEqual(
      failures.map((failure) => failure.code),
      [code, code],
    );
    assertUnspoken(failures, [value, ...secrets]);
    assert.deepEqual(await stored(paths), before);
  });
}
