import type {CommandEntry} from './command-entry.ts';
import {everywhere, flags, spelled} from './flags.ts';
import {usage} from './parse.ts';

export const completion: CommandEntry = {
  name: 'completion',
  group: 'Care',
  summary: 'Print the completion script of a shell',
  usage: 'bash|zsh|fish',
  words: {min: 1, max: 1},
  flags: [],
  examples: ['universe completion bash > ~/.local/share/bash-completion/completions/universe'],
  run: async ({words, out, table}) => {
    const script = scripts[words[0] ?? ''];
    if (script === undefined) throw usage(`There is no completion for "${words[0]}".`, 'Name bash, zsh or fish.');
    out.data(script(table.filter(({group}) => group !== 'hidden')));
    return 'done';
  },
};

type Shown = readonly CommandEntry[];

const flagsOf = (entry?: CommandEntry) => [...everywhere, ...(entry?.flags ?? [])].map(spelled).join(' ');

const scripts: Readonly<Record<string, (shown: Shown) => string>> = {bash, zsh, fish};

function bash(shown: Shown): string {
  const cases = shown.map((entry) => `    ${entry.name}) words="${flagsOf(entry)}" ;;`);
  return [
    '_universe() {',
    '  local word="$2" command="" words="" seen',
    '  for seen in $COMP_LINE; do case "$seen" in universe|-*) ;; *) command=$seen; break ;; esac; done',
    '  [[ $command == "$word" ]] && command=""',
    '  case "$command" in',
    `    "") words="${shown.map(({name}) => name).join(' ')} ${flagsOf()} --version --daemon" ;;`,
    ...cases,
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '  [[ $word == -* || -z "$command" ]] || COMPREPLY+=($(compgen -f -- "$word"))',
    '}',
    'complete -F _universe universe',
  ].join('\n');
}

function zsh(shown: Shown): string {
  const commands = shown.map(({name, summary}) => `    '${name}:${quoted(summary)}'`);
  const cases = shown.map((entry) => `      ${entry.name}) _values -w flag ${flagsOf(entry)} ;;`);
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
    '  else _files; fi',
    '}',
    'compdef _universe universe',
  ].join('\n');
}

function fish(shown: Shown): string {
  const lines = shown.flatMap((entry) => [
    `complete -c universe -n __fish_use_subcommand -f -a ${entry.name} -d '${quoted(entry.summary)}'`,
    ...entry.flags.map(
      (flag) =>
        `complete -c universe -n '__fish_seen_subcommand_from ${entry.name}' -l ${spelled(flag).slice(2)} -d '${quoted(flags[flag].summary)}'`,
    ),
  ]);
  const shared = everywhere.map(
    (flag) => `complete -c universe -l ${spelled(flag).slice(2)} -d '${quoted(flags[flag].summary)}'`,
  );
  return [...shared, ...lines].join('\n');
}

function quoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}
