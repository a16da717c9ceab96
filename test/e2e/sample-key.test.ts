import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {newKey} from '../../source/vault/fernet.ts';
import {run, tempRoot} from '../helpers/program.ts';

test('a sample market has a key of its own alone, and neither opens nor ends what the key of its root sealed', async (t) => {
  const folder = await tempRoot(t);
  const root = join(folder, 'root');
  const keys = join(folder, 'credentials');
  const [plain, sealed] = [join(folder, 'plain'), join(folder, 'own.enc')];
  await writeFile(plain, 'payroll');
  const env = {MASTER_ENCRYPTION_KEY: newKey(), CREDENTIALS_DIRECTORY: keys};
  const real = (...words: string[]) => run([...words, '--root', root], {env, input: randomBytes(10).toString('hex')});
  const sample = (...words: string[]) => real(...words, '--sample');

  for (const words of [
    ['settings', 'set', 'keySource', 'env'],
    ['credentials', 'set', 'finnhub'],
    ['secrets', 'encrypt-file', plain, sealed],
  ])
    assert.equal((await real(...words)).code, 0, words.join(' '));

  const refused = await sample('settings', 'set', 'keySource', 'env');
  assert.deepEqual([refused.code, /key file of its own/.test(refused.stderr)], [2, true], refused.stderr);
  assert.equal((await sample('credentials', 'set', 'finnhub')).code, 0);
  assert.equal((await sample('secrets', 'decrypt-file', sealed)).code, 5);
  assert.equal((await sample('keys', 'rotate', '--drop-old')).code, 0);

  const opened = await real('secrets', 'decrypt-file', sealed);
  assert.deepEqual([opened.code, opened.stdout], [0, 'payroll'], opened.stderr);
});
