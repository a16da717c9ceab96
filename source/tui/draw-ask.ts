import type {Ask} from './ask.ts';
import {fit, printable, widthOf, wrapText} from './cell-text.ts';
import {pageOf, placeWords, shownOf, type TextPage} from './text-page.ts';
import type {Theme} from './theme.ts';
import type {Area} from './views/view.ts';

/** Title, blank, what is said, blank, the answer, and a last line that tells which lines are there where not all are. */
export function drawAsk(ask: Ask, theme: Theme, {width, height}: Area): readonly string[] {
  const line = (text: string): string => theme.paint('dialog', fit(`  ${text}`, width));
  const page = askPage(ask, {width, height});
  return [
    theme.paint('dialog-title', fit(`  ${ask.title}`, width)),
    line(''),
    ...shownOf(page).map(line),
    line(''),
    ...answerLines(ask, theme, width),
    line(placeWords(page)),
  ];
}

/** The lines of what is said, and those of them that there is room for beside the answer. */
export function askPage(ask: Ask, {width, height}: Area): TextPage {
  const waiting = ask.waits === undefined ? [] : [waitingFor[ask.waits]];
  const lines = [...ask.sentences, ...waiting].flatMap((sentence) => wrapText(sentence, width - 4));
  const answers = ask.needs === 'reason' ? (ask.error === undefined ? 2 : 3) : 1;
  return pageOf(lines, {top: ask.top ?? 0, room: Math.max(1, height - around - answers)});
}

/** Title and the three lines without words. */
const around = 4;

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
