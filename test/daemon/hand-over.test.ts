import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {type TestContext, test} from 'node:test';
import type {Result} from '../../source/control/control.ts';
import {runDaemon} from '../../source/daemon/daemon.ts';
import {runEngineHost} from '../../source/daemon/engine-host.ts';
import type {Ways} from '../../source/daemon/reach.ts';
import {askToLeave, type Peer} from '../../source/daemon/remote-control.ts';
import {systemClock} from '../../source/system-clock.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {serveOnTempSocket} from '../helpers/temp-socket.ts';

const actor = {name: 'olga', via: 'dashboard'} as const;
const patienceMs = 5000;

test('an idle engine that is asked for the root leaves, and begins nothing more', async (t) => {
  let asked = 0;
  const control = fakeControl();
  const {peer, remote} = await serveOnTempSocket(t, control, {handOver: () => asked++});

  assert.equal(await askToLeave(peer, patienceMs), true);

  await assert.rejects(remote.perform({name: 'build'}, actor), {code: 'writer.left'});
  assert.deepEqual([asked, control.performed], [1, []]);
});

test('an engine at work is not broken off by who asks for the root', async (t) => {
  let asked = 0;
  const work = Promise.withResolvers<Result>();
  const begun = Promise.withResolvers<void>();
  const control = fakeControl({
    perform: () => {
      begun.resolve();
      return work.promise;
    },
  });
  const {peer, remote} = await serveOnTempSocket(t, control, {handOver: () => asked++});
  const building = remote.perform({name: 'build'}, actor);
  await begun.promise;

  assert.equal(await askToLeave(peer, patienceMs), false);

  work.resolve({kind: 'done', sentence: 'Sealed.'});
  assert.deepEqual([(await building).sentence, asked], ['Sealed.', 0]);
});

test('an engine that hands over to nobody says no', async (t) => {
  const {peer} = await serveOnTempSocket(t, fakeControl());

  assert.equal(await askToLeave(peer, patienceMs), false);
});

/** One lock and one socket, for an engine of either kind. */
async function root(t: TestContext): Promise<(kind: string, change?: Partial<Ways>) => Ways> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-hand-over-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  const socket = join(folder, 'control.sock');
  let held: Peer | undefined;
  return (kind, change) => ({
    clock: systemClock(),
    replay: false,
    beginning: async () => undefined,
    open: async () => {
      if (held !== undefined) return {holder: held};
      held = {socket, kind, pid: 7};
      return {
        control: fakeControl({query: () => ({progress: {state: 'idle'}})}),
        paths: {socket},
        lost: new AbortController().signal,
        release: async () => {
          held = undefined;
        },
      };
    },
    openReader: async () => fakeControl(),
    mayHold: async () => true,
    holder: async () => held,
    clearSocket: (path) => rm(path, {force: true}),
    ...change,
  });
}

/** The engine of a screen that stays open, once it holds the root. */
async function screen(ways: Ways) {
  const [input, output, leaving] = [new PassThrough(), new PassThrough(), new AbortController()];
  const ended = runEngineHost(ways, {input, output, signal: leaving.signal, actor});
  await new Promise((resolve) => output.once('data', resolve));
  return {ended, leave: () => leaving.abort()};
}

/** A daemon, and when it has said something of a type. */
function daemon(ways: Ways) {
  const [lines, leaving] = [new PassThrough({encoding: 'utf8'}), new AbortController()];
  const write = (line: string) => lines.write(`${line}\n`);
  const ended = runDaemon(ways, {actor: {...actor, via: 'daemon'}, signal: leaving.signal, write});
  const said = async (type: string) => {
    for await (const piece of lines.iterator({destroyOnReturn: false})) if (String(piece).includes(type)) return;
  };
  const end = () => {
    leaving.abort();
    return ended;
  };
  return {said, end};
}

test('a daemon that waits for the idle engine of a screen has the root of it', async (t) => {
  const waysOf = await root(t);
  const {ended} = await screen(waysOf('dashboard'));
  const {said, end} = daemon(waysOf('daemon'));

  await said('daemon.ready');

  await ended;
  assert.equal((await waysOf('command').holder())?.kind, 'daemon');
  await end();
});

test('a daemon waits for an engine whose clock was set by hand', async (t) => {
  const waysOf = await root(t);
  const {ended, leave} = await screen(waysOf('dashboard', {replay: true}));
  const holder = await waysOf('command').holder();

  assert.ok(holder);
  assert.equal(await askToLeave(holder, patienceMs), false);

  leave();
  await ended;
});
