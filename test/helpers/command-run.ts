import type {Context, UserFiles} from '../../source/commands/command-entry.ts';
import {demo} from '../../source/commands/demo.ts';
import {makeOutput} from '../../source/commands/output.ts';
import {parse} from '../../source/commands/parse.ts';
import {table} from '../../source/commands/table.ts';
import type {Control} from '../../source/control/control.ts';
import {Failure} from '../../source/failure.ts';
import {fakeControl} from './fake-control.ts';
import {manualClock} from './manual-clock.ts';

type Given = {
  readonly control?: Control;
  readonly files?: Partial<UserFiles>;
  readonly change?: Partial<Context>;
  /** Of the screen that shows stdout. */
  readonly columns?: number;
};

/** Runs one command over a control of the test's choice and keeps what it printed. */
export async function runCommand(
  argv: readonly string[],
  {control = fakeControl(), files = {}, change = {}, columns}: Given = {},
) {
  let stdout = '';
  let stderr = '';
  const out = makeOutput(
    {write: (text) => (stdout += text), ...(columns === undefined ? {} : {isTTY: true, columns})},
    {write: (text) => (stderr += text)},
    {quiet: argv.includes('--quiet'), colour: false},
  );
  let exit: string;
  try {
    const {entry, words, flags} = parse(argv, [...table, demo], import.meta);
    if (entry === undefined) throw new Error('The test names no command.');
    const context: Context = {
      words,
      flags,
      out,
      actor: {name: 'ann', via: 'command'},
      clock: {...manualClock(), sleep: () => new Promise((resolve) => setImmediate(resolve))},
      files: {
        read: async () => '',
        write: async () => {},
        isThere: async () => false,
        stdin: async () => '',
        absolute: (path) => `/here/${path}`,
        ...files,
      },
      haltPastEngine: async (_, because) => {
        throw because;
      },
      haltOnDisk: async () => undefined,
      records: async function* () {},
      table,
      program: {
        command: '/usr/bin/node',
        args: ['/opt/universe.js'],
        root: '/var/lib/universe',
        key: '/var/lib/universe/storage/keys/screener_api.key',
        owner: async () => 'trading',
      },
      signal: new AbortController().signal,
      reading: async () => control,
      writing: async () => control,
      ...change,
    };
    exit = await entry.run(context);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    exit = error.kind;
    out.error(error.hint ? `${error.message} ${error.hint}` : error.message);
  }
  return {exit, stdout, stderr};
}
