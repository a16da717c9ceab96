import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import type {Control} from '../../source/control/control.ts';
import {attach, type Peer} from '../../source/daemon/remote-control.ts';
import {type Serving, serve} from '../../source/daemon/server.ts';
import {systemClock} from '../../source/system-clock.ts';

/** A control served on a socket in a folder of its own, and the same control as another process gets it. */
export async function serveOnTempSocket(t: TestContext, control: Control, how: Pick<Serving, 'handOver'> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'universe socket: '));
  const peer: Peer = {socket: join(folder, 'control.sock'), kind: 'daemon', pid: process.pid};
  const server = await serve(control, {
    ...how,
    socket: peer.socket,
    clock: systemClock(),
    clearSocket: () => rm(peer.socket, {force: true}),
  });
  t.after(async () => {
    await server.close();
    await rm(folder, {recursive: true, force: true});
  });
  return {peer, server, remote: attach(peer)};
}
