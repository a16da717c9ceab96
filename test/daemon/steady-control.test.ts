import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Control} from '../../source/control/control.ts';
import {left} from '../../source/daemon/guest-control.ts';
import {noAnswer} from '../../source/daemon/remote-control.ts';
import {steadyControl} from '../../source/daemon/steady-control.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {manualClock} from '../helpers/manual-clock.ts';

const actor = {name: 'ann', via: 'dashboard'} as const;
const gone = () => Promise.reject(noAnswer({socket: '/x', kind: 'daemon', pid: 1}));

/** Finds the controls given, one after the other. */
function finding(...controls: readonly Control[]) {
  let found = 0;
  const control = steadyControl(async () => controls[Math.min(found++, controls.length - 1)] as Control, manualClock());
  return {control, found: () => found};
}

test('a question whose holder has gone is asked of the next one', async () => {
  const {control, found} = finding(fakeControl({query: gone}), fakeControl({query: () => ({root: '/second'})}));

  assert.deepEqual(await control.query({name: 'status'}), {root: '/second'});
  assert.equal(found(), 2);
});

test('a command is never repeated, for the holder may have done it', async () => {
  const second = fakeControl();
  const {control} = finding(fakeControl({perform: gone}), second);

  await assert.rejects(control.perform({name: 'stop'}, actor), {code: 'writer.no-answer'});

  assert.deepEqual(second.performed, []);
});

test('a command that a leaving holder never began is asked of the next one', async () => {
  const second = fakeControl();
  const clock = {...manualClock(), sleep: async () => {}};
  const first = fakeControl({perform: () => Promise.reject(left('process 1'))});
  const found = [first, second];
  const control = steadyControl(async () => found.shift() as Control, clock);

  await control.perform({name: 'stop'}, actor);

  assert.equal(second.performed.length, 1);
});

test('the next command after a loss goes to the next holder', async () => {
  const second = fakeControl();
  const {control} = finding(fakeControl({perform: gone}), second);
  await control.perform({name: 'stop'}, actor).catch(() => {});

  await control.perform({name: 'stop'}, actor);

  assert.equal(second.performed.length, 1);
});

test('a holder that cannot be found is looked for again', async () => {
  let tries = 0;
  const control = steadyControl(async () => {
    if (++tries === 1) throw new Error('not yet');
    return fakeControl({query: () => 'here'});
  }, manualClock());
  await assert.rejects(control.query({name: 'status'}), /not yet/);

  assert.equal(await control.query({name: 'status'}), 'here');
});

test('the events of a holder that no longer answers end, so that those of the next one are heard', async () => {
  const first = fakeControl({query: gone});
  const {control} = finding(first, fakeControl({query: () => 'here'}));
  const signal = new AbortController().signal;
  const heard: string[] = [];
  const following = (async () => {
    for await (const {event} of control.events(0, signal)) heard.push(event.type);
  })();
  first.emit({type: 'provider.recovered', provider: 'p'});
  await new Promise((resolve) => setImmediate(resolve));

  await control.query({name: 'status'});
  await following;

  assert.deepEqual(heard, ['provider.recovered']);
});

test('several questions at once find one holder', async () => {
  const {control, found} = finding(fakeControl({query: () => 1}));

  await Promise.all([control.query({name: 'status'}), control.query({name: 'plan'}), control.query({name: 'history'})]);

  assert.equal(found(), 1);
});
