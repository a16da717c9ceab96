import {PassThrough} from 'node:stream';
import {render} from 'ink';
import type {Clock} from '../clock.ts';
import type {Actor, Control} from '../control/control.ts';
import {sentenceOf} from '../failure.ts';
import {follow} from './follow.ts';
import {makeKeyboard, type TerminalInput} from './keyboard.ts';
import {layoutSize} from './layout.ts';
import {firstModel, type Title} from './model.ts';
import {makeOutside} from './outside.ts';
import {press} from './press.ts';
import {makeRefresh} from './refresh.ts';
import {Screen, type Suspend} from './screen.tsx';
import {createStore} from './store.ts';
import {divertStderr} from './stray-output.ts';
import {makeTheme} from './theme.ts';

export type DashboardOptions = {
  readonly control: Control;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly stdin: TerminalInput;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly title: Title;
  /** Starts a build at once and shows it: the demo. */
  readonly autoBuild?: boolean;
  /** Aborted by the owner of the process when a signal asks it to end. */
  readonly signal?: AbortSignal;
  readonly preferences?: Preferences;
};

export type Preferences = {
  /** False where NO_COLOR is set. */
  readonly color?: boolean;
};

/** Shows the dashboard until the person quits; resolves with the exit code once the terminal is as it was. */
export async function openDashboard(options: DashboardOptions): Promise<{code: number}> {
  const {control, clock, stdin, stdout, stderr, title} = options;
  const ending = new AbortController();
  const signal = options.signal ? AbortSignal.any([ending.signal, options.signal]) : ending.signal;
  const store = createStore(
    {
      ...firstModel(title, {size: layoutSize(stdout), now: clock.now().getTime()}),
      focus: options.autoBuild ? 'partial' : 'final',
    },
    clock,
  );
  let suspend: Suspend | undefined;
  const outside = makeOutside({...options, store, signal, redraw, leave, suspendWith});
  const keyboard = makeKeyboard({stdin, stdout, clock}, (key) => {
    const response = press(store.get(), key);
    if (response) outside.respond(response);
  });
  // Keys typed while the first frame is made must not be echoed over it.
  keyboard.open();
  const restoreStderr = divertStderr(stderr, {store, clock});
  const theme = makeTheme(options.preferences?.color ?? true);
  const instance = render(
    <Screen store={store} theme={theme} keyboard={keyboard} onSuspendable={(s) => (suspend = s)} />,
    {
      stdout,
      stderr,
      stdin: muteInput(),
      alternateScreen: true,
      incrementalRendering: true,
      maxFps: 250,
      patchConsole: false,
      exitOnCtrlC: false,
      // Said aloud, because Ink takes CI=true for a sign that nobody looks.
      interactive: true,
    },
  );

  function redraw(): void {
    instance.clear();
    stdout.write('\x1b[2J\x1b[H');
    store.apply({type: 'redrawn'});
  }

  function leave(): void {
    instance.unmount();
  }

  async function suspendWith(away: () => Promise<void>): Promise<void> {
    await suspend?.(async () => {
      keyboard.close();
      await away();
      keyboard.open();
    });
  }

  const stopResizing = outside.watchSize(stdout);
  signal.addEventListener('abort', leave, {once: true});
  const refresh = makeRefresh({control, store, clock, signal});
  void follow({control, store, clock, signal}, ({event}) => refresh.wake(event));
  void refresh.run();
  void outside.tick();
  if (options.autoBuild) void outside.perform({name: 'build'});
  try {
    await instance.waitUntilExit();
    return {code: 0};
  } catch (thrown) {
    restoreStderr();
    stderr.write(`The dashboard failed: ${sentenceOf(thrown)}\n`);
    return {code: 1};
  } finally {
    ending.abort();
    stopResizing();
    keyboard.close();
    restoreStderr();
  }
}

/** Ink insists on an input that can be raw; it gets one that never says anything. */
function muteInput(): NodeJS.ReadStream {
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
