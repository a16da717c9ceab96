import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {hasProgram} from '../../helpers/terminal-session.ts';
import {repeated} from './dashboard.ts';
import {Pty} from './pty.ts';
import {type Series, series} from './series.ts';
import type {Tables} from './tables.ts';

export type VisidataFigures = {readonly series: readonly Series[]};

/** It clears the line at once and shows the hit when a thread has found it. */
const searchSilenceMs = 400;
const words = ['birch', 'utilities', 'cedar', 'health', 'dogwood', 'petroleum', 'hazel', 'juniper', 'ginkgo', 'alder'];

/** The same keys in VisiData, over one of the four tables as CSV; nothing where it is not installed (Debian: `visidata`). */
export async function visidataFigures({csv}: Tables): Promise<VisidataFigures | undefined> {
  if (!hasProgram('visidata')) return undefined;
  const home = await mkdtemp(join(tmpdir(), 'universe-visidata-'));
  try {
    const pty = new Pty(['visidata', csv], {HOME: home});
    await pty.shownAfter(hasRows);
    // It reads the file in a thread of its own.
    await pty.shownAfter((text) => /12000 rows/.test(text));
    await pty.quiet();
    for (let page = 0; page < 3; page++) await pty.ask('\x06');
    const measured = [
      await series(pty, 'scroll a row', repeated('j', 110)),
      await series(pty, 'page', repeated('\x06', 70)),
      // In every column, as ours looks at every fact; what is measured is Enter.
      await series(
        pty,
        'search',
        [...words, ...words, ...words].map((word) => [`g/${word}`, '\r'] as const),
        searchSilenceMs,
      ),
    ];
    await pty.end('gq');
    return {series: measured};
  } finally {
    await rm(home, {recursive: true, force: true});
  }
}

/** Milliseconds from exec to its first rows of one table, which it goes on reading; nothing where it is not installed. */
export async function firstContent({csv}: Tables): Promise<number | undefined> {
  if (!hasProgram('visidata')) return undefined;
  const home = await mkdtemp(join(tmpdir(), 'universe-visidata-'));
  const pty = new Pty(['visidata', csv], {HOME: home});
  try {
    return await pty.shownAfter(hasRows);
  } finally {
    await pty.end('gq');
    await rm(home, {recursive: true, force: true});
  }
}

function hasRows(text: string): boolean {
  return /\bAAA\b/.test(text) && /\bAAB\b/.test(text);
}
