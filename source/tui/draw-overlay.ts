import {fit, widthOf, wrapText} from './cell-text.ts';
import {helpLines, widestHelp} from './keys.ts';
import type {Ask, Overlay} from './model.ts';
import type {Theme} from './theme.ts';

/** A box of plain lines, laid over the middle of the lines below it. */
export function layOver(
  lines: readonly string[],
  box: readonly string[],
  {columns, boxWidth}: {columns: number; boxWidth: number},
): readonly string[] {
  const top = Math.max(0, Math.floor((lines.length - box.length) / 2));
  const left = ' '.repeat(Math.floor((columns - boxWidth) / 2));
  const right = ' '.repeat(columns - boxWidth - left.length);
  // Whole lines give way: cutting styled lines in the middle would cost more than the rows beside a box are worth.
  return lines.map((line, i) => {
    const inside = box[i - top];
    return inside === undefined ? line : left + inside + right;
  });
}

/** The lines that a frame adds to what it holds. */
export const frameHeight = 2;

export function drawOverlay(overlay: Overlay, theme: Theme, size: {width: number; height: number}): readonly string[] {
  const inside = {width: size.width - 2, height: size.height - frameHeight};
  const box = overlay.kind === 'help' ? helpBox(overlay.top, theme, inside) : askBox(overlay.ask, theme, inside.width);
  const edge = theme.paint('dialog', `+${'-'.repeat(inside.width)}+`);
  const side = theme.paint('dialog', '|');
  return [edge, ...box.map((line) => side + line + side), edge];
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

function helpBox(top: number, theme: Theme, {width, height}: {width: number; height: number}): readonly string[] {
  const room = height - 3;
  const columns = width >= 2 * widestHelp + 4 && helpLines.length > room ? 2 : 1;
  const rows = Math.min(room, Math.ceil(helpLines.length / columns));
  const from = Math.max(0, Math.min(top, helpLines.length - rows * columns));
  const each = Math.floor((width - 4) / columns);
  const more = rows * columns < helpLines.length ? ', j and k scroll' : '';
  const blank = theme.paint('dialog', ' '.repeat(width));
  const lines = Array.from({length: rows}, (_, i) => {
    const cells = Array.from({length: columns}, (_, c) => fit(helpLines[from + i + c * rows] ?? '', each));
    return theme.paint('dialog', `  ${cells.join('')}`.padEnd(width));
  });
  return [theme.paint('dialog-title', fit(`  Keys (Esc closes${more})`, width)), blank, ...lines, blank];
}
