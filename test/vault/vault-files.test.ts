import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import {newKey, seal, tokenLength} from '../../source/vault/fernet.ts';
import {refusalOf} from '../helpers/unspoken.ts';
import {vaultRoom} from './vault-fixture.ts';

test('bytes of any kind go through the master key and come back', async (t) => {
  const {paths, vault} = await vaultRoom(t);
  const files = [Buffer.alloc(0), randomBytes(1), randomBytes(4096), Buffer.from([0xff, 0xfe, 0x00])];

  for (const [count, bytes] of files.entries()) {
    const output = join(paths.root, `${count}.enc`);
    await vault.encryptFile({bytes, output, named: async () => []});
    const token = await readFile(output, 'utf8');
    assert.deepEqual(await vault.decryptBytes('/a/file', `${token}\n`), bytes);
    const failure = await refusalOf(vault.decryptBytes('/a/file', token.replace(/.$/, '')));
    assert.match(failure.message, /^\/a\/file cannot be decrypted/);
  }
  await rm(paths.key);
  assert.equal((await refusalOf(vault.decryptBytes('/a/file', 'x'))).code, 'key.lost');
});

test('how long a token will be is known before it is made', () => {
  for (const bytes of [0, 1, 15, 16, 17, 4096, 4097])
    assert.equal(tokenLength(bytes), seal(newKey(), Buffer.alloc(bytes), {madeAt: 1}).length, `${bytes}`);
});

test('a file that cannot be made is not looked after, and one of before stays so', async (t) => {
  const {paths, vault} = await vaultRoom(t);
  const named = async () => [];
  const [made, other] = [join(paths.root, 'made.enc'), join(paths.root, 'none', 'other.enc')];
  await vault.encryptFile({bytes: Buffer.from('x'), output: made, named});

  for (const output of [made, other])
    await assert.rejects(vault.encryptFile({bytes: Buffer.from('x'), output, named}), Failure);

  await assert.rejects(vault.forgetFile(other, named), {code: 'secrets.unknown-file'});
  await vault.forgetFile(made, named);
});
