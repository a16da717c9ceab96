import type {Clock} from '../clock.ts';
import type {Actor, Control} from '../control/control.ts';
import type {FirstLook} from '../control/first-look.ts';
import type {Status} from '../control/query.ts';
import {sentenceOf} from '../failure.ts';
import type {Clipboard} from './clipboard.ts';
import {follow} from './follow.ts';
import type {Glyphs} from './glyphs.ts';
import {habitTools, type SaveScreen} from './habit-tools.ts';
import {firstHabits} from './habits.ts';
import {keepReasons} from './keep-reasons.ts';
import {keepRights} from './keep-rights.ts';
import {Keyboard, type TerminalInput} from './keyboard.ts';
import {layoutSize} from './layout.ts';
import {LoadOverlay} from './load-overlay.ts';
import {LoadView} from './load-view.ts';
import {areRead, firstModel, type Model, type Title} from './model.ts';
import {type Mounted, mount} from './mount.ts';
import {mountAloud} from './mount-aloud.ts';
import {Outside} from './outside.ts';
import type {KeptView, View} from './preferences.ts';
import {reduceReport} from './reduce-report.ts';
import {Refresh} from './refresh.ts';
import {speak} from './spoken.ts';
import {createStore, type Store} from './store.ts';
import {divertStderr} from './stray-output.ts';
import {tick} from './tick.ts';
import {typeAhead} from './type-ahead.ts';
import {watchSize} from './watch-size.ts';

export type DashboardOptions = {
  readonly control: Control;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly stdin: TerminalInput;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly title: Title;
  /** What the engine has said already. */
  readonly status?: Status;
  /** What the files say without it: the first frame shows it. */
  readonly tables?: FirstLook;
  /** Reads the rest, where those were only the first rows. */
  readonly look?: () => Promise<FirstLook>;
  /** How this person left the dashboard the last time. */
  readonly kept?: KeptView;
  /** Starts a build at once and shows it: the demo. */
  readonly autoBuild?: boolean;
  /** Aborted by the owner of the process when a signal asks it to end. */
  readonly signal?: AbortSignal;
  readonly preferences?: Preferences;
  /** The terminal's own sequence where there is no better way. */
  readonly clipboard?: Clipboard;
  readonly saveScreen?: SaveScreen;
  /** For a screen reader: lines that are said once, in place of a screen that changes. */
  readonly isReadAloud?: boolean;
};

export type Preferences = {
  /** False where NO_COLOR is set. */
  readonly color?: boolean;
  readonly glyphs?: Glyphs;
};

/** Shows the dashboard until the person quits; resolves with the exit code once the terminal is as it was. */
export async function openDashboard(options: DashboardOptions): Promise<{code: number}> {
  const {clock, stdin, stdout, stderr} = options;
  const ending = new AbortController();
  const store = createStore(firstModelOf(options), clock);
  const keyboard: Keyboard = new Keyboard({
    stdin,
    stdout,
    clock,
    onKey: typeAhead({
      store,
      clock,
      shown: () => shown,
      respond: (response) => pressing(() => outside?.respond(response)),
    }),
  });
  let shown: Model | undefined;
  let outside: Outside | undefined;
  let pressing = (respond: () => void): void => respond();
  keyboard.followMouse(store.get().hasMouse);
  // Keys typed while the first frame is made must not be echoed over it.
  keyboard.open();
  const restoreStderr = divertStderr(stderr, {store, clock});
  try {
    const signal = options.signal ? AbortSignal.any([ending.signal, options.signal]) : ending.signal;
    const spoken = options.isReadAloud ? speak({store, clock, signal}) : undefined;
    if (spoken) pressing = spoken.pressing;
    const onShown = (model: Model): void => {
      shown = model;
    };
    const face = {stdout, stderr, store, keyboard, onShown};
    const screen: Mounted = spoken ? mountAloud({...face, spoken}) : mount(face);
    outside = new Outside({...options, ...screen, store, signal, habits: habitTools({...options, keyboard})});
    if (!spoken) watchSize({stdout, store, clock, signal, redraw: screen.redraw});
    live({...options, store, signal});
    if (options.autoBuild) void outside.perform({name: 'build'});
    if (signal.aborted) screen.leave();
    signal.addEventListener('abort', screen.leave, {once: true});
    await screen.left;
    return {code: 0};
  } catch (thrown) {
    restoreStderr();
    stderr.write(`The dashboard failed: ${sentenceOf(thrown)}\n`);
    return {code: 1};
  } finally {
    ending.abort();
    keyboard.close();
    restoreStderr();
    // The demo chooses its own view, which is nobody's habit.
    if (!options.autoBuild) options.kept?.keep(habitsOf(store.get(), options));
  }
}

/** A theme that NO_COLOR forced is nobody's choice. */
function habitsOf(model: Model, {kept}: DashboardOptions): View {
  return model.title.colorless ? {...model, theme: kept?.view.theme ?? firstHabits.theme} : model;
}

function firstModelOf(options: DashboardOptions): Model {
  const {stdout, clock, autoBuild, status, tables = [], kept, preferences} = options;
  const colorless = preferences?.color === false;
  const glyphs = preferences?.glyphs ?? 'ascii';
  const title = {...options.title, glyphs, ...(colorless ? {colorless} : {})};
  const empty = firstModel(title, {size: layoutSize(stdout), now: clock.now().getTime()});
  // Who starts a build at once wants to see it grow; the final file moves only at its end.
  const chosen: Model = autoBuild ? {...empty, focus: 'partial'} : {...empty, ...kept?.view};
  // A view that was left in another root says nothing in a new one, where the first thing is how to begin.
  const isNew = tables.length > 0 && tables.every(({answer}) => (answer.rows ?? []).length === 0 && !answer.sentence);
  const opened: Model = isNew ? {...chosen, view: 'tables'} : chosen;
  // The rows come after it: they are put in the order that was kept.
  const looked = tables.reduce((now, found) => reduceReport(now, {type: 'loaded', ...found}), opened);
  const model = status ? reduceReport(looked, {type: 'told', status}) : looked;
  return colorless ? {...model, theme: 'mono'} : model;
}

/** Engine, files and time, as long as the screen is open. */
function live({
  control,
  actor,
  store,
  clock,
  signal,
  look,
}: DashboardOptions & {store: Store; signal: AbortSignal}): void {
  const refresh = new Refresh({control, store, clock, signal});
  const view = new LoadView({control, store, clock, signal});
  const overlay = new LoadOverlay({control, store, signal});
  const rights = keepRights({control, store, actor});
  void follow({control, store, clock, signal}, ({event}) => {
    refresh.wake(event);
    view.wake(event);
    overlay.wake(event);
    rights.wake(event);
  });
  void wholeTables(store, look).then(() => refresh.run());
  keepReasons({control, store, clock, signal});
  void tick(store, clock, signal);
}

/** Before the engine is asked for them: what it would send through its socket is read faster from the files. */
async function wholeTables(store: Store, look: DashboardOptions['look']): Promise<void> {
  if (!look || areRead(store.get())) return;
  // The first frame goes out before the work that it was spared.
  await new Promise((resolve) => setImmediate(resolve));
  for (const found of await look()) store.apply({type: 'loaded', ...found});
  // Keys were kept for this; a report by itself waits for company.
  store.apply({type: 'redrawn'});
}
