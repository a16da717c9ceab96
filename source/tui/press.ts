import type {Clock} from '../clock.ts';
import type {Actor, Command, Control, Result} from '../control/control.ts';
import {openBlock, openUnblock} from './acts/block-act.ts';
import {openExport} from './acts/export-act.ts';
import {overriding} from './acts/override-ask.ts';
import type {Ask} from './ask.ts';
import {askBefore, askBeforeHalt, askBeforeQuit, askBeforeUndo, type Wish, whyNot} from './asking.ts';
import {newCard} from './card.ts';
import type {Change, Gesture} from './change.ts';
import {habitAct, isHabitAct} from './habit-acts.ts';
import type {Key} from './key-input.ts';
import {type Act, actOf} from './keys.ts';
import {tables} from './layout.ts';
import {markedOrChosen, symbolAtCursor} from './marks.ts';
import {isAskedToQuit, isHalted, type Model} from './model.ts';
import {kindOf} from './overlays/registry.ts';
import {emptyPalette} from './palette.ts';
import {isMotion} from './pane-window.ts';
import {pressMouse} from './press-mouse.ts';
import {pressInSearch, searching} from './press-search.ts';
import {refusal} from './refusal.ts';
import {screenLayout} from './screen-layout.ts';
import {cleared, isTableAct, tableAct} from './table-acts.ts';
import type {Tone} from './theme.ts';
import {isViewAct, viewActs} from './view-acts.ts';
import {isSecretAsked, withoutSecrets} from './views/credentials-state.ts';
import {views} from './views/registry.ts';
import {tablesOnly} from './views/tables-only.ts';
import type {ViewName} from './views/view-name.ts';

/** What work that a key began may use. */
export type Doing = {
  readonly control: Control;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly apply: (change: Change) => void;
  /** `of` the view where it says why a key did nothing. */
  readonly say: (tone: Tone, text: string, of?: ViewName) => void;
  /** Performs a command and says what it came to, in toast and log. */
  readonly perform: (command: Command) => Promise<Result | undefined>;
  readonly signal: AbortSignal;
  /** Where the key was pressed. */
  readonly view: ViewName;
};
export type Work = (doing: Doing) => Promise<void>;

/** What a key comes to: a change of the screen, or something for the outside. */
export type Response =
  | Gesture
  | {readonly type: 'perform'; readonly command: Command}
  | {readonly type: 'say'; readonly tone: Tone; readonly text: string; readonly isRefusal?: true}
  /** Work of its own, such as a preview before a question; what it finds it applies itself. */
  | {readonly type: 'run'; readonly work: Work}
  /** As if its key had been pressed, on the model as it is then. */
  | {readonly type: 'act'; readonly act: Act}
  /** A change of the screen, and what follows from the model after it. */
  | {readonly type: 'then'; readonly first: Gesture; readonly next: (model: Model) => Response | undefined}
  | {readonly type: 'copy'; readonly text: string}
  | {readonly type: 'mouse'; readonly isOn: boolean}
  | {readonly type: 'save'}
  | {readonly type: 'redraw'}
  | {readonly type: 'suspend'}
  | {readonly type: 'quit'};

/** What a paste without its end is said to be, on one line of a narrow screen. */
const pasteWords: Readonly<Record<string, string>> = {
  'paste-cut': 'A paste broke off: none of it was taken. Waiting for its end; Esc goes on.',
  'paste-awaited': 'No key counts: still waiting for the end of the paste. Esc goes on.',
  'paste-over': 'Keys count again. What was pasted is dropped; paste it once more.',
};

