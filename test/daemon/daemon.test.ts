import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runDaemon} from '../../source/daemon/daemon.ts';
import {Failure} from '../../source/failure.ts';
import {systemClock} from '../../source/system-clock.ts';
import {fakeControl} from '../helpers/fake-control.ts';

test('a daemon of whoever may not build lets go of the root before anybody is served', async () => {
  const denied = new Failure('access.denied', 'vera is a viewer here.', {kind: 'credentials'});
  const asked: string[] = [];
  const lines: string[] = [];
  let released = 0;
  const control = fakeControl({
    may: ({name}, actor) => {
      asked.push(`${name} by ${actor.name}`);
      throw denied;
    },
  });
  const never = () => Promise.reject(new Error('Nobody should have come this far.'));
  const opened = {
    control,
    paths: {socket: '/nowhere/control.sock'},
    lost: new AbortController().signal,
    release: async () => void released++,
  };
  const ways = {
    clock: systemClock(),
    replay: false,
    open: async () => opened,
    beginning: async () => undefined,
    openReader: never,
    mayHold: async () => true,
    holder: never,
    clearSocket: never,
  };

  const running = runDaemon(ways, {
    actor: {name: 'vera', via: 'daemon'},
    signal: new AbortController().signal,
    write: (line) => lines.push(line),
  });

  await assert.rejects(running, denied);
  assert.deepEqual([asked, released, lines, control.performed], [['build by vera'], 1, [], []]);
});

test('a daemon of whoever only reads is denied before it holds anything', async () => {
  const denied = new Failure('access.denied', 'vera is a viewer here.', {kind: 'credentials'});
  const reader = fakeControl({perform: () => Promise.reject(denied)});
  const never = () => Promise.reject(new Error('Nobody should have come this far.'));
  const ways = {
    clock: systemClock(),
    replay: false,
    open: never,
    openReader: async () => reader,
    beginning: async () => undefined,
    mayHold: async () => false,
    holder: never,
    clearSocket: never,
  };
  const vera = {name: 'vera', via: 'daemon'} as const;

  const running = runDaemon(ways, {actor: vera, signal: new AbortController().signal, write: () => {}});

  await assert.rejects(running, denied);
  assert.deepEqual(reader.performed, [{command: {name: 'build'}, actor: vera}]);
});
