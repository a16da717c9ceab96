import type {Clock} from '../clock.ts';
import type {Actor, Command, Control} from '../control/control.ts';
import {sentenceOf} from '../failure.ts';
import {layoutSize} from './layout.ts';
import type {Response} from './press.ts';
import type {Store} from './store.ts';
import type {Tone} from './theme.ts';

const toastMs = 6000;
/** The terminal sends several sizes while it is dragged; the last one counts. */
const resizeRestMs = 60;
/** Longest wait for the engine to stop at a batch before the screen closes anyway. */
const longestStopMs = 15_000;

export type Outside = {
  readonly respond: (response: Response) => void;
  readonly perform: (command: Command) => Promise<void>;
  readonly watchSize: (stdout: NodeJS.WriteStream) => () => void;
  readonly tick: () => Promise<void>;
};

export type OutsideOptions = {
  readonly control: Control;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly redraw: () => void;
  readonly leave: () => void;
  readonly suspendWith: (away: () => Promise<void>) => Promise<void>;
};

/** Everything that the screen does to the world: commands, the terminal itself, time. */
export function makeOutside(options: OutsideOptions): Outside {
  const {control, actor, clock, store, signal, redraw} = options;
  let isLeaving = false;

  function respond(response: Response): void {
    switch (response.type) {
      case 'perform':
        store.apply({type: 'closed'});
        void perform(response.command);
        return;
      case 'say':
        say(response.tone, response.text);
        return;
      case 'redraw':
        redraw();
        return;
      case 'suspend':
        void options.suspendWith(sleepUntilContinued);
        return;
      case 'quit':
        void quit();
        return;
      default:
        store.apply(response);
    }
  }

  /** A toast, gone by itself. */
  function say(tone: Tone, text: string): void {
    store.apply({type: 'toasted', toast: {tone, text, until: clock.now().getTime() + toastMs}});
    void pause(toastMs).then(() => store.apply({type: 'ticked', now: clock.now().getTime()}));
  }

  async function perform(command: Command): Promise<void> {
    say('info', `${command.name}: asked.`);
    try {
      const result = await control.perform(command, actor);
      const text = `${command.name}: ${result.sentence}${result.hint ? ` ${result.hint}` : ''}`;
      // What was done stands in the log already, as the events said it.
      if (result.kind === 'done') say('good', text);
      else tell(result.kind === 'paused' || result.kind === 'interrupted' ? 'warn' : 'bad', text);
    } catch (thrown) {
      tell('bad', `${command.name}: ${sentenceOf(thrown)}`);
    }
  }

  /** A refusal stays readable in the log after its toast is gone. */
  function tell(tone: Tone, text: string): void {
    if (signal.aborted) return;
    store.apply({type: 'noted', line: {at: clock.now().toISOString(), tone, text}});
    say(tone, text);
  }

  async function quit(): Promise<void> {
    const {progress, title} = store.get();
    // Asked a second time while it waits: then at once.
    if (isLeaving || progress.state !== 'running' || title.attached) return options.leave();
    isLeaving = true;
    store.apply({type: 'closed'});
    say('warn', 'Stopping at the next batch; press q again to leave without waiting.');
    await Promise.race([perform({name: 'stop'}).then(untilStopped), pause(longestStopMs)]);
    options.leave();
  }

  async function untilStopped(): Promise<void> {
    while (!signal.aborted && store.get().progress.state === 'running') await pause(50);
  }

  async function tick(): Promise<void> {
    while (!signal.aborted) {
      store.apply({type: 'ticked', now: clock.now().getTime()});
      // Every frame costs as much as a key, so a screen on which only ages change hardly moves.
      const {progress, connection} = store.get();
      await pause(progress.state === 'running' || connection.state === 'lost' ? 1000 : 5000);
    }
  }

  function watchSize(stdout: NodeJS.WriteStream): () => void {
    let latest = 0;
    const onResize = (): void => {
      const mine = ++latest;
      store.apply({type: 'resized', size: layoutSize(stdout)});
      void pause(resizeRestMs).then(() => {
        // Ink paints the old tree into the new width first and never notices what wrapped.
        if (mine === latest && !signal.aborted) redraw();
      });
    };
    stdout.on('resize', onResize);
    return () => stdout.off('resize', onResize);
  }

  async function pause(ms: number): Promise<void> {
    await clock.sleep(ms, signal).catch(() => {
      // The screen is closing; whoever waited looks at the signal.
    });
  }

  return {respond, perform, watchSize, tick};
}

/** Ctrl-Z: the whole job stops, as the shell expects, until `fg`. */
async function sleepUntilContinued(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGCONT', () => resolve());
    process.kill(0, 'SIGTSTP');
  });
}
