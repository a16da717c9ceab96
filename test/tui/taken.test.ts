import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {taken} from '../../source/tui/taken.ts';

/** A stream with so many bytes on their way, and what has been taken of them so far. */
function stream(t: TestContext, {isTTY, ending}: {readonly isTTY: boolean; readonly ending: AbortSignal}) {
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
  void taken(given, ending).then(() => {
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
  const {later} = stream(t, {isTTY: true, ending: AbortSignal.abort()});

  assert.deepEqual(
    [await later(1000, 7000), await later(1000, 3000), await later(999, 3000), await later(1, 3000)],
    [false, false, false, true],
  );
});

test('who stops the output to read it loses nothing until somebody asks for the end', async (t) => {
  const asked = new AbortController();
  const {later} = stream(t, {isTTY: true, ending: asked.signal});
  const patient = await later(3_600_000, 9000);
  asked.abort();

  assert.deepEqual([patient, await later(999, 9000), await later(1, 9000)], [false, false, true]);
});

test('a pipe is waited for however long it takes', async (t) => {
  const {later, all} = stream(t, {isTTY: false, ending: AbortSignal.abort()});

  assert.equal(await later(3_600_000, 9000), false);
  all();
  assert.equal(await later(0, 0), true);
});
