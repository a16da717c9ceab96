import {spawn} from 'node:child_process';
import type {Readable, Writable} from 'node:stream';
import {z} from 'zod';
import type {Actor, Control} from '../control/control.ts';
import {Failure} from '../failure.ts';
import {host, type Reached, type Ways} from './reach.ts';
import {expectMayHold} from './read-only.ts';
import type {Peer} from './remote-control.ts';

/** How to start this program again. */
export type Program = {readonly command: string; readonly args: readonly string[]};

/** Variables of the environment that hold secrets, by name; no environment has them any more. */
export const Secrets = z.record(z.string(), z.string());
export type Secrets = Readonly<z.infer<typeof Secrets>>;

const ready = 'ready\n';

/**
 * The dashboard's engine in a process of its own: terminal writes are synchronous, and a stalled screen must not stall a build.
 * Ends in good order when `input`, the dashboard's pipe, closes, when the signal aborts, or when a daemon that waits asks for the root.
 */
export async function runEngineHost(ways: Ways, {input, output, signal, actor}: Pipes): Promise<void> {
  await expectMayHold(ways, actor);
  const opened = await ways.open();
  // Somebody was quicker; the dashboard finds them as soon as it hears that this process has done its part.
  if (!('control' in opened)) {
    output.write(ready);
    return;
  }
  const leaving = new AbortController();
  // A clock that was set by hand is nobody else's, and the screen would go on without it.
  const hosting = ways.replay ? {} : {handOver: () => leaving.abort()};
  const {control, close} = await host(opened, ways, hosting);
  output.write(ready);
  const {lost} = opened;
  await closed(input, AbortSignal.any([signal, lost, leaving.signal]));
  if (!lost.aborted) return stopAndClose({control, close}, actor);
  await close();
  lost.throwIfAborted();
}

/** The first line of the dashboard's pipe, read before anything is opened; nothing where the pipe ends at once. */
export async function readSecrets(input: Readable): Promise<Secrets> {
  let text = '';
  // Not destroyed on return: the pipe has to last as long as the dashboard.
  for await (const piece of input.setEncoding('utf8').iterator({destroyOnReturn: false})) {
    text += String(piece);
    if (text.includes('\n')) break;
  }
  const line = text.split('\n', 1)[0] ?? '';
  try {
    return line === '' ? {} : Secrets.parse(JSON.parse(line));
  } catch {
    // Neither the text nor what the parser says of it may be told: it quotes what it read.
    throw new Failure('engine.secrets', 'The dashboard handed over something other than its secrets.', {
      hint: 'Start the engine through a dashboard: universe.',
      kind: 'usage',
    });
  }
}

export type Pipes = {
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
  readonly actor: Actor;
};

/** Ends what runs at its next batch, answers who still waits, and lets go of the lock. */
export async function stopAndClose({control, close}: Pick<Reached, 'control' | 'close'>, actor: Actor): Promise<void> {
  try {
    await stopRunning(control, actor);
  } finally {
    // Who may not stop it, their role taken away meanwhile, ends this process all the same, and closing ends what runs.
    await close();
  }
}

export async function stopRunning(control: Control, actor: Actor): Promise<void> {
  const {progress} = await control.query({name: 'status'});
  if (progress.state === 'running') await control.perform({name: 'stop'}, actor);
}

export type Engine = Program & {readonly secrets: Secrets};
export type EngineHost = {readonly pid: number | undefined; readonly end: () => void};

/** Starts an engine host and resolves when it holds the root, or when somebody else does. */
export async function startEngineHost(
  {command, args, secrets}: Engine,
  holder: () => Promise<Peer | undefined>,
): Promise<EngineHost> {
  // In a session of its own: Ctrl-Z and a hangup of the terminal are meant for the screen alone.
  const child = spawn(command, [...args], {stdio: ['pipe', 'pipe', 'pipe'], detached: true});
  let said = '';
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    complaint = `${complaint}${piece}`.slice(-2000);
  });
  child.stdin.on('error', () => {
    // It has ended by itself; the dashboard learns that from the socket.
  });
  child.stdin.write(`${JSON.stringify(secrets)}\n`);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
      if (said.includes(ready)) resolve();
    });
  });
  if (!said.includes(ready) && (await holder()) === undefined) {
    throw new Failure('engine.start', complaint.trim() || 'The engine ended before it had begun.');
  }
  // The pipe alone ties them together; the dashboard's own end must not wait for the child's.
  child.unref();
  return {pid: child.pid, end: () => child.stdin.end()};
}

function closed(input: Readable, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    input
      .resume()
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => resolve());
    signal.addEventListener('abort', () => resolve(), {once: true});
    if (signal.aborted || input.readableEnded || input.destroyed) resolve();
  });
}
