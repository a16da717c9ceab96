import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {host, reachReader, reachWriter, type Ways} from '../../source/daemon/reach.ts';
import type {Peer} from '../../source/daemon/remote-control.ts';
import {Failure} from '../../source/failure.ts';
import {systemClock} from '../../source/system-clock.ts';
import {fakeControl} from '../helpers/fake-control.ts';

type Root = Ways & {readonly released: () => number};

/** A root whose lock is a variable, its socket a real one. */
async function root(t: TestContext, change: Partial<Ways> = {}): Promise<Root> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-reach-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  const socket = join(folder, 'control.sock');
  let held: Peer | undefined;
  let released = 0;
  return {
    clock: systemClock(),
    replay: false,
    open: async () => {
      if (held !== undefined) return {holder: held};
      held = {socket, kind: 'command', pid: 7};
      const control = fakeControl({query: () => 'from the writer'});
      const release = async () => {
        held = undefined;
        released++;
      };
      return {control, paths: {socket}, lost: new AbortController().signal, release};
    },
    beginning: async () => undefined,
    openReader: async () => fakeControl({query: () => 'from the files'}),
    mayHold: async () => true,
    holder: async () => held,
    clearSocket: (path) => rm(path, {force: true}),
    released: () => released,
    ...change,
  };
}

test('the first writer holds, the second works through it', async (t) => {
  const ways = await root(t);
  const first = await reachWriter(ways);
  const second = await reachWriter(ways);

  assert.equal(first.holder, undefined);
  assert.equal(second.holder?.pid, 7);
  assert.equal(await second.control.query({name: 'status'}), 'from the writer');

  await second.close();
  assert.equal(ways.released(), 0);
  await first.close();
  assert.equal(ways.released(), 1);
});

test('a reader asks the holder, and the files when there is none', async (t) => {
  const ways = await root(t);
  const alone = await reachReader(ways);
  assert.equal(await alone.control.query({name: 'status'}), 'from the files');

  const writer = await reachWriter(ways);
  const beside = await reachReader(ways);
  assert.equal(await beside.control.query({name: 'status'}), 'from the writer');
  await writer.close();
});

test('a clock set by hand is refused beside a holder', async (t) => {
  const ways = await root(t);
  const writer = await reachWriter(ways);

  await assert.rejects(reachReader({...ways, replay: true}), {code: 'replay.attached', exitCode: 2});
  await assert.rejects(reachWriter({...ways, replay: true}), {code: 'replay.attached', exitCode: 2});
  await writer.close();
});

test('whoever may not hold the root asks the files, and its holder as soon as there is one', async (t) => {
  const ways = await root(t);
  const opens: string[] = [];
  const vera = {...ways, mayHold: async () => false, open: () => Promise.reject(opens.push('opened'))};
  const alone = await reachWriter(vera);
  const heard = alone.control.events(0, new AbortController().signal)[Symbol.asyncIterator]();

  assert.equal(await alone.control.query({name: 'status'}), 'from the files');
  assert.deepEqual([await ways.holder(), opens], [undefined, []]);

  const writer = await reachWriter(ways);
  assert.equal((await heard.next()).done, true);
  await assert.rejects(alone.control.query({name: 'status'}), {code: 'writer.left'});
  const beside = await reachWriter(vera);
  assert.equal(await beside.control.query({name: 'status'}), 'from the writer');
  assert.deepEqual(opens, []);
  await writer.close();
});

test('whoever was given a role meanwhile is sent on to an engine', async (t) => {
  const onlyRead = new Failure('control.read-only', 'This process only reads.');
  const ways = await root(t, {openReader: async () => fakeControl({perform: () => Promise.reject(onlyRead)})});
  const {control} = await reachWriter({...ways, mayHold: async () => false});

  await assert.rejects(control.perform({name: 'stop'}, {name: 'vera', via: 'command'}), {code: 'writer.left'});
});

test('a holder that ends while it is asked makes room for the next', async (t) => {
  const dying: Peer = {socket: '/nowhere/control.sock', kind: 'command', pid: 1};
  const ways = await root(t);
  let asked = 0;
  const reached = await reachWriter({...ways, open: async () => (++asked < 3 ? {holder: dying} : ways.open())});

  assert.equal(reached.holder, undefined);
  assert.equal(asked, 3);
  await reached.close();
});

test('a holder that never answers ends in exit code 4', async (t) => {
  const silent: Peer = {socket: '/nowhere/control.sock', kind: 'daemon', pid: 42};
  let passed = 0;
  const sleep = async (ms: number) => {
    passed += ms;
  };
  const clock = {...systemClock(), monotonic: () => passed, sleep};
  const ways = await root(t, {open: async () => ({holder: silent}), clock});

  await assert.rejects(reachWriter(ways), {
    exitCode: 4,
    message: 'The daemon that holds this root (process 42) does not answer.',
  });
});

test('a socket that cannot be made gives the lock back', async (t) => {
  const ways = await root(t, {clearSocket: () => Promise.reject(new Error('no'))});
  const opened = await ways.open();
  assert.ok('control' in opened);

  await assert.rejects(host(opened, ways), /no/);

  assert.equal(ways.released(), 1);
});
