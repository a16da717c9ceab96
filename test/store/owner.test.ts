import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {chown, mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {Failure} from '../../source/failure.ts';
import {ownerOf, ownName, ownNumber, refuseAsRoot, unitUserOf} from '../../source/store/owner.ts';

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

test('whoever else owns a folder is named as the system has it, and by number where it has no name', {
  skip,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'owner-'));
  t.after(() => rm(folder, {recursive: true}));
  const {uid} = userInfo({encoding: 'utf8'});
  const {stdout} = await promisify(execFile)('id', ['-u', 'nobody']);

  await chown(folder, Number(stdout), uid);
  assert.equal(await ownerOf(folder), 'nobody');
  await chown(folder, nobody, uid);
  assert.equal(await ownerOf(folder), `uid:${nobody}`);
});

test('of a folder that is not there nobody is the owner, which is said', async () => {
  const folder = join(tmpdir(), 'owner-of-nothing');

  await assert.rejects(ownerOf(folder), {code: 'root.absent', message: `There is no root at ${folder} yet.`});
});

test("root changes nothing in somebody else's root, and is told as whom to run", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'owner-'));
  t.after(() => rm(folder, {recursive: true}));
  if (ownNumber() === 0) await chown(folder, nobody, nobody);
  const owner = (await stat(folder)).uid;

  await assert.rejects(refuseAsRoot(folder, 0), (thrown) => {
    assert.ok(thrown instanceof Failure);
    assert.deepEqual([thrown.code, thrown.exitCode], ['root.as-root', 5]);
    assert.match(thrown.hint ?? '', owner === nobody ? /sudo -u '#54321987' universe/ : /sudo -u \S+ universe/);
    return true;
  });
  await refuseAsRoot(folder, owner);
  await refuseAsRoot(join(folder, 'absent'), 0);
});
