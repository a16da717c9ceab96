import {changeActions, credentialActions, eventActions} from '../control/audit-actions.ts';
import {GateId} from '../engine/event.ts';
import type {CommandEntry} from './command-entry.ts';
import {everywhere, type Flag, type FlagName, flags, ofScreen, spelled} from './flags.ts';
import {type Names, nextWords} from './next-words.ts';

export type Shown = readonly CommandEntry[];

const ofProgram = ['version', 'daemon', 'demo', ...ofScreen] as const;
const flagsOf = (entry?: CommandEntry): string => [...everywhere, ...(entry?.flags ?? [])].map(spelled).join(' ');
const allFlags = Object.keys(flags) as readonly FlagName[];

/** Those with a value, which is no word of the command. */
const valuedFlags = allFlags.filter((flag) => flags[flag].type === 'string').map(spelled);
const fileFlags = allFlags.filter(isPath).map(spelled);

/** Every place where words are known: `blocklist  0` for the first word of a command, `access grant 2`, `check *`. */
function places(shown: Shown, names: Names): readonly {at: string; words: string; files: boolean}[] {
  return shown.flatMap(({name, ...entry}) =>
    nextWords({name, ...entry}, names).map(({at, words, files}) => ({
      at: `${name} ${at}`,
      words: words.join(' '),
      files,
    })),
  );
}

/** Flags whose values are known, with these. */
function valued({providers}: Names): readonly {readonly flag: FlagName; readonly words: string}[] {
  const words: Partial<Record<FlagName, readonly string[]>> = {
    provider: providers,
    format: ['csv', 'json'],
    action: [...credentialActions, ...changeActions, ...eventActions],
    override: GateId.options,
  };
  return (Object.keys(words) as FlagName[])
    .filter((flag) => words[flag]?.length)
    .map((flag) => ({flag, words: words[flag]?.join(' ') ?? ''}));
}

/** In both shells: which command and verb the words before name, and how many words follow the command. */
const countWord =
  '*) if [[ -z $command ]]; then command=$seen; else [[ $count -gt 0 ]] || verb=$seen; count=$((count + 1)); fi ;;';

/** What a shell's pattern matches: the words as they are, but for a star at the end. */
function pattern(at: string): string {
  return at.endsWith('*') ? `"${at.slice(0, -1)}"*` : `"${at}"`.replace('*', '"*"');
}

export function bash(shown: Shown, names: Names): string {
  const everyName = shown.map(({name}) => name).join(' ');
  return [
    '_universe() {',
    // It takes `=` for a word of its own.
    '  local word="$2" previous="" command="" verb="" count=0 words="" next="" files="" seen skip="" i IFS=$\' \\t\\n\'',
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    `    seen=\${COMP_WORDS[i]}`,
    '    if [[ -n $skip ]]; then [[ $seen == "=" ]] || skip=""; continue; fi',
    '    case "$seen" in',
    `      ${valuedFlags.join('|')}) skip=1; previous=$seen ;;`,
    '      -*) ;;',
    `      ${countWord}`,
    '    esac',
    '  done',
    '  if [[ -n $skip ]]; then',
    '    case "$previous" in',
    `      ${fileFlags.join('|')}) files=1 ;;`,
    ...valued(names).map(({flag, words}) => `      ${spelled(flag)}) words="${words}" ;;`),
    '    esac',
    '  else',
    '    case "$command" in',
    `      "") words="${everyName} ${flagsOf()} ${ofProgram.map(spelled).join(' ')}" ;;`,
    ...shown.map((entry) => `      ${entry.name}) words="${flagsOf(entry)}" ;;`),
    '    esac',
    '    case "$command $verb $count" in',
    ...places(shown, names).map(
      ({at, words, files}) => `      ${pattern(at)}) ${files ? 'files=1' : `next="${words}"`} ;;`,
    ),
    '    esac',
    '    [[ -z $next || $word == -* ]] || words=$next',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    "  IFS=$'\\n'",
    '  [[ -z $files || $word == -* ]] || COMPREPLY+=($(compgen -f -- "$word"))',
    '}',
    'complete -F _universe universe',
  ].join('\n');
}

