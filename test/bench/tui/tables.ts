import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathsOf, prepareRoot} from '../../../source/store/paths.ts';
import type {BlocklistEntry} from '../../../source/universe/blocklist.ts';
import type {EnrichedSymbol} from '../../../source/universe/symbol.ts';
import {listings} from '../../helpers/dashboard-scene.ts';
import {manualClock} from '../../helpers/manual-clock.ts';
import {evening, sealNight} from '../../helpers/sealed-root.ts';

export const rowsEach = 12_000;

export type Tables = {readonly root: string; readonly csv: string; readonly remove: () => Promise<void>};

/** A root with four files of 12,000 rows that nobody built, and its first table as CSV. */
export async function writeTables(): Promise<Tables> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-bench-'));
  const root = join(folder, 'root');
  const paths = pathsOf(root, {sample: true});
  await prepareRoot(paths);
  const rows = listings(rowsEach).map(admissible);
  const blocklist = listings(rowsEach * 2)
    .slice(rowsEach)
    .map(blocked);
  await sealNight(paths, manualClock(evening), {rows, blocklist, status: 'sample'});
  const csv = join(folder, 'unfiltered.csv');
  await writeFile(csv, csvOf(rows));
  return {root, csv, remove: () => rm(folder, {recursive: true, force: true})};
}

/** Four full tables are the hardest screen, so every row passes. */
function admissible(row: EnrichedSymbol, i: number): EnrichedSymbol {
  return {...row, marketCap: Math.max(row.marketCap ?? 0, 4e8 + i * 1e6), lastClose: Math.max(row.lastClose, 2)};
}

function blocked({symbol}: EnrichedSymbol, i: number): BlocklistEntry {
  const lastClose = ((i * 37) % 97) / 100 + 0.01;
  return {symbol, at: evening, origin: 'price-floor', provider: 'sample', lastClose, floor: 1, session: '2026-03-02'};
}

function csvOf(rows: readonly EnrichedSymbol[]): string {
  const fields = Object.keys(rows[0] ?? {}) as (keyof EnrichedSymbol)[];
  const cell = (value: unknown): string => `"${String(value ?? '').replaceAll('"', '""')}"`;
  return [fields.join(','), ...rows.map((row) => fields.map((field) => cell(row[field])).join(','))].join('\n');
}
