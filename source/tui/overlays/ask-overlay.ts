import {readAsk, unreadAsk} from '../acts/read-ask.ts';
import {reasonErrors} from '../acts/reason-errors.ts';
import {fit, printable, widthOf, wrapText} from '../cell-text.ts';
import type {Key} from '../key-input.ts';
import type {Ask, Overlay} from '../model.ts';
import type {Response} from '../press.ts';
import type {Theme} from '../theme.ts';
import {tooLong, typed} from '../typed.ts';
import type {FooterKeys} from '../views/footer-keys.ts';
import type {Area} from '../views/view.ts';
import type {OverlayKind} from './overlay.ts';

/** A question before something happens. */
export const askOverlay: OverlayKind<Extract<Overlay, {kind: 'ask'}>> = {
  width: () => 72,
  draw: ({ask}, theme, inside) => askBox(ask, theme, inside),
  press: ({ask}, _model, key) => pressInAsk(ask, key),
  footer: ({ask}) => answersTo[ask.needs],
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

function pressInAsk(ask: Ask, key: Key): Response | undefined {
  if (key.name === 'escape') return {type: 'closed'};
  if (ask.needs !== 'reason') {
    if (ask.needs === 'yes' && (key.name === 'y' || key.name === 'Y')) return carryOut(ask);
    // Enter is the reflex of who did not read, so it is No.
    return key.name === 'n' || key.name === 'N' || key.name === 'enter' || key.name === 'q'
      ? {type: 'closed'}
      : undefined;
  }
  if (key.name === 'enter') {
    const {reason} = reasonErrors({reason: ask.text});
    return reason === undefined ? carryOut(ask) : refused(reason);
  }
  const error = tooLong(ask.text, key);
  if (error !== undefined) return refused(error);
  const text = typed(ask.text, key);
  return text === undefined ? undefined : {type: 'typed', text};
}

function refused(error: string): Response {
  return {
    type: 'edited',
    edit: (model) =>
      model.overlay?.kind === 'ask' ? {...model, overlay: {kind: 'ask', ask: {...model.overlay.ask, error}}} : model,
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

/** The answer is always there; what there is no room for is said to be more. */
function askBox(ask: Ask, theme: Theme, {width, height}: Area): readonly string[] {
  const line = (text: string): string => theme.paint('dialog', fit(`  ${text}`, width));
  const foot = [line(''), ...answerLines(ask, theme, width), line('')];
  const waiting = ask.waits === undefined ? [] : [waitingFor[ask.waits]];
  const words = [...ask.sentences, ...waiting].flatMap((sentence) => wrapText(sentence, width - 4));
  const room = Math.max(1, height - 2 - foot.length);
  const shown =
    words.length > room ? [...words.slice(0, room - 1), `... ${words.length - room + 1} more lines`] : words;
  return [theme.paint('dialog-title', fit(`  ${ask.title}`, width)), line(''), ...shown.map(line), ...foot];
}

const waitingFor = {
  plan: 'Counting the calls it would take ...',
  recovery: 'Counting the calls it would take ...',
  preview: 'Judging the rows again to see what it would change ...',
  setting: 'Looking up what it is now ...',
  'last-edit': 'Looking up the last edit in the log ...',
} as const;

function answerLines(ask: Ask, theme: Theme, width: number): readonly string[] {
  const line = (text: string): string => theme.paint('dialog', fit(`  ${text}`, width));
  if (ask.needs === 'nothing') return [line('Esc closes')];
  if (ask.needs === 'reason') {
    const error = ask.error === undefined ? [] : [theme.paint('badge-bad', fit(`  ! ${ask.error}`, width))];
    return [reasonField(ask.text, theme, width), ...error, line('Enter goes on, Esc cancels')];
  }
  return [
    theme.paint('dialog', '  ') +
      theme.paint('badge-good', ' y ') +
      theme.paint('dialog', ' yes   ') +
      theme.paint('badge-plain', ' n ') +
      theme.paint('dialog', fit(' no, also Enter and Esc', width - 15)),
  ];
}

function reasonField(text: string, theme: Theme, width: number): string {
  const room = width - 13;
  // The end of a long reason is where the person types.
  const clean = printable(text);
  let shown = text.endsWith(' ') && !clean.endsWith(' ') ? `${clean} ` : clean;
  while (widthOf(shown) > room - 1) shown = Array.from(shown).slice(1).join('');
  const field = fit(`${shown}_`, room);
  return theme.paint('dialog', '  reason: ') + theme.paint('selected', field) + theme.paint('dialog', '   ');
}

function say(text: string): Response {
  return {type: 'say', tone: 'warn', text};
}
