import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {taken} from '../../source/tui/taken.ts';

/** A stream with so many bytes on their way, and what has been taken of them so far. */
function stream(t: TestContext, {isTTY}: {readonly isTTY: boolean}) {
  t.mock.timers.enable({apis: ['setTimeout']});
  const handle = {writeQueueSize: 9000};
  let all = (): void => {};
  const write = (_text: string, done: () => void): boolean => {
    all = done;
    return false;
  };
  // Only what is used of a WriteStream.
  const given = {isTTY, write, _handle: handle} as unknown as NodeJS.WriteStream;
  let isOver = false;
  void taken(given).then(() => {
    isOver = true;
  });
  const later = async (ms: number, left: number): Promise<boolean> => {
    handle.writeQueueSize = left;
    t.mock.timers.tick(ms);
    await Promise.resolve();
    await Promise.resolve();
    return isOver;
  };
  return {later, all: () => all()};
}

test('a terminal that takes a little every second is waited for, one that takes nothing is left', async (t) => {
  const {later} = stream(t, {isTTY: true});

  assert.deepEqual(
    [await later(1000, 7000), await later(1000, 3000), await later(999, 3000), await later(1, 3000)],
    [false, false, false, true],
  );
});

test('a pipe is waited for however long it takes', async (t) => {
  const {later, all} = stream(t, {isTTY: false});

  assert.equal(await later(3_600_000, 9000), false);
  all();
  assert.equal(await later(0, 0), true);
});
