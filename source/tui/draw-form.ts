import {fit, printable, widthOf, wrapText} from './cell-text.ts';
import {cursorOf, type Field, type Form} from './form.ts';
import {pageOf, placeWords, shownOf, type TextPage} from './text-page.ts';
import {type Theme, themeNamed} from './theme.ts';
import type {Area} from './views/view.ts';

/** As many whatever is behind them: their number would tell the length. */
const dots = '•'.repeat(8);
const widestLabel = 22;

/** Title, what it is about, a line for each field, the keys, and a last line that tells where not all of it is there. */
export function drawForm(form: Form, theme: Theme, area: Area): readonly string[] {
  const {width, height} = area;
  const line = (text: string): string => theme.paint('dialog', fit(`  ${text}`, width));
  const page = toldPage(form, area);
  const told = shownOf(page);
  const foot = [line(''), ...keyLines(form, width).map(line), line(placeWords(page))];
  const head = [theme.paint('dialog-title', fit(`  ${form.title}`, width)), line('')];
  const above = told.length > 0 ? [...head, ...told.map(line), line('')] : head;
  const room = Math.max(1, height - above.length - foot.length);
  const blocks = blocksOf(form, theme, width);
  return [...above, ...aroundFocus(blocks, form.focus, room), ...foot].slice(0, height);
}

/** What it is about: where there is no room for everything, the field that has the keys comes first. */
export function toldPage(form: Form, {width, height}: Area): TextPage {
  const lines = form.sentences.flatMap((sentence) => wrapText(sentence, width - 4));
  const needed = blocksOf(form, themeNamed('mono'), width)[form.focus]?.length ?? 0;
  return pageOf(lines, {top: form.top ?? 0, room: height - around - keyLines(form, width).length - needed});
}

/** Title, and the four lines without words. */
const around = 5;

function blocksOf(form: Form, theme: Theme, width: number): readonly (readonly string[])[] {
  const labels = Math.min(widestLabel, Math.max(0, ...form.fields.map((field) => widthOf(labelOf(field)) + 2)));
  return form.fields.map((field, i) => fieldLines(field, theme, {width, labels, isFocused: i === form.focus}));
}

function keyLines(form: Form, width: number): readonly string[] {
  return wrapText(form.busy ?? keysOf(form), width - 4);
}

function keysOf({fields, focus}: Form): string {
  const choice = fields[focus]?.choices ? ', left and right choose' : '';
  const more = fields.length > 1 ? `Tab next field${choice}, ^S` : `Enter${choice}`;
  return fields.length > 1 ? `${more} or Enter on the last goes on, Esc cancels` : `${more} goes on, Esc cancels`;
}

/** Whole fields before and after the focused one, as many as there is room for. */
function aroundFocus(blocks: readonly (readonly string[])[], focus: number, room: number): readonly string[] {
  let [from, to] = [focus, focus + 1];
  let used = blocks[focus]?.length ?? 0;
  for (;;) {
    const after = blocks[to];
    const before = blocks[from - 1];
    if (after && used + after.length <= room) {
      used += after.length;
      to += 1;
    } else if (before && used + before.length <= room) {
      used += before.length;
      from -= 1;
    } else return blocks.slice(from, to).flat().slice(0, room);
  }
}

function fieldLines(
  field: Field,
  theme: Theme,
  {width, labels, isFocused}: {width: number; labels: number; isFocused: boolean},
): readonly string[] {
  const mark = isFocused ? '>' : ' ';
  const label = theme.paint('dialog', fit(`${mark} ${labelOf(field)}`, labels + 2));
  const room = width - labels - 4;
  const under = (style: 'dialog' | 'badge-bad' | 'badge-warn', text: string): readonly string[] =>
    wrapText(text, room - 1).map(
      (part) =>
        theme.paint('dialog', ' '.repeat(labels + 2)) +
        theme.paint(style, fit(part, room)) +
        theme.paint('dialog', '  '),
    );
  const help = helpOf(field);
  return [
    label + inputOf(field, theme, {room, isFocused}) + theme.paint('dialog', '  '),
    ...(field.error === undefined ? [] : under('badge-bad', `! ${field.error}`)),
    ...(field.error === undefined && field.doubt !== undefined ? under('badge-warn', field.doubt) : []),
    ...(field.error === undefined && isFocused && help !== undefined ? under('dialog', help) : []),
  ];
}

function helpOf({isKept, isSelected, help}: Field): string | undefined {
  if (isKept) return 'What was typed is kept; typing takes its place.';
  return isSelected ? ['Typing replaces it, an arrow key edits it.', help ?? ''].join(' ').trim() : help;
}

function labelOf({label, required}: Field): string {
  return `${printable(label)}${required ? ' *' : ''}`;
}

function inputOf(field: Field, theme: Theme, {room, isFocused}: {room: number; isFocused: boolean}): string {
  if (field.choices) return choiceOf(field, field.choices, theme, {room, isFocused});
  const text = field.secret ? (field.text === '' ? '' : dots) : field.text;
  // A character at a time, so that the cursor stands where the next one will go whatever is drawn for those before it.
  const cells = Array.from(text, (character) => printable(character) || '?');
  const style = isFocused ? 'selected' : 'selected-elsewhere';
  if (!isFocused) return theme.paint(style, fit(cells.join(''), room));
  const cursor = field.secret ? cells.length : cursorOf(field);
  let from = 0;
  while (widthOf(cells.slice(from, cursor).join('')) > room - 2) from += 1;
  const before = cells.slice(from, cursor).join('');
  // The cursor is a hole in the field, which is seen without colour too.
  const at = cells[cursor] ?? '_';
  const left = room - widthOf(before) - widthOf(at);
  return (
    theme.paint(style, before) +
    theme.paint('text-strong', at) +
    theme.paint(style, fit(cells.slice(cursor + 1).join(''), left))
  );
}

function choiceOf(
  {text}: Field,
  choices: readonly string[],
  theme: Theme,
  {room, isFocused}: {room: number; isFocused: boolean},
): string {
  const words = choices.map((choice) => (choice === text ? `[${choice}]` : ` ${choice} `)).join(' ');
  return theme.paint(isFocused ? 'selected' : 'selected-elsewhere', fit(words, room));
}