export function press(model: Model, key: Key): Response | undefined {
  // Whatever the key is for: the values go first.
  if (isSecretAsked(model)) {
    const isItsOwn = key.name === 'v' || key.name === 'escape';
    return {
      type: 'then',
      first: {type: 'edited', edit: withoutSecrets},
      next: (now) => (isItsOwn ? undefined : press(now, key)),
    };
  }
  const ofPaste = pasteWords[key.name];
  if (ofPaste !== undefined) return say(ofPaste);
  // These three work whatever is open: nobody must be locked into a question.
  if (key.name === 'ctrl-l') return {type: 'redraw'};
  if (key.name === 'ctrl-z') return {type: 'suspend'};
  if (key.name === 'ctrl-c') return quit(model);
  // What any other key would do nobody could see.
  if (screenLayout(model).isTooSmall && !isAskedToQuit(model)) return key.name === 'q' ? quit(model) : undefined;
  // A program before may have left it on; here it is on when it was asked for.
  if (key.at) return model.hasMouse ? pressMouse(model, {name: key.name, at: key.at}) : undefined;
  if (model.overlay) return kindOf(model.overlay).press(model.overlay, model, key);
  const view = views[model.view];
  if (view.isTyping?.(model)) return view.press?.(model, key);
  if (model.search?.isEditing) return pressInSearch(model.search, key);
  const own = view.press?.(model, key);
  if (own) return own;
  if (model.view !== 'tables' && key.name === 'escape') return {type: 'viewed', view: 'tables'};
  const act = actOf(key.name);
  if (act === undefined) return undefined;
  return (model.view === 'tables' ? undefined : tablesOnly(act)) ?? actIn(model, act);
}

/** What an act comes to, by whatever way it was asked for. */
export function actIn(model: Model, act: Act): Response | undefined {
  if (isHabitAct(act)) return habitAct(model, act);
  if (isMotion(act)) return {type: 'moved', motion: act};
  // Nobody sees them anywhere else.
  if (isTableAct(act)) return model.view === 'tables' ? tableAct(model, act) : undefined;
  if (isViewAct(act)) return {type: 'viewed', view: viewActs[act]};
  switch (act) {
    case 'focus-next':
      return focus(model, tables.indexOf(model.focus) + 1);
    case 'focus-previous':
      return focus(model, tables.indexOf(model.focus) + tables.length - 1);
    case 'focus-1':
    case 'focus-2':
    case 'focus-3':
    case 'focus-4':
      return focus(model, Number(act.slice(-1)) - 1);
    case 'zoom':
      return {type: 'zoomed'};
    case 'search':
      return searching(model);
    case 'next-hit':
      return model.search ? {type: 'stepped', by: 1} : say('Nothing is searched for; / starts a search.');
    case 'previous-hit':
      return model.search ? {type: 'stepped', by: -1} : say('Nothing is searched for; / starts a search.');
    case 'clear':
      return cleared(model);
    case 'help':
      return {type: 'opened', overlay: {kind: 'help', top: 0}};
    case 'redraw':
    case 'suspend':
      return {type: act};
    case 'quit':
      return quit(model);
    case 'detail': {
      const symbol = symbolAtCursor(model);
      if (symbol === undefined) return say('There is no row under the cursor.');
      return {type: 'opened', overlay: {kind: 'card', card: newCard(model, symbol)}};
    }
    case 'palette':
      return {type: 'opened', overlay: {kind: 'palette', palette: emptyPalette}};
    case 'stop':
    case 'build':
    case 'refilter':
    case 'recover':
    case 'override':
    case 'block':
    case 'unblock':
    case 'undo':
    case 'export':
    case 'halt':
      return engineAct(model, act);
  }
}

function engineAct(model: Model, wish: Exclude<Wish, 'rollback'>): Response {
  const because = whyNot(model, wish);
  if (because) return wish === 'stop' ? say(because) : refusal(because);
  switch (wish) {
    case 'stop':
      return {type: 'perform', command: {name: 'stop'}};
    case 'block':
      return openBlock({symbols: markedOrChosen(model), now: model.now, isHalted: isHalted(model)});
    case 'unblock':
      return openUnblock({symbols: markedOrChosen(model), isHalted: isHalted(model)});
    case 'undo':
      return question(askBeforeUndo());
    case 'export':
      return openExport(model, {});
    case 'halt':
      return question(askBeforeHalt(model));
    case 'override':
      return overriding(model);
    case 'build':
    case 'refilter':
    case 'recover':
      return question(askBefore(model, wish));
  }
}

function question(ask: Ask): Response {
  return {type: 'opened', overlay: {kind: 'ask', ask}};
}

function quit(model: Model): Response {
  const isAsked = model.overlay?.kind === 'ask' && model.overlay.ask.purpose.name === 'quit';
  const ask = isAsked ? undefined : askBeforeQuit(model);
  return ask ? question(ask) : {type: 'quit'};
}

function focus(model: Model, index: number): Gesture {
  return {type: 'focused', table: tables[index % tables.length] ?? model.focus};
}

function say(text: string): Response {
  return {type: 'say', tone: 'warn', text};
}
