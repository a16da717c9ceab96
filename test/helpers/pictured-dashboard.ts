import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, readdir, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {pictureOf} from './terminal-picture.ts';
import {hasProgram, startOnTerminal, type TerminalSession, textOf} from './terminal-session.ts';

export const program = fileURLToPath(new URL('../../dist/universe.js', import.meta.url));
const ownNode = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
export const node = existsSync(ownNode) ? ownNode : process.execPath;

/** For one step on a machine with much else to do. */
const patienceMs = 60_000;
const lookEveryMs = 150;

/** Where the pictures come from and where they go. */
export type Studio = {
  /** Holds the universe and the habits; its name is in the pictures, and it goes when they are taken. */
  readonly folder: string;
  readonly outdir: string;
  /** For looking at them; the repository keeps the SVG, which is a tenth of the size. */
  readonly wantsPng: boolean;
  /** Names of the pictures so far. */
  readonly taken: Set<string>;
};

export type Sitting = {
  readonly columns: number;
  readonly rows: number;
  /** What the clock of the dashboard begins with. */
  readonly now: string;
  /** When the files were written as that clock has it; the disk knows another, and ages would be none. */
  readonly filesFrom?: string;
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};

export type Dashboard = {
  readonly press: (keys: string) => Promise<void>;
  readonly shows: (wanted: RegExp) => Promise<void>;
  readonly hides: (unwanted: RegExp) => Promise<void>;
  /** Keeps what the screen shows once it has come to rest. */
  readonly keep: (name: string) => Promise<void>;
};

function rootIn({folder}: Studio): string {
  return join(folder, 'universe');
}

/** Opens the dashboard of the sample market on a terminal of its own, and closes it when `use` is done. */
export async function sitDown(
  studio: Studio,
  sitting: Sitting,
  use: (dashboard: Dashboard) => Promise<void>,
): Promise<void> {
  const {columns, rows, now, filesFrom, words = [], environment = {}} = sitting;
  if (filesFrom !== undefined) await setFileTimes(studio, filesFrom);
  // Nobody's own habits, nor those of the sitting before: a theme that was chosen there would be in this one.
  const habits = await mkdtemp(join(studio.folder, 'habits-'));
  const session = startOnTerminal({
    columns,
    rows,
    env: {...process.env, XDG_CONFIG_HOME: habits},
    command: [
      ...['env', ...Object.entries(environment).map(([name, value]) => `${name}=${value}`)],
      ...[node, program, '--sample', '--root', rootIn(studio), '--now', now, ...words],
    ],
  });
  try {
    await use(dashboardOn(session, studio, titleOf(sitting)));
    session.type('q');
    await sleep(500);
  } finally {
    await session.end();
  }
}

/** What somebody types at a shell between two sittings. */
export async function command(studio: Studio, words: readonly string[], stdin = ''): Promise<void> {
  const [name = '', ...rest] = words;
  const argv = [program, name, '--sample', '--root', rootIn(studio), ...rest];
  execFileSync(node, argv, {input: stdin, stdio: ['pipe', 'ignore', 'pipe']});
}

async function setFileTimes(studio: Studio, at: string): Promise<void> {
  const folder = join(rootIn(studio), 'sample', 'output', 'screeners');
  for (const file of await readdir(folder)) await utimes(join(folder, file), new Date(at), new Date(at));
}

function titleOf({words = [], environment = {}}: Sitting): string {
  const set = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return [...set, 'universe', '--sample', ...words].join(' ');
}

function dashboardOn(session: TerminalSession, studio: Studio, title: string): Dashboard {
  const text = async (): Promise<string> => textOf(await session.look());
  const until = async (wanted: string, isSo: (text: string) => boolean): Promise<void> => {
    for (const end = performance.now() + patienceMs; performance.now() < end; ) {
      if (isSo(await text())) return;
      await sleep(lookEveryMs);
    }
    throw new Error(`${wanted} was waited for, and there was:\n${await text()}`);
  };
  return {
    // One key at a time, as people do.
    press: async (keys) => {
      for (const key of keys) {
        session.type(key);
        // What follows an escape at once is taken for the rest of a sequence.
        await sleep(key === '\x1b' ? 300 : 60);
      }
    },
    shows: (wanted) => until(`${wanted}`, (now) => wanted.test(now)),
    hides: (unwanted) => until(`no ${unwanted}`, (now) => !unwanted.test(now)),
    keep: async (name) => {
      await restOf(text);
      studio.taken.add(name);
      const svg = join(studio.outdir, `${name}.svg`);
      await writeFile(svg, pictureOf(await session.look(), title));
      if (studio.wantsPng && hasProgram('rsvg-convert'))
        execFileSync('rsvg-convert', ['-o', svg.replace(/svg$/, 'png'), svg]);
      console.log(svg);
    },
  };
}

/** A second in which ages and heartbeats are all that changes is rest, too. */
async function restOf(text: () => Promise<string>): Promise<void> {
  let before = await text();
  for (let looks = 0; looks < 6; looks++) {
    await sleep(lookEveryMs);
    const after = await text();
    if (after === before) return;
    before = after;
  }
}
