import type {CommandEntry} from './command-entry.ts';
import {everywhere, type Flag, type FlagName, flags, ofScreen, spelled} from './flags.ts';

/** In the order in which people look for commands. */
export const groups = ['Work', 'Questions', 'Lists', 'Secrets', 'Care'] as const;

/** What `universe --help` prints. */
export function programHelp(description: string, table: readonly CommandEntry[]): string {
  const width = Math.max(...table.map(({name}) => name.length));
  const sections = groups.map((group) => {
    const lines = table.filter((entry) => entry.group === group);
    return [`${group}`, ...lines.map(({name, summary}) => `  ${name.padEnd(width)}  ${summary}`)].join('\n');
  });
  return [
    description,
    '',
    'Usage',
    '  universe              the dashboard',
    '  universe --daemon     the nightly schedule, without a screen',
    '  universe COMMAND      one of those below; universe COMMAND --help says more',
    '',
    sections.join('\n\n'),
    '',
    'Flags',
    ...flagLines([...everywhere, 'version', ...ofScreen]),
    '',
    'Without --root the folder is UNIVERSE_ROOT, else the data folder of this machine.',
    'Exit codes: 0 done, 1 failed, 2 usage, 3 not fit for trading, 4 the writer does not answer, 5 credentials,',
    '6 halted, 7 paused, 130 and 143 interrupted.',
  ].join('\n');
}

/** What `universe COMMAND --help` prints. */
export function commandHelp(entry: CommandEntry): string {
  return [
    `${entry.summary}.`,
    '',
    'Usage',
    `  universe ${entry.name} ${entry.usage}`.trimEnd(),
    ...(entry.notes === undefined ? [] : ['', ...entry.notes]),
    ...(entry.flags.length > 0 ? ['', 'Flags', ...flagLines(entry.flags, entry.flagWords)] : []),
    '',
    'Flags everywhere',
    ...flagLines(everywhere),
    ...(entry.examples.length > 0 ? ['', 'Examples', ...entry.examples.map((line) => `  ${line}`)] : []),
  ].join('\n');
}

function flagLines(names: readonly FlagName[], words: CommandEntry['flagWords'] = {}): readonly string[] {
  const rows = names.map((name) => {
    const flag: Flag = flags[name];
    const short = flag.short === undefined ? '' : `-${flag.short}, `;
    return {
      left: `${short}${spelled(name)}${flag.value === undefined ? '' : ` ${flag.value}`}`,
      summary: words[name] ?? flag.summary,
    };
  });
  const width = Math.max(...rows.map(({left}) => left.length));
  return rows.map(({left, summary}) => `  ${left.padEnd(width)}  ${summary}`);
}