export function zsh(shown: Shown, names: Names): string {
  const commands = shown.map(({name, summary}) => `    '${name}:${quoted(summary)}'`);
  const cases = shown.map((entry) => `      ${entry.name}) _values -w flag ${flagsOf(entry)} ;;`);
  const nexts = places(shown, names).map(
    ({at, words, files}) => `    ${pattern(at)}) ${files ? '_files' : `compadd -- ${words}`} ;;`,
  );
  return [
    '#compdef universe',
    '_universe() {',
    '  local -a commands=(',
    ...commands,
    '  )',
    '  local command="" verb="" seen skip="" i',
    '  local -i count=0',
    '  for ((i = 2; i < CURRENT; i++)); do',
    '    seen=$words[i]',
    '    if [[ -n $skip ]]; then skip=""; continue; fi',
    '    case "$seen" in',
    `      ${valuedFlags.join('|')}) skip=1 ;;`,
    '      -*) ;;',
    `      ${countWord}`,
    '    esac',
    '  done',
    '  if [[ -n $skip ]]; then',
    '    case "$words[CURRENT-1]" in',
    `      ${fileFlags.join('|')}) _files ;;`,
    ...valued(names).map(({flag, words}) => `      ${spelled(flag)}) compadd -- ${words} ;;`),
    '    esac',
    '    return',
    '  fi',
    '  if [[ $PREFIX == -* ]]; then',
    '    case "$command" in',
    `      "") _values -w flag ${flagsOf()} ${ofProgram.map(spelled).join(' ')} ;;`,
    ...cases,
    '    esac',
    '    return',
    '  fi',
    '  if [[ -z $command ]]; then _describe command commands; return; fi',
    '  case "$command $verb $count" in',
    ...nexts,
    '  esac',
    '}',
    'compdef _universe universe',
  ].join('\n');
}

export function fish(shown: Shown, names: Names): string {
  const commandless = '\'__universe_at "  0"\'';
  const lines = shown.flatMap((entry) => [
    `complete -c universe -n ${commandless} -a ${entry.name} -d '${quoted(entry.summary)}'`,
    ...entry.flags.map(
      (flag) => `complete -c universe -n '__universe_at "${entry.name} *"' ${fishFlag(flag, names, entry.flagWords)}`,
    ),
  ]);
  const shared = [
    ...everywhere.map((flag) => `complete -c universe ${fishFlag(flag, names)}`),
    ...ofProgram.map((flag) => `complete -c universe -n ${commandless} ${fishFlag(flag, names)}`),
  ];
  const nexts = places(shown, names).map(
    ({at, words, files}) => `complete -c universe -n '__universe_at "${at}"' ${files ? '-F' : `-a '${words}'`}`,
  );
  return [...fishPlace, ...shared, ...lines, ...nexts].join('\n');
}

/** Fish offers files wherever nobody says that there are none. */
const fishPlace = [
  'function __universe_at',
  '  set -l said',
  '  set -l skip',
  '  for seen in (commandline -opc)[2..-1]',
  '    if set -q skip[1]; set skip; continue; end',
  '    switch $seen',
  `      case ${valuedFlags.join(' ')}; set skip 1`,
  "      case '-*'",
  "      case '*'; set said $said $seen",
  '    end',
  '  end',
  '  set -l count 0',
  '  set -q said[2]; and set count (math (count $said) - 1)',
  '  string match -q -- $argv[1] "$said[1] $said[2] $count"',
  'end',
  'complete -c universe -f',
];

/** With what may follow it: words, files, or whatever a person types; fish would offer files for all of them. */
function fishFlag(name: FlagName, names: Names, meant: CommandEntry['flagWords'] = {}): string {
  const {type, short, summary}: Flag = flags[name];
  const words = valued(names).find(({flag}) => flag === name)?.words;
  const follows = type === 'boolean' ? '' : words !== undefined ? ` -x -a '${words}'` : isPath(name) ? ' -r -F' : ' -x';
  return `-l ${spelled(name).slice(2)}${short === undefined ? '' : ` -s ${short}`}${follows} -d '${quoted(meant[name] ?? summary)}'`;
}

function isPath(name: FlagName): boolean {
  const {value}: Flag = flags[name];
  return value === 'DIR' || value === 'FILE';
}

function quoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}
