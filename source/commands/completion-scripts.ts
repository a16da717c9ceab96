import {changeActions, credentialActions} from '../control/audit-actions.ts';
import {GateId} from '../engine/event.ts';
import type {CommandEntry} from './command-entry.ts';
import {everywhere, type Flag, type FlagName, flags, ofScreen, spelled} from './flags.ts';
import {type Names, nextWords} from './next-words.ts';

export type Shown = readonly CommandEntry[];

const ofProgram = ['version', 'daemon', 'demo', ...ofScreen] as const;
const flagsOf = (entry?: CommandEntry): string => [...everywhere, ...(entry?.flags ?? [])].map(spelled).join(' ');

/** Every place where words are known: a command, the word before, and what may come. */
function places(shown: Shown, names: Names): readonly {command: string; after: string; words: string}[] {
  return shown.flatMap((entry) =>
    nextWords(entry, names).map(({after, words}) => ({
      command: entry.name,
      after: after === '' ? entry.name : after,
      words: words.join(' '),
    })),
  );
}

/** Flags whose values are known, with these. */
function valued({providers}: Names): readonly {readonly flag: FlagName; readonly words: string}[] {
  const words: Partial<Record<FlagName, readonly string[]>> = {
    provider: providers,
    format: ['csv', 'json'],
    action: [...credentialActions, ...changeActions],
    override: GateId.options,
  };
  return (Object.keys(words) as FlagName[])
    .filter((flag) => words[flag]?.length)
    .map((flag) => ({flag, words: words[flag]?.join(' ') ?? ''}));
}

export function bash(shown: Shown, names: Names): string {
  const nexts = places(shown, names).map(({command, after, words}) => `    "${command} ${after}") next="${words}" ;;`);
  const cases = shown.map((entry) => `    ${entry.name}) words="${flagsOf(entry)}" ;;`);
  return [
    '_universe() {',
    '  local word="$2" previous="$3" command="" words="" next="" seen',
    '  for seen in $COMP_LINE; do case "$seen" in universe|-*) ;; *) command=$seen; break ;; esac; done',
    '  [[ $command == "$word" ]] && command=""',
    '  case "$command" in',
    `    "") words="${shown.map(({name}) => name).join(' ')} ${flagsOf()} ${ofProgram.map(spelled).join(' ')}" ;;`,
    ...cases,
    '  esac',
    '  case "$command $previous" in',
    ...nexts,
    ...valued(names).map(({flag, words}) => `    *" ${spelled(flag)}") next="${words}" ;;`),
    '  esac',
    '  if [[ -n $next && $word != -* ]]; then COMPREPLY=($(compgen -W "$next" -- "$word")); return; fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '  [[ $word == -* || -z "$command" ]] || COMPREPLY+=($(compgen -f -- "$word"))',
    '}',
    'complete -F _universe universe',
  ].join('\n');
}

export function zsh(shown: Shown, names: Names): string {
  const commands = shown.map(({name, summary}) => `    '${name}:${quoted(summary)}'`);
  const cases = shown.map((entry) => `      ${entry.name}) _values -w flag ${flagsOf(entry)} ;;`);
  const nexts = places(shown, names).map(
    ({command, after, words}) => `    '${command} ${after}') compadd -- ${words}; return ;;`,
  );
  return [
    '#compdef universe',
    '_universe() {',
    '  local -a commands=(',
    ...commands,
    '  )',
    '  if (( CURRENT == 2 )); then _describe command commands; return; fi',
    '  if [[ $PREFIX == -* ]]; then',
    '    case $words[2] in',
    ...cases,
    '    esac',
    '    return',
    '  fi',
    '  case "$words[2] $words[CURRENT-1]" in',
    ...nexts,
    ...valued(names).map(({flag, words}) => `    *' ${spelled(flag)}') compadd -- ${words}; return ;;`),
    '  esac',
    '  _files',
    '}',
    'compdef _universe universe',
  ].join('\n');
}

export function fish(shown: Shown, names: Names): string {
  const lines = shown.flatMap((entry) => [
    `complete -c universe -n __fish_use_subcommand -f -a ${entry.name} -d '${quoted(entry.summary)}'`,
    ...entry.flags.map(
      (flag) => `complete -c universe -n '__fish_seen_subcommand_from ${entry.name}' ${fishFlag(flag, names)}`,
    ),
  ]);
  const shared = [
    ...everywhere.map((flag) => `complete -c universe ${fishFlag(flag, names)}`),
    ...ofProgram.map((flag) => `complete -c universe -n __fish_use_subcommand ${fishFlag(flag, names)}`),
  ];
  const nexts = places(shown, names).map(
    ({command, after, words}) =>
      `complete -c universe -f -n '__fish_seen_subcommand_from ${command}; and test (commandline -opc)[-1] = ${after}' -a '${words}'`,
  );
  return [...shared, ...lines, ...nexts].join('\n');
}

/** With what may follow it: words, files, or whatever a person types; fish would offer files for all of them. */
function fishFlag(name: FlagName, names: Names): string {
  const {type, short, value, summary}: Flag = flags[name];
  const words = valued(names).find(({flag}) => flag === name)?.words;
  const isPath = value === 'DIR' || value === 'FILE';
  const follows = type === 'boolean' ? '' : words !== undefined ? ` -x -a '${words}'` : isPath ? ' -r' : ' -x';
  return `-l ${spelled(name).slice(2)}${short === undefined ? '' : ` -s ${short}`}${follows} -d '${quoted(summary)}'`;
}

function quoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}
