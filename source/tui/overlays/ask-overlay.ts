import {fit, widthOf, wrapText} from '../cell-text.ts';
import type {Key} from '../key-input.ts';
import type {Ask, Overlay} from '../model.ts';
import type {Response} from '../press.ts';
import type {Theme} from '../theme.ts';
import {typed} from '../typed.ts';
import type {OverlayKind} from './overlay.ts';

/** A question before something happens. */
export const askOverlay: OverlayKind<Extract<Overlay, {kind: 'ask'}>> = {
  width: () => 72,
  draw: ({ask}, theme, {width}) => askBox(ask, theme, width),
  press: ({ask}, _model, key) => pressInAsk(ask, key),
};

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
  // It has its reason whatever the hour, and says itself whether it is forced.
  if (ask.purpose.name === 'rollback')
    return {type: 'perform', command: {...ask.purpose, justification: ask.text.trim()}};
  const forced = ask.needs === 'reason' ? {force: true, justification: ask.text.trim()} : {};
  return {type: 'perform', command: {...ask.purpose, ...forced}};
}

function askBox(ask: Ask, theme: Theme, width: number): readonly string[] {
  const line = (text: string): string => theme.paint('dialog', fit(`  ${text}`, width));
  const answer =
    ask.needs === 'yes'
      ? theme.paint('dialog', '  ') +
        theme.paint('badge-good', ' y ') +
        theme.paint('dialog', ' yes   ') +
        theme.paint('badge-plain', ' n ') +
        theme.paint('dialog', fit(' no, also Enter and Esc', width - 15))
      : reasonField(ask.text, theme, width);
  return [
    theme.paint('dialog-title', fit(`  ${ask.title}`, width)),
    line(''),
    ...ask.sentences.flatMap((sentence) => wrapText(sentence, width - 4)).map(line),
    line(''),
    answer,
    ...(ask.needs === 'reason' ? [line('Enter goes on, Esc cancels')] : []),
    line(''),
  ];
}

function reasonField(text: string, theme: Theme, width: number): string {
  const room = width - 13;
  // The end of a long reason is where the person types.
  let shown = text;
  while (widthOf(shown) > room - 1) shown = shown.slice(1);
  const field = fit(`${shown}_`, room);
  return theme.paint('dialog', '  reason: ') + theme.paint('selected', field) + theme.paint('dialog', '   ');
}

function say(text: string): Response {
  return {type: 'say', tone: 'warn', text};
}
