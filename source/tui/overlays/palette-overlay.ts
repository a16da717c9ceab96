import type {Edit} from '../change.ts';
import {drawPalette, roomIn, topOf} from '../draw-palette.ts';
import type {Key} from '../key-input.ts';
import {closeOverlay, type Model, type Overlay} from '../model.ts';
import {commandNamed, type Palette, suggestions} from '../palette.ts';
import type {Response} from '../press.ts';
import {whyDenied} from '../rights.ts';
import {bodyArea} from '../screen-layout.ts';
import {tooLong, typed} from '../typed.ts';
import type {OverlayKind} from './overlay.ts';

type PaletteOverlay = Extract<Overlay, {kind: 'palette'}>;

const mostEntered = 100;
/** Cells in which the longest usage and the longest help stand whole. */
const mostWidth = 140;

/** Every act and every command by name. */
export const paletteOverlay: OverlayKind<PaletteOverlay> = {
  width: () => mostWidth,
  draw: ({palette}, theme, inside) => drawPalette(palette, theme, inside),
  press: ({palette}, model, key) => pressInPalette(palette, model, key),
  footer: ({palette}, model) => {
    const listed = suggestions(model, palette).length;
    const isLong = listed > roomIn(bodyArea(model).height);
    return [
      ...(listed > 0 ? [['Tab', 'complete'] as const] : []),
      ...(isLong ? [['PgDn', 'more'] as const] : []),
      ['up', 'recall'],
      ['Enter', 'go'],
      ['Esc', 'close'],
    ];
  },
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
  const denied = command.needs && whyDenied(under, command.needs);
  if (denied !== undefined) return refused(denied);
  const response = command.run(under, words, palette);
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
