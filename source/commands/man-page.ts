import type {SettingRow} from '../control/query.ts';
import {exitCodes} from '../failure.ts';
import type {CommandEntry, ExitKind} from './command-entry.ts';
import {everywhere, type Flag, type FlagName, flags, ofScreen, spelled} from './flags.ts';
import {groups} from './help.ts';
import {keysOfScreen, searchOfScreen} from './man-screen.ts';
import {example, item, paragraph, section, subsection, title} from './roff.ts';

/** What each exit code means; the codes themselves are in `failure.ts`. */
const meanings: Readonly<Record<ExitKind, string>> = {
  done: 'Done.',
  failed: 'Failed; what was written before stands.',
  usage: 'The command line is not understood.',
  unfit: 'What was asked about is not fit for trading.',
  'no-answer': 'The process that holds the root does not answer.',
  credentials: 'Credentials are missing, refused or due.',
  halted: 'The engine is halted; universe resume clears that.',
  paused: 'The build is paused and can be resumed.',
  interrupted: 'Interrupted by Ctrl-C.',
  terminated: 'Ended by a signal, or by the loss of its terminal.',
};

/** The manual page, made of the tables that the program itself works by. */
export function manPage(table: readonly CommandEntry[], settings: readonly SettingRow[]): string {
  const shown = table.filter(({group}) => group !== 'hidden');
  return [
    title('universe', '1', 'symbol-universe'),
    section('name'),
    'universe \\- decides, every night, which US equities a trading system may screen',
    section('synopsis'),
    '.B universe\n[\\fIFLAG\\fR]...\n.br\n.B universe\n\\fICOMMAND\\fR [\\fIWORD\\fR]... [\\fIFLAG\\fR]...',
    section('description'),
    paragraph(
      'Without a command it opens the dashboard; with --daemon it keeps the nightly schedule without a screen.',
    ),
    section('commands'),
    ...groups.flatMap((group) => [
      subsection(group),
      ...shown.filter((entry) => entry.group === group).map(commandItem),
    ]),
    section('flags'),
    subsection('Of every command'),
    ...everywhere.map(flagItem),
    subsection('Of the program and its dashboard'),
    ...(['version', 'daemon', 'demo'] as const).map(flagItem),
    ...ofScreen.map(flagItem),
    subsection('Of some commands'),
    ...namesOfFlags(shown).map(flagItem),
    section('keys of the dashboard'),
    ...keysOfScreen(),
    section('search'),
    ...searchOfScreen(),
    section('settings'),
    paragraph('universe settings set FIELD VALUE changes one; millions are written 500e6, a list with commas.'),
    ...settings.map(settingItem),
    section('environment'),
    item('UNIVERSE_ROOT', 'The folder where everything lives, where --root is not given.'),
    item(
      'LC_ALL, LC_CTYPE, LANG',
      'Where the first of them that is set names UTF-8, charts and frames have more than ASCII.',
    ),
    item('NO_COLOR', 'No colours, in the dashboard and elsewhere.'),
    item('INK_SCREEN_READER', 'true is as --screen-reader.'),
    item('MASTER_ENCRYPTION_KEY', 'The master key, where the setting keySource says so.'),
    section('exit status'),
    ...Object.entries(exitCodes).map(([kind, code]) => item(String(code), meanings[kind as ExitKind])),
    '',
  ].join('\n');
}

function commandItem({name, usage, summary, notes = [], examples, flags: own, flagWords = {}}: CommandEntry): string {
  const said = [`${summary}.`, ...(notes.length > 0 ? [notes.join(' ')] : [])];
  const takes = own.length > 0 ? [`Flags: ${own.map(spelled).join(', ')}`] : [];
  const here = Object.entries(flagWords).map(([flag, words]) => `${spelled(flag)}: ${words}.`);
  return [item(`universe ${name} ${usage}`.trimEnd(), ...said, ...takes, ...here), example(examples)].join('\n');
}

function flagItem(name: FlagName): string {
  const flag: Flag = flags[name];
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  return item(`${short}${spelled(name)}${flag.value === undefined ? '' : ` ${flag.value}`}`, `${flag.summary}.`);
}

function namesOfFlags(shown: readonly CommandEntry[]): readonly FlagName[] {
  return [...new Set(shown.flatMap((entry) => entry.flags))].filter((name) => !everywhere.includes(name));
}

function settingItem({field, label, help, default: initial}: SettingRow): string {
  const usual = initial === undefined ? 'Unset as it comes.' : `As it comes: ${JSON.stringify(initial)}.`;
  return item(field, `${label}. ${help}.`, usual);
}
