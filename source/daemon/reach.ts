import type {Clock} from '../clock.ts';
import type {Actor, Command, Control} from '../control/control.ts';
import {Failure} from '../failure.ts';
import {readOnly} from './read-only.ts';
import {answers, attach, noAnswer, type Peer} from './remote-control.ts';
import type {Serving} from './server.ts';

/** How this process gets at a root: the composition root fills it in. */
export type Ways = {
  readonly clock: Clock;
  /** Takes the writer lock, or names who has it; nobody is named while the holder has not signed yet. */
  readonly open: () => Promise<Opened | {readonly holder: Peer | undefined}>;
  readonly openReader: () => Promise<Control>;
  /** Whether who asks may hold the root: by sudo a viewer only reads, and their process with its limits is nobody's engine. */
  readonly mayHold: () => Promise<boolean>;
  /** Who holds the lock now. */
  readonly holder: () => Promise<Peer | undefined>;
  /** What to say once this process has begun a universe here; undefined where there is one. */
  readonly beginning: () => Promise<string | undefined>;
  readonly clearSocket: (socket: string) => Promise<void>;
  /** The clock was set by hand, which another process would not follow. */
  readonly replay: boolean;
};

export type Opened = {
  readonly control: Control & {
    /** Refuses, on record, whoever may not give a command. */
    readonly expectMay: (command: Command, actor: Actor) => Promise<void>;
  };
  readonly paths: {readonly socket: string};
  /** Aborts, with the Failure that says so, once another process holds the root. */
  readonly lost: AbortSignal;
  readonly release: () => Promise<void>;
};

export type Reached = {
  readonly control: Control;
  /** Absent when this process holds the lock itself. */
  readonly holder?: Peer;
  readonly close: () => Promise<void>;
};

const patienceMs = 10_000;
const askMs = 3000;
const pauseMs = 100;

/** A control that may change things: this process's own, served to the others, or the holder's. */
export async function reachWriter(ways: Ways, {brief = false} = {}): Promise<Reached> {
  const {open} = ways;
  const again = patience(ways.clock);
  for (;;) {
    if (!(await ways.mayHold())) return reachReader({...ways, openReader: () => readOnly(ways)});
    const opened = await open();
    if ('control' in opened) return host(opened, ways, {brief});
    const {holder} = opened;
    const reached = holder === undefined ? undefined : await join(holder, ways);
    if (reached !== undefined) return reached;
    await again(holder);
  }
}

/** A control that answers queries: the holder's where there is one, for it alone knows what is running. */
export async function reachReader(ways: Ways): Promise<Reached> {
  const {openReader} = ways;
  const again = patience(ways.clock);
  for (;;) {
    const holder = await ways.holder();
    if (holder === undefined) {
      const control = await openReader();
      return {control, close: () => control.close()};
    }
    const reached = await join(holder, ways);
    if (reached !== undefined) return reached;
    await again(holder);
  }
}

type Hosting = Pick<Serving, 'brief' | 'handOver'>;

/** Serves an opened control until `close`, which lets go of the lock last. */
export async function host(
  opened: Opened,
  {clock, clearSocket}: Ways,
  {brief = false, handOver}: Hosting = {},
): Promise<Reached> {
  const {socket} = opened.paths;
  try {
    // Loaded by who serves alone; the others start sooner without it.
    const {serve} = await import('./server.ts');
    const server = await serve(opened.control, {
      socket,
      clock,
      brief,
      clearSocket: () => clearSocket(socket),
      ...(handOver ? {handOver} : {}),
    });
    return {
      control: opened.control,
      close: async () => {
        await server.close();
        await opened.release();
      },
    };
  } catch (thrown) {
    await opened.release();
    throw thrown;
  }
}

/** Works through the holder if it answers; it may have only just begun, or just ended. */
async function join(holder: Peer, {replay}: Ways): Promise<Reached | undefined> {
  if (replay) {
    throw new Failure(
      'replay.attached',
      `--now is refused while the ${holder.kind} (process ${holder.pid}) holds this root.`,
      {
        hint: 'Stop it first, or replay in another --root.',
        kind: 'usage',
      },
    );
  }
  if (!(await answers(holder, askMs))) return undefined;
  const control = attach(holder);
  return {control, holder, close: () => control.close()};
}

/** Pauses between two tries, and gives up on a holder that was silent for too long; while holders change, the queue moves. */
function patience(clock: Clock): (holder: Peer | undefined) => Promise<void> {
  let silent = 0;
  let deadline = clock.monotonic() + patienceMs;
  return async (holder) => {
    if (holder !== undefined && holder.pid !== silent) {
      silent = holder.pid;
      deadline = clock.monotonic() + patienceMs;
    }
    if (clock.monotonic() >= deadline) throw noAnswer(holder);
    await clock.sleep(pauseMs);
  };
}
