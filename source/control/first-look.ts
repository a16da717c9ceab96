import {readBeginning} from '../store/beginning.ts';
import {firstBlocked, firstSymbols} from '../store/formats/first-rows.ts';
import {Manifest} from '../store/manifest.ts';
import {attempt} from './answers/attempt.ts';
import {answerTable} from './answers/table.ts';
import {type TableAnswer, TableName, type TableRow} from './query.ts';
import type {Reading} from './reading.ts';

/** A table as its file has it. With a `total` only the first rows of that many are read, and they are the first by symbol. */
export type Looked = {readonly table: TableName; readonly answer: TableAnswer; readonly total?: number};
export type FirstLook = readonly Looked[];

type Files = Pick<Reading, 'paths' | 'clock'>;

/** A smaller file is read whole. A row of a universe is a third of a kilobyte. */
const glanceBytes = 192 * 1024;

/** The four tables as the files have them: a screen shows them while its engine is still starting, which then knows their versions. */
export async function firstLook(files: Files): Promise<FirstLook> {
  const found: Looked[] = [];
  for (const table of TableName.options) found.push({table, answer: await answerTable(files, {name: 'table', table})});
  return found;
}

/** As the first look, but of large tables only as many `rows` as a screen has lines: a tenth of the time. */
export async function glance(files: Files, rows: number): Promise<FirstLook> {
  const found: Looked[] = [];
  const manifest = (await attempt(() => Manifest.peek(files.paths.manifest, files.clock))).value;
  for (const table of TableName.options) {
    const first = manifest && (await attempt(() => beginning(files, {table, manifest, limit: rows}))).value;
    found.push(first ?? {table, answer: await answerTable(files, {name: 'table', table})});
  }
  return found;
}

/** Undefined where the file is small, or where what its manifest says of it is not so. */
async function beginning(
  {paths, clock}: Files,
  {table, manifest, limit}: {table: TableName; manifest: Pick<Manifest, 'get'>; limit: number},
): Promise<Looked | undefined> {
  const read = await readBeginning(paths[table], glanceBytes);
  const known = manifest.get(table).current;
  if (!read || read.size <= glanceBytes || known?.bytes !== read.size) return undefined;
  const rows: readonly TableRow[] =
    table === 'blocklist' ? firstBlocked(read.text, limit, clock.now()) : firstSymbols(read.text, limit);
  const isInOrder = rows.every(({symbol}, i) => i === 0 || (rows[i - 1]?.symbol ?? '') < symbol);
  if (!isInOrder || rows.length === 0) return undefined;
  return {table, answer: {version: 'beginning', rows}, total: known.records};
}
