import {PassThrough} from 'node:stream';
import {type Instance, render} from 'ink';
import {createElement} from 'react';
import type {Keyboard} from './keyboard.ts';
import type {Model} from './model.ts';
import {createPainter} from './painter.ts';
import {Screen} from './screen.ts';
import type {Store} from './store.ts';
import {taken} from './taken.ts';
import type {Suspend} from './use-terminal.ts';

export type Mounted = {
  /** Draws everything again, whatever stands on the screen now. */
  readonly redraw: () => void;
  readonly suspend: () => Promise<void>;
  readonly leave: () => void;
  /** Resolves when the terminal is as it was; rejects with what broke the screen. */
  readonly left: Promise<unknown>;
};

export type Mount = {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly store: Store;
  readonly keyboard: Keyboard;
  /** Told what stands on the terminal, each time that has changed. */
  readonly onShown: (model: Model) => void;
};

/** Puts the screen on the terminal, by the rules that were measured. */
export function mount({stdout, stderr, store, keyboard, onShown}: Mount): Mounted {
  let handOver: Suspend | undefined;
  // A terminal without a second screen keeps what stands on it, and a secret may be shown at this moment.
  const wipe = (): void => {
    isAway = true;
    stdout.write(wiped(stdout.rows));
  };
  let isAway = false;
  // While the terminal is somebody else's, what changes here must not be drawn on it.
  const painter = createPainter((text, taken) => (isAway ? taken() : stdout.write(text, taken)));
  const onSuspendable = (suspend: Suspend): void => {
    handOver = suspend;
  };
  const instance = render(createElement(Screen, {store, painter, keyboard, onShown, onSuspendable, onLeave: wipe}), {
    stdout,
    stderr,
    stdin: muteInput(),
    alternateScreen: true,
    patchConsole: false,
    exitOnCtrlC: false,
    // Ink would take INK_SCREEN_READER for a wish to have this screen read aloud; that is `mount-aloud`, which is no screen.
    isScreenReaderEnabled: false,
    // Said aloud, because Ink takes CI=true for a sign that nobody looks.
    interactive: true,
  });
  const redraw = (): void => {
    painter.forget();
    store.apply({type: 'redrawn'});
  };
  const suspend = async (): Promise<void> => {
    if (isAway || !handOver) return;
    wipe();
    unfollow();
    try {
      await handOver(() => untilContinued(keyboard, stdout));
    } finally {
      isAway = false;
      unfollow = followSignals();
      sizeAnew(stdout);
      redraw();
    }
  };
  /** Stopped and continued by somebody else: whatever the terminal was given meanwhile, it is asked for everything again. */
  const resume = (): void => {
    keyboard.close();
    keyboard.open();
    stdout.write('\x1b[?1049h\x1b[?25l');
    sizeAnew(stdout);
    redraw();
  };
  const followSignals = (): (() => void) =>
    listen([
      ['SIGTSTP', () => void suspend()],
      ['SIGCONT', resume],
    ]);
  let unfollow = followSignals();
  const {leave, left} = leaving(instance, stdout);
  return {redraw, suspend, leave, left: left.finally(() => unfollow())};
}

/** Ink gives the terminal back and waits until it has taken that, however long; nobody else does. */
export function leaving(instance: Instance, stdout: NodeJS.WriteStream): Pick<Mounted, 'leave' | 'left'> {
  const over = Promise.withResolvers<void>();
  const leave = (): void => {
    instance.unmount();
    void taken(stdout).then(over.resolve);
  };
  return {leave, left: Promise.race([instance.waitUntilExit(), over.promise])};
}

/** Where a system has such signals; returns what ends it. */
function listen(handlers: readonly (readonly [signal: NodeJS.Signals, handler: () => void])[]): () => void {
  if (process.platform === 'win32') return () => {};
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/** Who was in the background was not told of another size, and Node asks for it only when it is told. */
function sizeAnew(stdout: NodeJS.WriteStream & {readonly _refreshSize?: () => void}): void {
  stdout._refreshSize?.();
}

/** Every line by itself: where a whole screen is erased, some terminals keep a copy of it. */
function wiped(rows: number): string {
  return `\x1b[H${'\x1b[2K\x1b[E'.repeat(rows)}\x1b[H`;
}

/**
 * Who still runs this long after it asked to be stopped was not: there is no shell that could ever say `fg`. Meanwhile the terminal
 * takes Ctrl-Z for a signal and forgets the keys before it, so it is no longer than it must be.
 */
const notStoppedMs = 50;

/** Ctrl-Z: the whole job stops, as the shell expects, until `fg`. */
export async function untilContinued(keyboard: Keyboard, stdout: NodeJS.WriteStream): Promise<void> {
  keyboard.close();
  // What is still on its way would come when the shell has the terminal.
  await taken(stdout);
  await new Promise<void>((resolve) => {
    process.once('SIGCONT', resolve);
    process.kill(0, 'SIGTSTP');
    setTimeout(() => {
      process.off('SIGCONT', resolve);
      resolve();
    }, notStoppedMs);
  });
  keyboard.open();
}

/** Ink insists on an input that can be raw; it gets one that never says anything. */
export function muteInput(): NodeJS.ReadStream {
  const nothing = () => mute;
  const mute = Object.assign(new PassThrough({objectMode: true}), {
    isTTY: true,
    setRawMode: nothing,
    ref: nothing,
    unref: nothing,
  });
  // Ink asks only for what is assigned above; a whole ReadStream is more than a silent stream can be.
  return mute as unknown as NodeJS.ReadStream;
}
