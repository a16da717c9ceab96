import {fit, fitWords, printable, widthOf} from './cell-text.ts';
import type {Model} from './model.ts';
import {type Palette, suggestions} from './palette.ts';
import {mostListed} from './symbols-known.ts';
import type {Theme} from './theme.ts';
import type {Area} from './views/view.ts';

const mostShown = 12;
/** Cells that the longest usage leaves to the help. */
const leastHelp = 30;
/** Title, input, error, help and the last line, and the frame. */
const around = 8;

/** What is typed, the list for it, and the whole help of what is chosen. */
export function drawPalette(
  palette: Palette,
  theme: Theme,
  {width, height, model}: Area & {readonly model: Model},
): readonly string[] {
  const line = (text: string): string => theme.paint('dialog', fit(`  ${text}`, width));
  const list = suggestions(model, palette);
  // The frame has been taken off already.
  const room = roomIn(height + 2);
  const from = topOf(palette, list.length, room);
  const nameWidth = Math.min(
    Math.max(Math.floor(width / 2), width - leastHelp),
    Math.max(12, ...list.map(({name}) => name.length)) + 2,
  );
  const rows = Array.from({length: room}, (_, i) => {
    const one = list[from + i];
    if (!one) return line(i === 0 && list.length === 0 ? 'No command is called so.' : '');
    const mark = from + i === palette.picked ? '>' : ' ';
    const start = `${mark} ${fit(one.name, nameWidth)}${fit(one.keys, 7)}`;
    const text = start + fitWords(one.help, width - 1 - widthOf(start));
    return from + i === palette.picked
      ? theme.paint('selected', fit(` ${text}`, width))
      : theme.paint('dialog', fit(` ${text}`, width));
  });
  const all = list.length > mostListed ? `${mostListed}+` : list.length;
  const count = list.length > room ? `${from + 1}-${Math.min(list.length, from + room)} of ${all}, PgDn; ` : '';
  // Whole, where its row may have had to cut it.
  const help = palette.picked === undefined ? '' : (list[palette.picked]?.help ?? '');
  const tab = list.length === 0 ? '' : 'Tab completes, ';
  return [
    theme.paint('dialog-title', fit('  Command', width)),
    inputLine(palette.text, theme, width),
    palette.error === undefined ? line('') : theme.paint('badge-bad', fit(`  ! ${palette.error}`, width)),
    ...rows,
    line(help),
    line(`${count}${tab}up recalls, Enter goes, Esc closes`),
  ];
}

function inputLine(text: string, theme: Theme, width: number): string {
  const room = width - 6;
  const characters = Array.from(text, (character) => printable(character) || '?');
  // The end of a long line is where the person types.
  while (widthOf(characters.join('')) > room - 1) characters.shift();
  return (
    theme.paint('dialog', '  : ') +
    theme.paint('selected', fit(`${characters.join('')}_`, room)) +
    theme.paint('dialog', '  ')
  );
}

/** Lines of the list in a body of that height. */
export function roomIn(height: number): number {
  return Math.max(1, Math.min(mostShown, height - around));
}

/** The first line of the list that is shown: where it was scrolled to, else around what is chosen. */
export function topOf({picked: chosen = 0, top}: Palette, count: number, room: number): number {
  return Math.max(0, Math.min(top ?? chosen - Math.floor(room / 2), count - room));
}
