import {fit, printable, widthOf} from '../cell-text.ts';
import type {Edit} from '../change.ts';
import type {Key} from '../key-input.ts';
import {closeOverlay, type Model, type Overlay} from '../model.ts';
import {commandNamed, type Palette, suggestions} from '../palette.ts';
import type {Response} from '../press.ts';
import type {Theme} from '../theme.ts';
import {typed} from '../typed.ts';
import type {Area} from '../views/view.ts';
import type {OverlayKind} from './overlay.ts';

type PaletteOverlay = Extract<Overlay, {kind: 'palette'}>;

const mostEntered = 100;
const mostShown = 12;

/** Every act and every command by name. */
export const paletteOverlay: OverlayKind<PaletteOverlay> = {
  width: () => 90,
  draw: ({palette}, theme, inside) => paletteBox(palette, theme, inside),
  press: ({palette}, model, key) => pressInPalette(palette, model, key),
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
    default: {
      const text = typed(palette.text, key);
      return text === undefined ? undefined : edited(() => lineOf(palette, text));
    }
  }
}

/** A line as if it had been typed: the list is for it, and nothing of it is chosen. */
function lineOf({picked: _picked, error: _error, ...palette}: Palette, text: string, back = 0): Palette {
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
  return edited(({error: _error, ...now}) => ({...now, text: line, picked: index}));
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
  const room = Math.max(1, Math.min(mostShown, height - 6));
  const chosen = palette.picked ?? 0;
  const from = Math.max(0, Math.min(chosen - Math.floor(room / 2), list.length - room));
  const nameWidth = Math.min(Math.floor(width / 2), Math.max(12, ...list.map(({name}) => name.length)) + 2);
  const rows = Array.from({length: room}, (_, i) => {
    const one = list[from + i];
    if (!one) return line('');
    const mark = from + i === palette.picked ? '>' : ' ';
    const text = `${mark} ${fit(one.name, nameWidth)}${fit(one.keys, 7)}${one.help}`;
    return from + i === palette.picked
      ? theme.paint('selected', fit(` ${text}`, width))
      : theme.paint('dialog', fit(` ${text}`, width));
  });
  const count = list.length > room ? `${from + 1}-${Math.min(list.length, from + room)} of ${list.length}; ` : '';
  return [
    theme.paint('dialog-title', fit('  Command', width)),
    inputLine(palette.text, theme, width),
    palette.error === undefined ? line('') : theme.paint('badge-bad', fit(`  ! ${palette.error}`, width)),
    ...rows,
    line(''),
    line(`${count}Tab completes, up and down recall, Enter goes, Esc closes`),
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
