import type {Clock} from '../clock.ts';
import type {Actor, Command, Control, Result} from '../control/control.ts';
import {sentenceOf} from '../failure.ts';
import {commandTitles} from './command-titles.ts';
import {endedEngine} from './ended-engine.ts';
import type {HabitTools} from './habit-tools.ts';
import {isAttached} from './is-attached.ts';
import type {Toast} from './model.ts';
import {pause} from './pause.ts';
import {actIn, type Response, type Work} from './press.ts';
import {readingMs} from './said.ts';
import {screenText} from './screen-text.ts';
import type {Store} from './store.ts';
import type {Tone} from './theme.ts';
import {withKeys} from './with-keys.ts';

/** Commands during which the engine is busy. */
const running: ReadonlySet<Command['name']> = new Set([
  'build',
  'refilter',
  'recover',
  'rollback',
  'blocklist.add',
  'blocklist.remove',
  'blocklist.undo',
]);
/** Longest wait for the engine to stop at a batch before the screen closes anyway. */
const longestStopMs = 15_000;
const mouseWords = 'The mouse scrolls and chooses; M gives it back, most terminals mark text with Shift meanwhile.';

export type OutsideOptions = {
  readonly control: Control;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly redraw: () => void;
  readonly leave: () => void;
  readonly suspend: () => Promise<void>;
  readonly habits: HabitTools;
};

/** What a key does beyond the screen: commands to the engine, and leaving. */
export class Outside {
  readonly #options: OutsideOptions;
  #isLeaving = false;

  constructor(options: OutsideOptions) {
    this.#options = options;
  }

  respond(response: Response): void {
    const {store, redraw, suspend, habits} = this.#options;
    switch (response.type) {
      case 'perform':
        store.apply({type: 'closed'});
        void this.perform(response.command);
        return;
      case 'say':
        this.#say(response.tone, response.text, {of: store.get().view, isRefusal: response.isRefusal === true});
        return;
      case 'run':
        void this.#run(response.work);
        return;
      case 'act': {
        const wanted = actIn(store.get(), response.act);
        if (wanted) this.respond(wanted);
        return;
      }
      case 'then': {
        store.apply(response.first);
        const next = response.next(store.get());
        if (next) this.respond(next);
        return;
      }
      case 'copy':
        void habits.copy(response.text).then((text) => this.#say('info', text));
        return;
      case 'mouse': {
        const {isOn: hasMouse} = response;
        habits.followMouse(hasMouse);
        store.apply({type: 'edited', edit: (model) => ({...model, hasMouse})});
        this.#say('info', hasMouse ? mouseWords : "The mouse is the terminal's again.");
        return;
      }
      case 'save':
        void this.#save();
        return;
      case 'redraw':
        redraw();
        return;
      case 'suspend':
        void suspend();
        return;
      case 'quit':
        void this.#quit();
        return;
      default:
        store.apply(response);
    }
  }

  async #run(work: Work): Promise<void> {
    const {control, actor, clock, store, signal} = this.#options;
    const {view} = store.get();
    try {
      await work({
        control,
        actor,
        ...{clock, signal, view},
        apply: (change) => store.apply(change),
        say: (tone, text, of) => this.#say(tone, text, of ? {of} : {}),
        perform: (command) => this.perform(command),
      });
    } catch (thrown) {
      this.#tell('bad', withKeys(sentenceOf(thrown), view));
    }
  }

  async perform(command: Command): Promise<Result | undefined> {
    const {control, actor, store} = this.#options;
    const {status, view} = store.get();
    const before = status?.writer;
    const title = commandTitles[command.name];
    this.#say('info', `${title} ...`);
    try {
      const result = await control.perform(command, actor);
      if (running.has(command.name)) await this.#catchUp();
      const text = withKeys(`${title}: ${result.sentence}${result.hint ? ` ${result.hint}` : ''}`, view);
      // What was done, or stopped by a person, stands in the log already, as the events said it.
      if (result.kind === 'done') this.#say('good', text);
      else if (result.kind === 'interrupted') this.#say('info', text);
      else this.#tell(result.kind === 'paused' ? 'warn' : 'bad', text);
      return result;
    } catch (thrown) {
      const why = (await endedEngine(thrown, {command, before, control})) ?? withKeys(sentenceOf(thrown), view);
      this.#tell('bad', `${title}: ${why}`);
      return undefined;
    }
  }

  /** The events of a run may be thousands behind its result: whoever has read that it ended can begin the next at once. */
  async #catchUp(): Promise<void> {
    const {control, store} = this.#options;
    const status = await control.query({name: 'status'}).catch(() => undefined);
    if (status) store.apply({type: 'told', status});
  }

  async #save(): Promise<void> {
    const {control, store, habits} = this.#options;
    const model = store.get();
    const typed = model.search?.text ?? '';
    try {
      const {texts} = await control.query({name: 'masked', texts: [screenText(model), typed]});
      const [screen = '', search] = texts;
      // The line may be too short for it, and show a part that nobody recognises.
      if (search !== typed) this.#say('warn', 'A secret was typed into the search, so the screen is not saved.');
      else this.#say('good', `Saved the screen as ${await habits.saveScreen(screen)}.`);
    } catch (thrown) {
      this.#tell('bad', sentenceOf(thrown));
    }
  }

  /** A toast, gone by itself; a long one stays as long as it takes to read. */
  #say(tone: Tone, text: string, why: Pick<Toast, 'of' | 'isRefusal'> = {}): void {
    const {store, clock, signal} = this.#options;
    const shownMs = readingMs(text);
    const until = clock.now().getTime() + shownMs;
    store.apply({type: 'toasted', toast: {tone, text, until, ...why}});
    void pause(clock, shownMs, signal).then(() => store.apply({type: 'ticked', now: clock.now().getTime()}));
  }

  /** A refusal stays readable in the log after its toast is gone. */
  #tell(tone: Tone, text: string): void {
    const {store, clock, signal} = this.#options;
    if (signal.aborted) return;
    store.apply({type: 'noted', line: {at: clock.now().toISOString(), tone, text}});
    this.#say(tone, text);
  }

  async #quit(): Promise<void> {
    const {store, clock, signal, leave} = this.#options;
    const {progress, connection} = store.get();
    // Nobody is there who could be asked to stop; an engine of this screen ends with its pipe.
    if (connection.state === 'lost') return leave();
    // Asked a second time while it waits: then at once.
    if (this.#isLeaving || progress.state !== 'running' || isAttached(store.get())) return leave();
    this.#isLeaving = true;
    store.apply({type: 'closed'});
    this.#say('warn', 'Stopping at the next batch; press q again to leave without waiting.');
    const stopped = this.perform({name: 'stop'}).then(() => this.#untilStopped());
    await Promise.race([stopped, pause(clock, longestStopMs, signal)]);
    leave();
  }

  async #untilStopped(): Promise<void> {
    const {store, clock, signal} = this.#options;
    while (!signal.aborted && store.get().progress.state === 'running') await pause(clock, 50, signal);
  }
}
