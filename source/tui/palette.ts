import type {SettingRow} from '../control/query.ts';
import {ranked} from './fuzzy.ts';
import {bindings} from './keys.ts';
import type {Model} from './model.ts';
import {type PaletteCommand, paletteCommands} from './palette-commands.ts';
import {mostListed} from './symbols-known.ts';

/** The line that takes commands by name, with what it may come to under it. */
export type Palette = {
  readonly text: string;
  /** What the list is for: `text` as it was typed, before Tab or the history changed it. */
  readonly typed: string;
  /** Index into the list; absent while none was chosen. */
  readonly picked?: number;
  /** The first line of the list that is shown, once somebody scrolled it. */
  readonly top?: number;
  /** How many lines back in the history the text is from. */
  readonly back: number;
  readonly error?: string;
  /** Every setting, once the engine has named them. */
  readonly settings?: readonly SettingRow[];
};

export const emptyPalette: Palette = {text: '', typed: '', back: 0};

/** A line of the list: what it fills in, and what it says. */
export type Suggestion = {readonly line: string; readonly name: string; readonly keys: string; readonly help: string};

/** Every act by its name, and the commands that take words; a command stands for the act of its name. */
const entries: readonly PaletteCommand[] = [
  ...paletteCommands,
  ...bindings
    .filter(({act}) => !paletteCommands.some(({name}) => name === act))
    .map(
      ({act, help, shown}): PaletteCommand => ({
        name: act,
        words: '',
        keys: shown,
        help,
        run: (_model, [word]) =>
          word === undefined ? {type: 'act', act} : `${act} takes no words; "${word}" is one too many.`,
      }),
    ),
];

export function commandNamed(name: string): PaletteCommand | undefined {
  return entries.find((entry) => entry.name === name);
}

/** Commands while the first word is typed, what they can be told after it. */
export function suggestions(model: Model, palette: Palette): readonly Suggestion[] {
  const [name = '', ...words] = palette.typed.trimStart().split(/\s+/);
  if (words.length === 0) return ranked(entries, name, (entry) => entry.name).map(named);
  const command = commandNamed(name);
  const before = [name, ...words.slice(0, -1)].join(' ');
  const last = (words.at(-1) ?? '').toLowerCase();
  const known = command?.complete?.(words, {model, palette}) ?? [];
  const fitting = known.filter(({word}) => word.toLowerCase().startsWith(last)).slice(0, mostListed + 1);
  if (fitting.length === 0 && command) return [{...named(command), line: palette.typed}];
  return fitting.map(({word, help = ''}) => ({line: `${before} ${word}`, name: word, keys: '', help}));
}

function named({name, words, keys = '', help}: PaletteCommand): Suggestion {
  return {line: words === '' ? name : `${name} `, name: words === '' ? name : `${name} ${words}`, keys, help};
}
