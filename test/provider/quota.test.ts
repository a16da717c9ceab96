import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {WireReport} from '../../source/provider/connection.ts';
import {Limiter, type LimiterDeps} from '../../source/provider/quota.ts';
import {memoryLedger, steppingClock} from '../helpers/wired.ts';

const {signal} = new AbortController();

function limited(changes: Partial<LimiterDeps> = {}) {
  const clock = steppingClock();
  const ledger = memoryLedger(clock);
  const reports: WireReport[] = [];
  const deps: LimiterDeps = {
    provider: 'p',
    title: 'P',
    quota: [{requests: 5, per: 'minute'}],
    concurrency: 4,
    sleepMs: 0,
    speed: 1,
    ledger,
    clock,
    report: (report) => void reports.push(report),
    ...changes,
  };
  return {limiter: new Limiter(deps), clock, ledger, reports, deps};
}

async function send(limiter: Limiter, clock: {monotonic: () => number}, count: number): Promise<readonly number[]> {
  const sent: number[] = [];
  for (let at = 0; at < count; at += 1) {
    await limiter.run(async () => void sent.push(clock.monotonic()), signal);
  }
  return sent;
}

function mostWithin(sent: readonly number[], ms: number): number {
  return Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + ms).length));
}

test('no sliding window ever holds more than its quota', async () => {
  const {limiter, clock, ledger} = limited({
    quota: [
      {requests: 4, per: 'second'},
      {requests: 20, per: 'minute'},
    ],
  });

  const sent = await send(limiter, clock, 100);

  assert.equal(mostWithin(sent, 1000), 4);
  assert.equal(mostWithin(sent, 60_000), 20);
  assert.equal(ledger.charges.length, 100);
});

test('every request is charged before it is sent', async () => {
  const {limiter, ledger} = limited();

  const known = await limiter.run(async () => ledger.charges.length, signal);

  assert.equal(known, 1);
});

test('what was spent before a restart still counts', async () => {
  const first = limited();
  await send(first.limiter, first.clock, 5);
  first.clock.step(30_000);
  const second = limited({ledger: first.ledger, clock: first.clock});

  await send(second.limiter, first.clock, 1);

  assert.deepEqual(first.clock.slept, [31_000]);
});

test("a spent day's quota is exhausted at once, and says for how long", async () => {
  const {limiter, clock} = limited({quota: [{requests: 2, per: 'day'}]});
  await send(limiter, clock, 2);
  clock.step(3_600_000);

  await assert.rejects(send(limiter, clock, 1), {
    reason: 'exhausted',
    message: "P has had its day's requests from us.",
    retryAfterMs: 23 * 3_600_000 + 1000,
  });
  assert.deepEqual(clock.slept, []);
});

test('a wall clock set back by an hour neither hangs nor overspends', async () => {
  const {limiter, clock} = limited();
  const before = await send(limiter, clock, 5);
  clock.setBack(3_600_000);

  const after = await send(limiter, clock, 6);

  assert.equal(mostWithin([...before, ...after], 60_000), 5);
  assert.ok(clock.slept.every((ms) => ms <= 61_000));
});

test('a ledger stamped in the future, after a restart, counts as just now and no longer', async () => {
  const first = limited();
  await send(first.limiter, first.clock, 5);
  first.clock.setBack(3_600_000);
  const {limiter} = limited({ledger: first.ledger, clock: first.clock});

  await send(limiter, first.clock, 1);

  assert.deepEqual(first.clock.slept, [61_000]);
});

test("the user's own sleep comes on top of the quota", async () => {
  const {limiter, clock} = limited({sleepMs: 7000});

  await send(limiter, clock, 3);

  assert.deepEqual(clock.slept, [7000, 7000]);
});

test('callers at the same time do not share one place', async () => {
  const {limiter, clock, ledger} = limited({concurrency: 12});

  await Promise.all(Array.from({length: 12}, () => limiter.run(async () => {}, signal)));

  assert.equal(
    mostWithin(
      ledger.charges.map(({at}) => at),
      60_000,
    ),
    5,
  );
  assert.ok(clock.slept.length >= 2);
});

test('never more at once than the provider allows', async () => {
  const {limiter} = limited({quota: [], concurrency: 3});
  let running = 0;
  let most = 0;
  const job = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 25));
    running -= 1;
  };

  await Promise.all(Array.from({length: 10}, () => limiter.run(job, signal)));

  assert.equal(most, 3);
});

test('a long wait for a window is reported', async () => {
  const {limiter, clock, reports} = limited();

  await send(limiter, clock, 6);

  assert.deepEqual(reports, [{type: 'throttled', provider: 'p', attempt: 0, waitMs: 61_000}]);
});

test('a hold that is too long to wait for is exhausted until it is over', async () => {
  const {limiter, clock} = limited();
  limiter.hold(600_000);

  await assert.rejects(send(limiter, clock, 1), {reason: 'exhausted', retryAfterMs: 600_000});
  clock.step(600_000);
  await send(limiter, clock, 1);

  assert.deepEqual(clock.slept, []);
});

test('an abort ends the wait', async () => {
  const {limiter, clock} = limited();
  await send(limiter, clock, 5);

  await assert.rejects(
    limiter.run(async () => {}, AbortSignal.abort(new Error('stopped'))),
    /stopped/,
  );
});

test('speed shortens every window, and at infinity nothing is paced or written', async () => {
  const fast = limited({speed: 10});
  const unpaced = limited({speed: Number.POSITIVE_INFINITY});

  await send(fast.limiter, fast.clock, 6);
  await send(unpaced.limiter, unpaced.clock, 1000);

  assert.deepEqual(fast.clock.slept, [6100]);
  assert.deepEqual([unpaced.clock.slept, unpaced.ledger.charges.length], [[], 0]);
  assert.equal(unpaced.limiter.spent, 1000);
});

test('a forecast says what the windows would take and whether the day allows it', async () => {
  const {limiter, clock} = limited({
    quota: [
      {requests: 300, per: 'hour'},
      {requests: 1000, per: 'day'},
    ],
  });

  assert.deepEqual(limiter.forecast(300), {waitMs: 0, fits: true});
  assert.deepEqual(limiter.forecast(620), {waitMs: 2 * 3_601_000, fits: true});
  await send(limiter, clock, 1);
  assert.deepEqual(limiter.forecast(300), {waitMs: 3_601_000, fits: true});
  assert.equal(limiter.forecast(1000).fits, false);
});

test('callers that wake in the same moment do not share one place either', async () => {
  let elapsed = 0;
  let sleepers: (() => void)[] = [];
  const clock = {
    now: () => new Date(elapsed),
    monotonic: () => elapsed,
    sleep: (_ms: number) => new Promise<void>((wake) => void sleepers.push(wake)),
  };
  const ledger = memoryLedger(clock);
  const {limiter} = limited({clock, ledger, quota: [{requests: 1, per: 'second'}], concurrency: 6});
  let done = false;
  const all = Promise.all(Array.from({length: 6}, () => limiter.run(async () => {}, signal))).then(() => {
    done = true;
  });

  while (!done) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    elapsed += 1050;
    const woken = sleepers;
    sleepers = [];
    for (const wake of woken) wake();
  }
  await all;

  const times = ledger.charges.map(({at}) => at);
  assert.equal(times.length, 6);
  assert.equal(mostWithin(times, 1000), 1);
});
