import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {copyFile, mkdir, rename, stat, symlink, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {dirname, join} from 'node:path';
import test, {type TestContext} from 'node:test';
import type {Failure} from '../../source/failure.ts';
import {acquireWriter, readHolder} from '../../source/store/writer-lock.ts';
import {stillClock, tempFolder} from './store-fixture.ts';

const pathsIn = (folder: string) => ({
  lock: join(folder, 'writer.lock'),
  control: join(folder, 'control.json'),
  socket: join(folder, 'control.sock'),
});

function contender(t: TestContext, folder: string, hold: number): ChildProcess & {said: Promise<string>} {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'lock-contender.ts'), folder, String(hold)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const said = once(child.stdout, 'data').then(([text]) => String(text).trim());
  return Object.assign(child, {said});
}

test("the lock of a root is its owner's alone, one that an earlier version made open to others too", async (t) => {
  const paths = pathsIn(await tempFolder(t));
  await writeFile(paths.lock, '', {mode: 0o644});

  const taken = await acquireWriter(paths, {kind: 'daemon', clock: stillClock});

  assert.ok(!('holder' in taken));
  assert.equal((await stat(paths.lock)).mode & 0o777, 0o600);
  assert.equal(taken.stillHeld(), true);
  await taken.release();
});

test('a second writer is refused and told who holds, until it is released', async (t) => {
  const paths = pathsIn(await tempFolder(t));
  const first = await acquireWriter(paths, {kind: 'daemon', clock: stillClock});
  assert.ok(!('holder' in first));

  const second = await acquireWriter(paths, {kind: 'command', clock: stillClock});
  assert.ok('holder' in second);
  assert.deepEqual([second.holder?.pid, second.holder?.kind, second.holder?.held], [process.pid, 'daemon', true]);
  assert.equal(first.stillHeld(), true);
  await first.release();
  const third = await acquireWriter(paths, {kind: 'command', clock: stillClock});

  assert.ok(!('holder' in third));
  assert.equal(third.epoch, first.epoch + 1);
  await third.release();
  assert.equal(await readHolder(paths), undefined);
});

