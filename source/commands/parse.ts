import meow from 'meow';
import {z} from 'zod';
import {Failure} from '../failure.ts';
import {nearest} from '../universe/nearest.ts';
import type {CommandEntry} from './command-entry.ts';
import {everywhere, type Flag, type FlagName, Flags, flags, ofScreen, spelled} from './flags.ts';

export type Invocation = {
  readonly entry?: CommandEntry;
  readonly words: readonly string[];
  readonly flags: Flags;
  /** Of the package. */
  readonly version: string;
  readonly description: string;
};

/** What the words of the command line mean; a misspelt one is refused with the word that was likely meant. */
export function parse(argv: readonly string[], table: readonly CommandEntry[], importMeta: ImportMeta): Invocation {
  refuseUnknown(argv);
  const {
    input,
    flags: raw,
    pkg,
  } = meow({
    importMeta,
    argv: argv.map(unnegated),
    autoHelp: false,
    autoVersion: false,
    flags: Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, forMeow(flag)])),
  });
  const [name, ...words] = input.map(String);
  const parsed = values(raw);
  const {version = '', description = ''} = pkg;
  if (name === undefined) {
    refuseForeign(raw, [...everywhere, 'version', 'daemon', 'demo', ...ofScreen], 'universe');
    return {words: [], flags: parsed, version, description};
  }
  const entry = find(name, table);
  if (!parsed.help) {
    refuseForeign(raw, [...everywhere, ...entry.flags], `universe ${entry.name}`);
    refuseCount(words, entry);
  }
  return {entry, words, flags: parsed, version, description};
}

/** The parser would take `--no-clipboard` for the opposite of a flag `--clipboard`. */
function unnegated(token: string): string {
  return token === spelled('noClipboard') ? '--noClipboard' : token;
}

function forMeow(flag: Flag) {
  return {
    type: flag.type,
    ...(flag.short === undefined ? {} : {shortFlag: flag.short}),
    ...(flag.many ? {isMultiple: true} : {}),
  } as const;
}

/** Before the parser sees them: it would take an unknown flag's neighbour for a value. */
function refuseUnknown(argv: readonly string[]): void {
  const known = new Map<string, Flag>(Object.entries(flags).map(([name, flag]) => [spelled(name), flag]));
  const shorts = new Map([...known].flatMap(([name, {short}]) => (short === undefined ? [] : [[`-${short}`, name]])));
  const seen = new Set<string>();
  for (const token of argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length)) {
    if (!token.startsWith('-') || /^-($|\d)/.test(token)) continue;
    const [typed = token] = token.split('=');
    const name = shorts.get(typed) ?? typed;
    const flag = known.get(name);
    if (flag === undefined) {
      const meant = nearest(typed, [...known.keys()]);
      throw usage(`There is no flag ${typed}.`, meant ? `Did you mean ${meant}?` : 'See universe --help.');
    }
    if (flag.type === 'boolean' && token.includes('='))
      throw usage(`${typed} takes no value.`, `Write ${typed} alone.`);
    if (seen.has(name) && !flag.many) throw usage(`${name} is given twice.`, 'Give it once.');
    seen.add(name);
  }
}

function values(raw: Readonly<Record<string, unknown>>): Flags {
  const parsed = Flags.safeParse(raw);
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0]) as FlagName;
  const flag: Flag = flags[name];
  const given = [raw[name]].flat().join(', ');
  const got = given === '' ? 'it got none' : `not "${given}"`;
  throw usage(`${spelled(name)} wants ${flag.expects}, ${got}.`, `Write it as ${spelled(name)} ${flag.value}.`);
}

function find(name: string, table: readonly CommandEntry[]): CommandEntry {
  const entry = table.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  const meant = nearest(
    name,
    table.filter(({group}) => group !== 'hidden').map((candidate) => candidate.name),
  );
  throw usage(`There is no command "${name}".`, meant ? `Did you mean ${meant}?` : 'See universe --help.');
}

function refuseForeign(raw: Readonly<Record<string, unknown>>, allowed: readonly FlagName[], who: string): void {
  for (const [name, value] of Object.entries(raw)) {
    const given = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
    if (!given || allowed.includes(name as FlagName)) continue;
    throw usage(`${spelled(name)} is not a flag of ${who}.`, `See ${who} --help.`);
  }
}

function refuseCount(words: readonly string[], {name, usage: form, words: {min, max}}: CommandEntry): void {
  const hint = `Write universe ${name} ${form}`.trimEnd();
  if (words.length < min) throw usage(`universe ${name} wants more than it was given.`, `${hint}.`);
  if (words.length > max) throw usage(`universe ${name} does not take "${words[max]}".`, `${hint}.`);
}

/** Words that fit none of the forms of a command: a verb that is not known, or that got too little or too much. */
export function misfit(words: readonly string[], {name, usage: form}: Pick<CommandEntry, 'name' | 'usage'>): Failure {
  const hint = `Write universe ${name} ${form}.`;
  const [verb = '', ...rest] = words;
  const wants = form
    .split(' | ')
    .map((one) =>
      one
        .replaceAll(/\[.*?\]…?/g, '')
        .trim()
        .split(/\s+/),
    )
    .filter(([known]) => known === verb)
    .map((tokens) => tokens.length - 1);
  if (wants.length === 0) return usage(`universe ${name} does not know "${words.join(' ')}".`, hint);
  if (rest.length < Math.min(...wants)) return usage(`universe ${name} ${verb} wants more than it was given.`, hint);
  return usage(`universe ${name} ${verb} does not take "${rest.slice(Math.max(...wants)).join(' ')}".`, hint);
}

/** A word that has to be a day. */
export function dateWord(word: string): string {
  if (z.iso.date().safeParse(word).success) return word;
  throw usage(`"${word}" is not a day.`, 'Write it as 2026-03-02.');
}

export function usage(sentence: string, hint: string): Failure {
  return new Failure('usage', sentence, {hint, kind: 'usage'});
}
