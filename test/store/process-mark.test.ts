import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {type TestContext, test} from 'node:test';
import {isGone, markOf, ownMark} from '../../source/store/process-mark.ts';

async function ended(t: TestContext) {
  const child = spawn('sleep', ['600']);
  t.after(() => child.kill('SIGKILL'));
  const mark = await markOf(child.pid ?? 0);
  const before = await isGone(mark);
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
  return {mark, before};
}

test('a process is there until it has ended', async (t) => {
  const {mark, before} = await ended(t);

  assert.deepEqual([before, await isGone(mark), await isGone(await ownMark())], [false, true, false]);
});

test('another process under its number, or another start of the machine, is not the one', async () => {
  const own = await ownMark();

  assert.equal(await isGone({...own, start: '1'}), true);
  assert.equal(await isGone({...own, boot: 'another'}), true);
});

test('of a process on another machine or in another container nobody says that it is gone', async (t) => {
  const {mark} = await ended(t);

  assert.equal(await isGone({...mark, host: 'elsewhere.example'}), false);
  assert.equal(await isGone({...mark, space: 'pid:[1]'}), false);
});
