import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {chown, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {ownName, ownNumber, unitUserOf} from '../../source/store/owner.ts';

const skip = ownNumber() === 0 ? false : 'only root runs a process under a number that no user has';
/** No system gives it away. */
const nobody = 54_321_987;

test('a user without a name owns a folder under the name that this process goes by', {skip}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'owner-'));
  t.after(() => rm(folder, {recursive: true}));
  await chown(folder, nobody, nobody);
  const owner = new URL('../../source/store/owner.ts', import.meta.url).href;
  const script = `const {ownerOf, ownName} = await import(${JSON.stringify(owner)});
    console.log(await ownerOf(${JSON.stringify(folder)}), ownName());`;

  const asked = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {uid: nobody});

  assert.equal((await asked).stdout, `uid-${nobody} uid-${nobody}\n`);
});

test('a unit runs as whoever owns the root, and as this user where there is none yet', {skip}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'owner-'));
  t.after(() => rm(folder, {recursive: true}));
  await chown(folder, nobody, nobody);

  assert.equal(await unitUserOf(folder), String(nobody));
  assert.equal(await unitUserOf(join(folder, 'absent')), ownName());
});
