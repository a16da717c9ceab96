import {bindings, keyGroups} from './keys.ts';

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
    ['changed, unreadable ', 'Not what was written: universe verify'],
  ],
};

const logSigns: HelpGroup = {
  title: 'Before the time of a line in the log',
  entries: [
    ['!', 'A warning'],
    ['x', 'Something failed'],
  ],
};

/** Every key under the name of its group, then the signs of the screen. */
const helpGroups: readonly HelpGroup[] = [
  ...keyGroups.map((title) => ({
    title,
    entries: bindings.filter(({group}) => group === title).map(({shown, help}) => [shown, help] as const),
  })),
  fileStates,
  logSigns,
];

export const helpLines: readonly string[] = helpGroups.flatMap(({title, entries}) => [
  title,
  ...entries.map(([sign, meaning]) => `  ${sign.padEnd(6)} ${meaning}`),
]);

export const widestHelp = Math.max(...helpLines.map((line) => line.length)) + 1;

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
};

function sayKey(sign: string): string {
  if (/^[A-Z]$/.test(sign)) return `capital ${sign}`;
  return names[sign] ?? sign.replace(/^\^/, 'Control ').replace(/^S-/, 'Shift ');
}

/** The same to be heard, one after the other. */
export function sayHelp(): readonly string[] {
  return helpGroups.flatMap(({title, entries}) => [
    `${title}.`,
    ...entries.map(([sign, meaning]) => `${sayKey(sign.trim())}: ${meaning}.`),
  ]);
}