test('who holds a root does not hold a copy of it, and answers for the root by whatever path', async (t) => {
  const folder = await tempFolder(t);
  const [original, copy, alias] = ['original', 'copy', 'alias'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(original);
  const held = await acquireWriter(pathsIn(original), {kind: 'dashboard', clock: stillClock});
  assert.ok(!('holder' in held));
  const door = createServer().listen(pathsIn(original).socket);
  await once(door, 'listening');
  t.after(() => door.close());
  await mkdir(copy);
  for (const name of ['writer.lock', 'control.json']) await copyFile(join(original, name), join(copy, name));
  await symlink(original, alias);

  assert.equal((await readHolder(pathsIn(copy)))?.held, false);
  const ofCopy = await acquireWriter(pathsIn(copy), {kind: 'command', clock: stillClock});
  assert.ok(!('holder' in ofCopy));
  // Without the lock the door alone tells, and by another path it is the same one.
  await rename(pathsIn(original).lock, join(folder, 'elsewhere'));
  assert.equal((await readHolder(pathsIn(alias)))?.held, true);
  await ofCopy.release();
  await held.release();
});

test('a killed holder leaves its note, not its lock', async (t) => {
  const folder = await tempFolder(t);
  const child = contender(t, folder, 60_000);
  assert.equal(await child.said, 'held 1');
  assert.equal((await readHolder(pathsIn(folder)))?.held, true);
  child.kill('SIGKILL');
  await once(child, 'exit');

  const left = await readHolder(pathsIn(folder));
  const next = await acquireWriter(pathsIn(folder), {kind: 'command', clock: stillClock});

  assert.deepEqual([left?.pid, left?.held], [child.pid, false]);
  assert.ok(!('holder' in next));
  assert.equal(next.epoch, 2);
  await next.release();
});

test('of twelve processes at once exactly one holds', async (t) => {
  const folder = await tempFolder(t);

  const children = Array.from({length: 12}, () => contender(t, folder, 60_000));
  const said = await Promise.all(children.map((child) => child.said));

  assert.deepEqual(
    said.filter((word) => word !== 'refused'),
    ['held 1'],
  );
});

test('a holder whose lock file was replaced knows that it holds no more', async (t) => {
  const paths = pathsIn(await tempFolder(t));
  const lock = await acquireWriter(paths, {kind: 'daemon', clock: stillClock});
  assert.ok(!('holder' in lock));
  await rename(paths.lock, `${paths.lock}.away`);
  await writeFile(paths.lock, '');

  assert.equal(lock.stillHeld(), false);
  await lock.release();
});

test('a lock file that is gone is taken again, once, and held against others', async (t) => {
  const paths = pathsIn(await tempFolder(t));
  const lock = await acquireWriter(paths, {kind: 'daemon', clock: stillClock});
  assert.ok(!('holder' in lock));
  let told = 0;
  lock.onRetaken = () => told++;
  await rename(paths.lock, `${paths.lock}.away`);

  lock.confirm();
  lock.confirm();
  const second = await contender(t, dirname(paths.lock), 60_000).said;

  assert.deepEqual([told, lock.stillHeld(), lock.epoch, second], [1, true, 2, 'refused']);
  await lock.release();
});

test('a holder whose root another process has taken over may write no more, and leaves the note of the other', async (t) => {
  const paths = pathsIn(await tempFolder(t));
  const lock = await acquireWriter(paths, {kind: 'daemon', clock: stillClock});
  assert.ok(!('holder' in lock));
  const lost: Failure[] = [];
  lock.onLost = (because) => lost.push(because);
  await rename(paths.lock, `${paths.lock}.away`);
  const other = contender(t, dirname(paths.lock), 60_000);
  assert.equal(await other.said, 'held 1');

  assert.throws(() => lock.confirm(), {code: 'lock.lost'});
  assert.throws(() => lock.confirm(), {code: 'lock.lost'});
  await lock.release();

  assert.equal(lost.length, 1);
  assert.deepEqual([(await readHolder(paths))?.pid, (await readHolder(paths))?.held], [other.pid, true]);
});

test('a lock that another process had and let go of meanwhile is lost all the same', async (t) => {
  const paths = pathsIn(await tempFolder(t));
  const lock = await acquireWriter(paths, {kind: 'daemon', clock: stillClock});
  assert.ok(!('holder' in lock));
  await rename(paths.lock, `${paths.lock}.away`);
  await once(contender(t, dirname(paths.lock), 0), 'exit');

  assert.throws(() => lock.confirm(), {code: 'lock.lost'});
  await lock.release();
});

for (const what of ['removed', 'replaced']) {
  test(`a lock file that was ${what} is not taken while its holder still answers`, async (t) => {
    const paths = pathsIn(await tempFolder(t));
    const lock = await acquireWriter(paths, {kind: 'daemon', clock: stillClock});
    assert.ok(!('holder' in lock));
    const server = createServer().listen(paths.socket);
    await once(server, 'listening');
    await rename(paths.lock, `${paths.lock}.away`);
    if (what === 'replaced') await writeFile(paths.lock, '');

    const second = await acquireWriter(paths, {kind: 'command', clock: stillClock});

    assert.ok('holder' in second);
    assert.deepEqual([second.holder?.pid, second.holder?.held], [process.pid, true]);
    server.close();
    await lock.release();
  });
}

test('a lock file of another kind is named, not overwritten', async (t) => {
  const paths = pathsIn(await tempFolder(t));
  await writeFile(paths.lock, 'this is no database'.repeat(100));

  await assert.rejects(acquireWriter(paths, {kind: 'daemon', clock: stillClock}), {code: 'lock.unreadable'});
});

test('what the disk refuses SQLite is said by the path, in words', async (t) => {
  const paths = pathsIn(await tempFolder(t));
  await mkdir(paths.lock);

  await assert.rejects(acquireWriter(paths, {kind: 'command', clock: stillClock}), (thrown: Error) => {
    assert.match(thrown.message, /writer\.lock could not be written: a folder stands in its place/);
    return true;
  });
});
