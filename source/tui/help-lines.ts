import {type Binding, bindings, keyGroups} from './keys.ts';
import type {Model} from './model.ts';
import {worksOnCard} from './overlays/through-card.ts';
import {keysOf, type OwnKey, ownKeys, type Place} from './own-keys.ts';
import {isOfTables} from './views/tables-only.ts';

type HelpGroup = {
  readonly title: string;
  readonly entries: readonly (readonly [sign: string, meaning: string])[];
};

/** How the file of a table is, as it stands beside its sum and its age. */
const fileStates: HelpGroup = {
  title: 'Beside the name of a table, then sum and age of its file',
  entries: [
    ['whole', 'Complete; the final file is as it was sealed'],
    ['live', 'A build writes it, or somebody has edited it'],
    ['ahead', 'In place of its age: this clock was set back since'],
    ['changed, unreadable ', 'Not what was written: universe verify'],
  ],
};

const logSigns: HelpGroup = {
  title: 'Before the time of a line in the log',
  entries: [
    ['!', 'A warning'],
    ['x', 'Something failed, or all is halted'],
  ],
};

/** Where the keys go that the help is asked about: the card that it lies over, else the view. */
export function placeOf({overlay, view}: Pick<Model, 'overlay' | 'view'>): Place {
  return overlay?.kind === 'card' || overlay?.behind?.kind === 'card' ? 'card' : view;
}

/** The keys of the place first, then those of everywhere that mean the same there, and the signs of the screen. */
function helpGroups(place: Place): readonly HelpGroup[] {
  const own: readonly Place[] = place === 'tables' ? [] : [place];
  const further: readonly Place[] = place === 'tables' ? ['card', 'form'] : ['form'];
  return [
    ...own.map(section),
    ...keyGroups.flatMap((title) => {
      const here = bindings.filter((binding) => binding.group === title && worksIn(place, binding));
      return here.length > 0 ? [{title, entries: here.map(entry)}] : [];
    }),
    ...further.map(section),
    ...(place === 'tables' ? [fileStates] : []),
    ...(place === 'tables' || place === 'build' ? [logSigns] : []),
  ];
}

export function helpLines(place: Place): readonly string[] {
  return helpGroups(place).flatMap(({title, entries}) => [
    title,
    ...entries.map(([sign, meaning]) => `  ${sign.padEnd(6)} ${meaning}`),
  ]);
}

function worksIn(place: Place, {act, keys}: Binding): boolean {
  if (keysOf(place).some((own) => own.keys.some((key) => keys.includes(key)))) return false;
  if (place === 'card') return worksOnCard(act);
  return place === 'tables' || !isOfTables(act);
}

function section(place: Place): HelpGroup {
  return {title: ownKeys[place].title, entries: keysOf(place).map(entry)};
}

function entry({shown, help}: Pick<OwnKey, 'shown' | 'help'>): HelpGroup['entries'][number] {
  return [shown, help];
}

/** Signs that a voice passes over, in words. */
const names: Readonly<Record<string, string>> = {
  ',': 'comma',
  ':': 'colon',
  '/': 'slash',
  '?': 'question mark',
  '-': 'minus',
  '=': 'equals sign',
  '<': 'less-than sign',
  '>': 'greater-than sign',
  '!': 'exclamation mark',
  '*': 'asterisk',
};

function sayKey(sign: string): string {
  if (/^[A-Z]$/.test(sign)) return `capital ${sign}`;
  return names[sign] ?? sign.replace(/^\^/, 'Control ').replace(/^S-/, 'Shift ');
}

/** The same to be heard, one after the other. */
export function sayHelp(place: Place): readonly string[] {
  return helpGroups(place).flatMap(({title, entries}) => [
    `${title}.`,
    ...entries.map(([sign, meaning]) => `${sayKey(sign.trim())}: ${meaning}.`),
  ]);
}
