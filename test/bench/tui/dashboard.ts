import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {pathsOf} from '../../../source/store/paths.ts';
import {readHolder} from '../../../source/store/writer-lock.ts';
import {bindings} from '../../../source/tui/keys.ts';
import {Pty} from './pty.ts';
import {idle, type Series, type Step, series} from './series.ts';
import type {Tables} from './tables.ts';

const launcher = fileURLToPath(new URL('../../../dist/universe.js', import.meta.url));

export type DashboardFigures = {
  readonly idleMsPerSecond: number;
  readonly series: readonly Series[];
  readonly skipped: readonly string[];
};

const idleSeconds = 30;
const words = ['technology', 'birch motors', 'nasdaq', 'health care', 'abc', 'energy adr', 'zulu'];

/** The built command over a root with four full files: its own engine, its own process, nothing built. */
export async function dashboardFigures({root}: Tables): Promise<DashboardFigures> {
  const pty = open(root);
  try {
    await pty.shownAfter(isFull);
    await pty.quiet();
    // Tables, funnel and log settle before anything is measured.
    await idle(pty, 3);
    await pty.ask('1');
    for (let page = 0; page < 3; page++) await pty.ask('\x1b[6~');
    const measured: Series[] = [];
    for (const [name, steps] of Object.entries(scenes())) measured.push(await series(pty, name, steps));
    await pty.ask('\x1b');
    return {
      idleMsPerSecond: await idle(pty, idleSeconds),
      series: measured,
      skipped: sortKey === undefined ? ['sort: the table of keys has no key for it'] : [],
    };
  } finally {
    await pty.end('q');
    await untilReleased(root);
  }
}

/** Milliseconds from exec to the frame in which every pane has its rows. */
export async function firstFrame({root}: Tables): Promise<number> {
  const pty = open(root);
  try {
    return await pty.shownAfter(isFull);
  } finally {
    await pty.end('q');
    await untilReleased(root);
  }
}

/** The engine of a dashboard that was left lets go of the root a moment later, and the next one would attach to it. */
async function untilReleased(root: string): Promise<void> {
  while ((await readHolder(pathsOf(root, {sample: true})))?.held) await sleep(50);
}

function open(root: string): Pty {
  // Nobody's own habits: whoever left another view would measure that.
  return new Pty([process.execPath, launcher, '--sample', '--root', root], {
    XDG_CONFIG_HOME: join(root, '..', 'habits'),
  });
}

/** Every pane has its title and its rows, as many as there are lines for. */
function isFull(text: string): boolean {
  const titles = text.match(/\d (UNFILTERED|PARTIAL|FINAL|BLOCKLIST) +12,000/g) ?? [];
  const rows = text.match(/^ ?[A-Z.]+ +[\d.]+ .*\b[A-Z.]+ +[\d.]+ .*\b[A-Z.]+ +[\d.]+ .*\b[A-Z.]+X +0\.\d+ /gm) ?? [];
  return titles.length === 4 && rows.length >= 30;
}

const sortKey = bindings.find(({act}) => String(act) === 'sort')?.keys[0];

function scenes(): Readonly<Record<string, readonly Step[]>> {
  return {
    'scroll a row': repeated('j', 110),
    page: repeated('\x1b[6~', 70),
    tab: repeated('\t', 70),
    ...(sortKey === undefined ? {} : {sort: repeated(sortKey, 40)}),
    // Last, because it leaves a search behind. Each letter is a search of all four tables; the first ones are warm-up.
    'search a letter': ['/', ...'warm-upwarm', '\x15', ...words.flatMap((word) => [...word, '\x15'])],
  };
}

export function repeated(key: string, times: number): readonly string[] {
  return Array.from({length: times}, () => key);
}
