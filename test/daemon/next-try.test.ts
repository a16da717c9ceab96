import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Status} from '../../source/control/query.ts';
import {withNextTry} from '../../source/daemon/next-try.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const due = {session: '2026-03-02', nextBuildAt: '2026-03-03T02:45:00.000Z'};
const later = {session: '2026-03-02', failed: 1, notBefore: Date.parse('2026-03-03T02:50:00Z')};
const forPerson = {...later, notBefore: Number.POSITIVE_INFINITY};

async function told(status: object, trials: typeof later | undefined): Promise<Status['nextTry']> {
  const control = withNextTry(fakeControl({query: () => status}), () => trials);
  return (await control.query({name: 'status'})).nextTry;
}

test('the status of a daemon has its next try, or that a person is waited for', async () => {
  assert.deepEqual(await told(due, later), {at: '2026-03-03T02:50:00.000Z'});
  assert.deepEqual(await told(due, forPerson), {});
  assert.equal(await told(due, undefined), undefined);
});

test('nothing is left to try once a person sealed the night, another night is due, or nothing may build', async () => {
  assert.equal(await told({...due, sealed: {session: '2026-03-02'}}, forPerson), undefined);
  assert.deepEqual(await told({...due, sealed: {session: '2026-02-27'}}, forPerson), {});
  assert.equal(await told({...due, session: '2026-03-03'}, later), undefined);
  assert.equal(await told({...due, halted: {}}, later), undefined);
  assert.equal(await told({...due, nextBuildAt: undefined}, later), undefined);
});

test('other answers, commands and their refusals go through as they are', async () => {
  const denied = new Error('No.');
  const inner = fakeControl({
    query: ({name}) => ({name}),
    may: () => {
      throw denied;
    },
  });
  const control = withNextTry(inner, () => later);

  assert.deepEqual(await control.query({name: 'funnel'}), {name: 'funnel'});
  await assert.rejects(control.expectMay({name: 'stop'}, {name: 'vera', via: 'command'}), denied);
  await control.perform({name: 'stop'}, {name: 'ann', via: 'command'});
  assert.deepEqual(inner.performed, [{command: {name: 'stop'}, actor: {name: 'ann', via: 'command'}}]);
});
