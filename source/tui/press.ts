import type {Command} from '../control/control.ts';
import {askBefore, whyNot} from './asking.ts';
import type {Gesture} from './change.ts';
import type {Key} from './key-input.ts';
import {type Act, actOf} from './keys.ts';
import {tables} from './layout.ts';
import type {Ask, Model} from './model.ts';
import {isMotion} from './pane-window.ts';
import type {Tone} from './theme.ts';

/** What a key comes to: a change of the screen, or something for the outside. */
export type Response =
  | Gesture
  | {readonly type: 'perform'; readonly command: Command}
  | {readonly type: 'say'; readonly tone: Tone; readonly text: string}
  | {readonly type: 'redraw'}
  | {readonly type: 'suspend'}
  | {readonly type: 'quit'};

export function press(model: Model, key: Key): Response | undefined {
  // These three work whatever is open: nobody must be locked into a question.
  if (key.name === 'ctrl-l') return {type: 'redraw'};
  if (key.name === 'ctrl-z') return {type: 'suspend'};
  if (key.name === 'ctrl-c') return quit(model);
  if (model.overlay?.kind === 'ask') return pressInAsk(model.overlay.ask, key);
  if (model.overlay) return pressInHelp(key);
  if (model.search?.isEditing) return pressInSearch(model.search.text, key);
  const act = actOf(key.name);
  return act === undefined ? undefined : actIn(model, act);
}

function actIn(model: Model, act: Act): Response | undefined {
  if (isMotion(act)) return {type: 'moved', motion: act};
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
      return {type: 'searched', text: model.search?.text ?? '', isEditing: true};
    case 'next-hit':
      return model.search ? {type: 'stepped', by: 1} : say('Nothing is searched for; / starts a search.');
    case 'previous-hit':
      return model.search ? {type: 'stepped', by: -1} : say('Nothing is searched for; / starts a search.');
    case 'clear':
      return {type: 'unsearched'};
    case 'help':
      return {type: 'opened', overlay: {kind: 'help', top: 0}};
    case 'redraw':
    case 'suspend':
      return {type: act};
    case 'quit':
      return quit(model);
    case 'stop':
      return engineAct(model, {name: 'stop'});
    case 'build':
    case 'refilter':
    case 'recover':
      return engineAct(model, {name: act});
  }
}

function engineAct(model: Model, command: {name: 'build' | 'refilter' | 'recover' | 'stop'}): Response {
  const because = whyNot(model, command.name);
  if (because) return say(because);
  if (command.name === 'stop') return {type: 'perform', command: {name: 'stop'}};
  const purpose = {name: command.name};
  const ask = askBefore(model, purpose);
  return ask ? {type: 'opened', overlay: {kind: 'ask', ask}} : {type: 'perform', command: purpose};
}

function quit(model: Model): Response {
  const isAsked = model.overlay?.kind === 'ask' && model.overlay.ask.purpose.name === 'quit';
  const ask = isAsked ? undefined : askBefore(model, {name: 'quit'});
  return ask ? {type: 'opened', overlay: {kind: 'ask', ask}} : {type: 'quit'};
}

function pressInAsk(ask: Ask, key: Key): Response | undefined {
  if (key.name === 'escape') return {type: 'closed'};
  if (ask.needs === 'yes') {
    if (key.name === 'y' || key.name === 'Y') return carryOut(ask);
    // Enter is the reflex of who did not read, so it is No.
    return key.name === 'n' || key.name === 'N' || key.name === 'enter' || key.name === 'q'
      ? {type: 'closed'}
      : undefined;
  }
  if (key.name !== 'enter') {
    const text = typed(ask.text, key);
    return text === undefined ? undefined : {type: 'typed', text};
  }
  return ask.text.trim().length < 3 ? say('A reason needs at least three characters; Esc cancels.') : carryOut(ask);
}

function carryOut(ask: Ask): Response {
  if (ask.purpose.name === 'quit') return {type: 'quit'};
  const forced = ask.needs === 'reason' ? {force: true, justification: ask.text.trim()} : {};
  return {type: 'perform', command: {...ask.purpose, ...forced}};
}

function pressInHelp(key: Key): Response | undefined {
  const act = actOf(key.name);
  if (act === 'clear' || act === 'quit' || act === 'help') return {type: 'closed'};
  if (act === 'down' || act === 'page-down') return {type: 'scrolled', by: act === 'down' ? 1 : 10};
  if (act === 'up' || act === 'page-up') return {type: 'scrolled', by: act === 'up' ? -1 : -10};
  return undefined;
}

function pressInSearch(text: string, key: Key): Response | undefined {
  if (key.name === 'escape') return {type: 'unsearched'};
  if (key.name === 'enter')
    return text.trim() === '' ? {type: 'unsearched'} : {type: 'searched', text, isEditing: false};
  const edited = typed(text, key);
  if (edited !== undefined) return {type: 'searched', text: edited, isEditing: true};
  switch (key.name) {
    case 'down':
    case 'up':
    case 'page-down':
    case 'page-up':
      return {type: 'moved', motion: key.name};
    default:
      return undefined;
  }
}

const longestText = 200;

/** A one-line field: characters, a paste, Backspace, ^U for all, ^W for a word. */
function typed(text: string, key: Key): string | undefined {
  if (key.text !== undefined) return (text + key.text).slice(0, longestText);
  if (key.name === 'backspace') return Array.from(text).slice(0, -1).join('');
  if (key.name === 'ctrl-u') return '';
  return key.name === 'ctrl-w' ? text.replace(/\S+\s*$/, '') : undefined;
}

function focus(model: Model, index: number): Gesture {
  return {type: 'focused', table: tables[index % tables.length] ?? model.focus};
}

function say(text: string): Response {
  return {type: 'say', tone: 'warn', text};
}
