import {isAbsolute} from 'node:path';
import {Failure} from '../failure.ts';
import {exportRows} from '../store/export.ts';
import {isThere, refuseInside, writeUserFile} from '../store/user-file.ts';
import {answerTable} from './answers/table.ts';
import type {Command, Result} from './control.ts';
import type {House} from './local-control.ts';
import type {TableRow} from './query.ts';

type Export = Extract<Command, {name: 'export'}>;

/** Writes a table, or some rows of it, into a file that a person named; over another file only where that was said. */
export async function performExport({reading}: House, command: Export): Promise<Result> {
  const {table, format, spreadsheet = false, file, replace = false} = command;
  if (format === 'json' && spreadsheet)
    throw new Failure('export.form', 'The spreadsheet form goes with CSV.', {hint: 'Choose csv.', kind: 'usage'});
  await refusePlace(reading.paths.root, file);
  const rows = await rowsOf(reading, command);
  if ((await isThere(file)) && !replace) return isTaken(file);
  const {bytes, sha256} = await writeUserFile(file, exportRows(table, rows, {format, spreadsheet}));
  const count = rows.length.toLocaleString('en-US');
  return {
    kind: 'done',
    sentence: `Wrote ${count} ${rows.length === 1 ? 'row' : 'rows'} of ${table} to ${file} (${bytes.toLocaleString('en-US')} bytes).`,
    data: {file, bytes, sha256, rows: rows.length},
  };
}

/** Whoever asked may say that it is to be replaced, and ask again. */
export function isTaken(file: string): Result {
  return {
    kind: 'usage',
    sentence: `${file} is there already; nothing was written.`,
    hint: 'Name another file, or say that it may be replaced.',
    data: {exists: true, file},
  };
}

/** The engine's own files are not for anybody else to write, and it works in another folder than who asks. */
async function refusePlace(root: string, file: string): Promise<void> {
  if (!isAbsolute(file))
    throw new Failure('export.relative', `${file} is no whole path.`, {
      hint: 'Begin it with the folder, such as /home/ada/universe.csv.',
      kind: 'usage',
    });
  await refuseInside(root, file);
}

async function rowsOf(reading: House['reading'], {table, symbols}: Export): Promise<readonly TableRow[]> {
  const {rows = [], version, sentence} = await answerTable(reading, {name: 'table', table});
  if (sentence !== undefined) throw new Failure('table.unreadable', sentence);
  if (version === 'absent') {
    throw new Failure('table.absent', `There is no ${table} table here yet.`, {
      hint: table === 'blocklist' ? 'Nothing was ever blocked.' : 'Build first: universe build',
      kind: 'unfit',
    });
  }
  if (symbols === undefined) return rows;
  const wanted = new Set(symbols);
  const found = rows.filter(({symbol}) => wanted.has(symbol));
  if (found.length > 0) return found;
  throw new Failure('export.nothing', `None of the ${wanted.size} symbols is in the ${table} table.`, {kind: 'usage'});
}
