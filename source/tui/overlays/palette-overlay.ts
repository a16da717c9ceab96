import {fit, fitWords, printable, widthOf} from '../cell-text.ts';
import type {Edit} from '../change.ts';
import type {Key} from '../key-input.ts';
import {closeOverlay, type Model, type Overlay} from '../model.ts';
import {commandNamed, type Palette, suggestions} from '../palette.ts';
import type {Response} from '../press.ts';
import {bodyArea} from '../screen-layout.ts';
import {mostListed} from '../symbols-known.ts';
import type {Theme} from '../theme.ts';
import {tooLong, typed} from '../typed.ts';
import type {Area} from '../views/view.ts';
import type {OverlayKind} from './overlay.ts';

type PaletteOverlay = Extract<Overlay, {kind: 'palette'}>;

const mostEntered = 100;
const mostShown = 12;
/** Cells in which the longest usage and the longest help stand whole. */
const mostWidth = 140;
/** Cells that the longest usage leaves to the help. */
const leastHelp = 30;
/** Title, input, error, help and the last line, and the frame. */
const around = 8;

/** Every act and every command by name. */
export const paletteOverlay: OverlayKind<PaletteOverlay> = {
  width: () => mostWidth,
  draw: ({palette}, theme, inside) => paletteBox(palette, theme, inside),
  press: ({palette}, model, key) => pressInPalette(palette, model, key),
  footer: () => [
    ['Tab', 'complete'],
    ['PgDn', 'more'],
    ['up', 'recall'],
    ['Enter', 'go'],
    ['Esc', 'close'],
  ],
  reads: {
    // Their names complete `set`, which nobody waits for.
    wants: ({palette}) => (palette.settings ? undefined : 'settings'),
    load: async (_overlay, control) => {
      const settings = await control.query({name: 'settings'});
      return (open) => ({...open, palette: {...open.palette, settings}});
    },
    unread: (open) => ({...open, palette: {...open.palette, settings: []}}),
  },
};

function pressInPalette(palette: Palette, model: Model, key: Key): Response | undefined {
  switch (key.name) {
    case 'escape':
      return {type: 'closed'};
    case 'enter':
      return entered(palette, model);
    case 'tab':
    case 'ctrl-n':
      return picked(palette, model, 1);
    case 'shift-tab':
    case 'ctrl-p':
      return picked(palette, model, -1);
    case 'up':
      return recalled(palette, model, 1);
    case 'down':
      return recalled(palette, model, -1);
    case 'page-down':
      return scrolled(palette, model, 1);
    case 'page-up':
      return scrolled(palette, model, -1);
    default: {
      const error = tooLong(palette.text, key);
      if (error !== undefined) return refused(error);
      const text = typed(palette.text, key);
      return text === undefined ? undefined : edited(() => lineOf(palette, text));
    }
  }
}

/** A line as if it had been typed: the list is for it, and nothing of it is chosen. */
function lineOf({picked: _picked, top: _top, error: _error, ...palette}: Palette, text: string, back = 0): Palette {
  return {...palette, text, typed: text, back};
}

function picked(palette: Palette, model: Model, step: 1 | -1): Response | undefined {
  const list = suggestions(model, palette);
  const next = palette.picked === undefined ? (step === 1 ? 0 : list.length - 1) : palette.picked + step;
  const index = (next + list.length) % list.length;
  const line = list[index]?.line;
  if (line === undefined) return undefined;
  // The only one that fits is what was meant: its own words come next.
  if (list.length === 1) return edited((now) => lineOf(now, line));
  return edited(({error: _error, top: _top, ...now}) => ({...now, text: line, picked: index}));
}

/** The list moves by a page, whatever is typed or chosen. */
function scrolled(palette: Palette, model: Model, step: 1 | -1): Response {
  const room = roomIn(bodyArea(model).height);
  const top = topOf(palette, suggestions(model, palette).length, room);
  return edited((now) => ({...now, top: top + step * room}));
}

function roomIn(height: number): number {
  return Math.max(1, Math.min(mostShown, height - around));
}

/** The first line of the list that is shown: where it was scrolled to, else around what is chosen. */
function topOf({picked: chosen = 0, top}: Palette, count: number, room: number): number {
  return Math.max(0, Math.min(top ?? chosen - Math.floor(room / 2), count - room));
}

function recalled(palette: Palette, {entered: lines}: Model, step: 1 | -1): Response | undefined {
  const back = Math.max(0, Math.min(lines.length, palette.back + step));
  if (back === palette.back) return undefined;
  return edited((now) => lineOf(now, back === 0 ? '' : (lines[lines.length - back] ?? ''), back));
}

function entered(palette: Palette, model: Model): Response {
  const under = closeOverlay(model);
  const line = meant(palette, model);
  if (line === '') return {type: 'closed'};
  const [name = '', ...words] = line.split(/\s+/);
  const command = commandNamed(name);
  if (!command) return refused(`There is no command "${name}"; Tab lists what there is.`);
  const response = command.run(under, words);
  if (typeof response === 'string') return refused(response);
  const remember: Edit = (now) => {
    const earlier = now.entered.filter((one) => one !== line);
    return closeOverlay({...now, entered: [...earlier, line].slice(-mostEntered)});
  };
  return {type: 'then', first: {type: 'edited', edit: remember}, next: () => response};
}

/** The line, its first word made whole where it is only the beginning of a name. */
function meant(palette: Palette, model: Model): string {
  const line = palette.text.trim();
  const [name = '', ...words] = line.split(/\s+/);
  if (line === '' || commandNamed(name)) return line;
  const [best] = suggestions(model, {...palette, typed: name});
  return [best?.line.trim() ?? name, ...words].join(' ');
}

function refused(error: string): Response {
  return edited((now) => ({...now, error}));
}

function edited(edit: (palette: Palette) => Palette): Response {
  return {
    type: 'edited',
    edit: (model) =>
      model.overlay?.kind === 'palette'
        ? {...model, overlay: {...model.overlay, palette: edit(model.overlay.palette)}}
        : model,
  };
}

function paletteBox(
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
    if (!one) return line('');
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
  return [
    theme.paint('dialog-title', fit('  Command', width)),
    inputLine(palette.text, theme, width),
    palette.error === undefined ? line('') : theme.paint('badge-bad', fit(`  ! ${palette.error}`, width)),
    ...rows,
    line(help),
    line(`${count}Tab completes, up recalls, Enter goes, Esc closes`),
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
