import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Slots} from '../../source/provider/slots.ts';

const clock = {
  now: () => new Date(Date.now()),
  monotonic: () => performance.now(),
  sleep: async () => {},
};

test('jobs that queue while the real wall clock goes back an hour still run', {timeout: 5000}, async (t) => {
  const slots = new Slots(1, clock);
  const real = Date.now;
  const ran: number[] = [];
  const job = (name: number) => slots.run(async () => void ran.push(name));

  const first = slots.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    t.mock.method(Date, 'now', () => real() - 3_600_000);
    ran.push(1);
  });
  await Promise.all([first, job(2), job(3)]);
  await job(4);

  assert.deepEqual(ran, [1, 2, 3, 4]);
});

test("a job's own failure is its caller's, and frees the slot", async () => {
  const slots = new Slots(1, clock);

  await assert.rejects(
    slots.run(async () => {
      throw new Error('broken');
    }),
    /broken/,
  );

  assert.equal(await slots.run(async () => 7), 7);
});
