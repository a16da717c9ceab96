import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {run, tempRoot} from '../helpers/program.ts';

test('a record of a command that only reads cannot be cut off the audit log unseen', async (t) => {
  const root = await tempRoot(t);
  const set = await run(['--root', root, 'credentials', 'set', 'finnhub'], {input: randomBytes(10).toString('hex')});
  assert.equal(set.code, 0, set.stderr);
  const log = join(root, 'output', 'logs', 'screener_credentials_audit.log');
  const before = await readFile(log, 'utf8');

  await run(['--root', root, 'doctor']);
  const after = await readFile(log, 'utf8');
  assert.ok(after.length > before.length && after.startsWith(before));
  assert.equal((await run(['--root', root, 'audit', 'verify'])).code, 0);

  await writeFile(log, before);
  const {code, stdout} = await run(['--root', root, 'audit', 'verify']);
  assert.equal(code, 1);
  assert.match(stdout, /FAIL {2}audit-log .*record 7, noted apart from the log, is missing/);
});
