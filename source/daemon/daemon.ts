import type {Clock} from '../clock.ts';
import type {Actor, Control} from '../control/control.ts';
import {Failure, sentenceOf} from '../failure.ts';
import {stopAndClose, stopRunning} from './engine-host.ts';
import {withNextTry} from './next-try.ts';
import {host, type Opened, type Ways} from './reach.ts';
import {expectMayHold} from './read-only.ts';
import {askToLeave} from './remote-control.ts';
import {schedule, type Trials} from './scheduler.ts';

export type DaemonOptions = {
  readonly actor: Actor;
  /** Aborts when a signal asks the daemon to end. */
  readonly signal: AbortSignal;
  /** One line of the log. */
  readonly write: (line: string) => void;
};

const lockPatienceMs = 1000;
/** Who lets go of the root has it again soon if nobody takes it: the screen of a dashboard starts another engine. */
const handedOver = {forMs: 10_000, everyMs: 20};

/** Holds the root, serves everybody else, builds after each close; resolves once it has stopped cleanly. */
export async function runDaemon(ways: Ways, {actor, signal, write}: DaemonOptions): Promise<void> {
  const {clock} = ways;
  const say = (line: Readonly<Record<string, unknown>>) =>
    write(JSON.stringify({at: clock.now().toISOString(), ...line}));
  await expectMayHold(ways, actor);
  const beginning = await ways.beginning();
  const opened = await lock(ways, {signal, say});
  if (opened === undefined) return;
  if (beginning !== undefined) say({type: 'universe.begun', sentence: beginning});
  await expectMayBuild(opened, actor);
  let trials: Trials | undefined;
  const reached = await host({...opened, control: withNextTry(opened.control, () => trials)}, ways);
  say({type: 'daemon.ready', pid: process.pid, socket: opened.paths.socket});
  const quiet = new AbortController();
  const telling = tell(reached.control, {signal: quiet.signal, write});
  const stop = () => {
    say({type: 'daemon.stopping'});
    stopRunning(reached.control, actor).catch((thrown: unknown) =>
      say({type: 'daemon.failed', because: sentenceOf(thrown)}),
    );
  };
  signal.addEventListener('abort', stop, {once: true});
  const {lost} = opened;
  const remember = (now: Trials | undefined): void => {
    trials = now;
  };
  await schedule({control: reached.control, clock, actor, signal: AbortSignal.any([signal, lost]), say, remember});
  if (lost.aborted) await reached.close();
  else await stopAndClose(reached, actor);
  quiet.abort();
  await telling;
  lost.throwIfAborted();
  say({type: 'daemon.stopped'});
}

/** Nights are built for whoever starts it, and a person by sudo has a role of their own. */
async function expectMayBuild({control, release}: Opened, actor: Actor): Promise<void> {
  try {
    await control.expectMay({name: 'build', trigger: 'schedule'}, actor);
  } catch (thrown) {
    await release();
    throw thrown;
  }
}

type Waiting = {readonly signal: AbortSignal; readonly say: (line: Readonly<Record<string, unknown>>) => void};

/** A one-shot command ends some time, and the engine of a dashboard gives way when it is idle; another daemon does neither. */
async function lock(ways: Ways, {signal, say}: Waiting): Promise<Opened | undefined> {
  let told = false;
  let eagerUntil = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const opened = await ways.open();
    if ('control' in opened) return opened;
    const {holder} = opened;
    if (holder?.kind === 'daemon') {
      throw new Failure('daemon.running', `A daemon (process ${holder.pid}) already holds this root.`, {
        hint: 'Stop it first, or give this one another --root or --profile.',
      });
    }
    if (!told && holder !== undefined) say({type: 'daemon.waiting', for: holder.kind, pid: holder.pid});
    told ||= holder !== undefined;
    const now = ways.clock.monotonic();
    if (now >= eagerUntil && holder?.kind === 'dashboard' && (await askToLeave(holder, lockPatienceMs)))
      eagerUntil = now + handedOver.forMs;
    await pause(ways.clock, {ms: now < eagerUntil ? handedOver.everyMs : lockPatienceMs, signal});
  }
  return undefined;
}

type Pause = {readonly ms: number; readonly signal: AbortSignal};

async function pause(clock: Clock, {ms, signal}: Pause): Promise<void> {
  await clock.sleep(ms, signal).catch(() => {
    // Only the signal ends a sleep early, and the loop's condition sees it.
  });
}

type Telling = {readonly signal: AbortSignal; readonly write: (line: string) => void};

async function tell(control: Control, {signal, write}: Telling): Promise<void> {
  for await (const {seq, at, event} of control.events(0, signal)) write(JSON.stringify({at, seq, ...event}));
}
