import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmod, mkdir, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import {exclusively} from '../../source/store/exclusively.ts';
import {systemClock} from '../../source/system-clock.ts';
import {fastClock} from '../helpers/fast-clock.ts';
import {stillClock, tempFolder} from './store-fixture.ts';

async function lockIn(t: TestContext): Promise<string> {
  return join(await tempFolder(t), 'secrets', '.lock');
}

function contender(t: TestContext, lock: string, hold: number): ChildProcess & {held: Promise<unknown>} {
  const script = join(import.meta.dirname, 'exclusive-contender.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, lock, `${hold}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  return Object.assign(child, {held: once(child.stdout, 'data')});
}

test('what the work comes to is handed on, and the lock is free again', async (t) => {
  const lock = await lockIn(t);

  assert.equal(await exclusively(lock, stillClock, async () => 'value'), 'value');
  const thrown = exclusively(lock, stillClock, () => Promise.reject(new Failure('test.refused', 'It is refused.')));

  await assert.rejects(thrown, {code: 'test.refused'});
  assert.equal(await exclusively(lock, stillClock, async () => 'again'), 'again');
  assert.equal((await stat(dirname(lock))).mode & 0o777, 0o700);
});

test("a lock is its owner's alone, one that an earlier version made open to others too", async (t) => {
  const lock = await lockIn(t);
  const mode = async () => (await stat(lock)).mode & 0o777;

  const made = await exclusively(lock, stillClock, mode);
  await chmod(lock, 0o644);

  assert.deepEqual([made, await exclusively(lock, stillClock, mode)], [0o600, 0o600]);
});

test('works of one process wait for each other', async (t) => {
  const lock = await lockIn(t);
  const clock = systemClock();
  let inside = 0;
  let most = 0;

  await Promise.all(
    Array.from({length: 8}, () =>
      exclusively(lock, clock, async () => {
        most = Math.max(most, ++inside);
        await clock.sleep(2);
        inside -= 1;
      }),
    ),
  );

  assert.deepEqual([inside, most], [0, 1]);
});

test('a second process waits until the first has let go', async (t) => {
  const lock = await lockIn(t);
  const order: string[] = [];
  const clock = systemClock();
  let child: ReturnType<typeof contender> | undefined;

  await exclusively(lock, clock, async () => {
    child = contender(t, lock, 0);
    void child.held.then(() => order.push('child'));
    // Far longer than it takes to start and to find the lock taken.
    await clock.sleep(1500);
    order.push('parent');
  });
  await child?.held;

  assert.deepEqual(order, ['parent', 'child']);
});

test('a killed holder frees the lock at once', async (t) => {
  const lock = await lockIn(t);
  const child = contender(t, lock, 60_000);
  await child.held;
  child.kill('SIGKILL');
  await once(child, 'exit');

  // This clock never comes to the end of a wait.
  assert.equal(await exclusively(lock, stillClock, async () => 'value'), 'value');
});

test('who has waited long enough is told which lock it is, and has done nothing', async (t) => {
  const lock = await lockIn(t);
  await contender(t, lock, 60_000).held;
  let done = false;

  const thrown = await exclusively(lock, fastClock(new Date('2026-03-02T22:00:00Z')), async () => {
    done = true;
  }).catch((error: unknown) => error);

  assert.ok(thrown instanceof Failure);
  assert.deepEqual([thrown.code, thrown.kind, done], ['lock.busy', 'no-answer', false]);
  assert.ok(thrown.message.includes(lock));
});

test('what the disk refuses the lock is said by the path', async (t) => {
  const lock = await lockIn(t);
  await mkdir(lock, {recursive: true});

  const thrown = await exclusively(lock, stillClock, async () => {}).catch((error: unknown) => error);

  assert.ok(thrown instanceof Failure && thrown.message.startsWith(lock), String(thrown));
});

test('where the folder of the lock cannot be made, that is said as well', async (t) => {
  const lock = await lockIn(t);
  await writeFile(dirname(lock), 'in the way');

  const thrown = await exclusively(lock, stillClock, async () => {}).catch((error: unknown) => error);

  assert.ok(thrown instanceof Failure && thrown.message.startsWith(lock), String(thrown));
});
