import assert from 'node:assert/strict';
import {test} from 'node:test';
import {reachEngine} from '../../source/daemon/reach-engine.ts';
import type {Peer} from '../../source/daemon/remote-control.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {serveOnTempSocket} from '../helpers/temp-socket.ts';

const ways = {
  mayHold: async () => true,
  openReader: async () => fakeControl({query: () => 'from the files'}),
};

test('a dashboard of whoever may not hold the root starts no engine, and reads', async () => {
  let starts = 0;
  const found = await reachEngine(
    {...ways, clock: manualClock(), mayHold: async () => false, holder: async () => undefined},
    async () => void starts++,
  );

  assert.deepEqual([await found.query({name: 'status'}), starts], ['from the files', 0]);
});

test('an engine that took longer to start than anybody waits for an answer is asked all the same', async (t) => {
  const {peer} = await serveOnTempSocket(t, fakeControl({query: () => 'from the engine'}));
  const clock = manualClock();
  let held: Peer | undefined;

  const reaching = reachEngine({...ways, clock, holder: async () => held}, async () => {
    await clock.advance(60_000);
    held = peer;
  });
  const moving = setInterval(() => void clock.advance(50), 5);
  t.after(() => clearInterval(moving));

  assert.equal(await (await reaching).query({name: 'status'}), 'from the engine');
});

test('an engine that ends as soon as it has started is given up, by name of what is wrong', async (t) => {
  const clock = manualClock();
  let starts = 0;
  const reaching = reachEngine({...ways, clock, holder: async () => undefined}, async () => {
    starts++;
  });
  const moving = setInterval(() => void clock.advance(500), 5);
  t.after(() => clearInterval(moving));

  await assert.rejects(reaching, {code: 'writer.no-answer'});
  assert.ok(starts > 1);
});
