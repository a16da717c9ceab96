import {readAsk, unreadAsk} from '../acts/read-ask.ts';
import {reasonErrors} from '../acts/reason-errors.ts';
import type {Ask} from '../ask.ts';
import {askPage, drawAsk} from '../draw-ask.ts';
import type {Key} from '../key-input.ts';
import type {Model, Overlay} from '../model.ts';
import {insideOf} from '../overlay-area.ts';
import type {Response} from '../press.ts';
import {isCut, topAfter} from '../text-page.ts';
import {tooLong, typed} from '../typed.ts';
import type {FooterKeys} from '../views/footer-keys.ts';
import type {OverlayKind} from './overlay.ts';

const boxWidth = 72;

/** A question before something happens. */
export const askOverlay: OverlayKind<Extract<Overlay, {kind: 'ask'}>> = {
  width: () => boxWidth,
  draw: ({ask}, theme, inside) => drawAsk(ask, theme, inside),
  press: ({ask}, model, key) => scrolledAsk(ask, model, key) ?? pressInAsk(ask, key),
  footer: ({ask}, model) => [
    ...(isCut(askPage(ask, insideOf(model, boxWidth))) ? scrollKeys[ask.needs] : []),
    ...answersTo[ask.needs],
  ],
  reads: {
    wants: ({ask}) => ask.waits,
    load: async ({ask}, control) => {
      const answer = await readAsk(ask, control);
      return (open, model) => ({...open, ask: answer(open.ask, model)});
    },
    unread: (open, sentence) => ({...open, ask: unreadAsk(open.ask, sentence)}),
  },
};

const answersTo: Readonly<Record<Ask['needs'], FooterKeys>> = {
  yes: [
    ['y', 'yes'],
    ['n', 'no'],
  ],
  reason: [
    ['Enter', 'go on'],
    ['Esc', 'cancel'],
  ],
  nothing: [['Esc', 'close']],
};

/** Where a reason is typed, letters are its own. */
const scrollKeys: Readonly<Record<Ask['needs'], FooterKeys>> = {
  yes: [['j k', 'scroll']],
  reason: [['PgDn', 'scroll']],
  nothing: [['j k', 'scroll']],
};

/** What does not fit is scrolled through; undefined where the key is another's. */
function scrolledAsk(ask: Ask, model: Model, {name, text}: Key): Response | undefined {
  if (ask.needs === 'reason' && (text !== undefined || name.startsWith('ctrl-'))) return undefined;
  const top = topAfter(name, askPage(ask, insideOf(model, boxWidth)));
  return top === undefined ? undefined : changed((now) => ({...now, top}));
}

function pressInAsk(ask: Ask, key: Key): Response | undefined {
  if (key.name === 'escape') return {type: 'closed'};
  if (ask.needs !== 'reason') {
    if (ask.needs === 'yes' && (key.name === 'y' || key.name === 'Y')) return carryOut(ask);
    // Enter is the reflex of who did not read, so it is No.
    return key.name === 'n' || key.name === 'N' || key.name === 'enter' || key.name === 'q'
      ? {type: 'closed'}
      : undefined;
  }
  // ^S goes on from any form, and this is one.
  if (key.name === 'enter' || key.name === 'ctrl-s') {
    const {reason} = reasonErrors({reason: ask.text});
    return reason === undefined ? carryOut(ask) : refused(reason);
  }
  const error = tooLong(ask.text, key);
  if (error !== undefined) return refused(error);
  const text = typed(ask.text, key);
  return text === undefined ? undefined : {type: 'typed', text};
}

function refused(error: string): Response {
  return changed((ask) => ({...ask, error}));
}

function changed(change: (ask: Ask) => Ask): Response {
  return {
    type: 'edited',
    edit: (model) =>
      model.overlay?.kind === 'ask' ? {...model, overlay: {...model.overlay, ask: change(model.overlay.ask)}} : model,
  };
}

function carryOut({purpose, needs, text, waits}: Ask): Response {
  // Nobody says yes to what was not shown; only what it costs may be had without looking.
  if (waits === 'preview' || waits === 'last-edit') return say('What it would change is still being read; a moment.');
  switch (purpose.name) {
    case 'quit':
      return {type: 'quit'};
    case 'halt':
    case 'resume':
      return {type: 'perform', command: {name: purpose.name, justification: text.trim()}};
    case 'build':
    case 'refilter':
    case 'recover':
      // A gate is overridden for a reason whatever the hour, and the purpose says itself whether it is forced.
      if ('override' in purpose) return {type: 'perform', command: {...purpose, justification: text.trim()}};
      return {
        type: 'perform',
        command: {...purpose, ...(needs === 'reason' ? {force: true, justification: text.trim()} : {})},
      };
    case 'rollback':
      // It has its reason whatever the hour, and says itself whether it is forced.
      return {type: 'perform', command: {...purpose, justification: text.trim()}};
    case 'blocklist.undo':
    case 'export':
    case 'settings.set':
    case 'settings.unset':
    case 'credentials.remove':
    case 'keys.rotate':
      return {type: 'perform', command: purpose};
  }
}

function say(text: string): Response {
  return {type: 'say', tone: 'warn', text};
}
