import {isAbsolute} from 'node:path';
import {Failure} from '../failure.ts';
import {exportRows, exportStream} from '../store/export.ts';
import type {FileSum} from '../store/file.ts';
import {type LogRecord, readLog} from '../store/log-file.ts';
import {isThere, refuseInside, writeUserFile} from '../store/user-file.ts';
import {answerTable} from './answers/table.ts';
import type {Command, Result} from './control.ts';
import type {House} from './local-control.ts';
import type {TableName, TableRow} from './query.ts';

type Export = Extract<Command, {name: 'export'}>;

/** Writes a table, some rows of it, or a log into a file that a person named; over another file only where that was said. */
export async function performExport({reading, works}: House, command: Export): Promise<Result> {
  const {table, format, spreadsheet = false, file, replace = false} = command;
  if (format === 'json' && spreadsheet)
    throw new Failure('export.form', 'The spreadsheet form goes with CSV.', {hint: 'Choose csv.', kind: 'usage'});
  await refusePlace(reading.paths.root, file);
  const form = {format, spreadsheet};
  if (table === 'ops' || table === 'audit') {
    if (command.symbols !== undefined)
      throw new Failure('export.form', 'Only rows of tables can be chosen by symbol.', {
        hint: 'Export the whole log, or a table.',
        kind: 'usage',
      });
    if ((await isThere(file)) && !replace) return isTaken(file);
    await works.stream.flush();
    let records = 0;
    const counted = async function* (): AsyncIterable<LogRecord> {
      for await (const record of readLog(table === 'ops' ? reading.paths.opsLog : reading.paths.auditLog, {})) {
        records += 1;
        yield record;
      }
    };
    // As closed as the log itself.
    const sum = await writeUserFile(file, exportStream(table, counted(), form), {own: table === 'audit'});
    return written(command, sum, {count: records, word: 'record'});
  }
  const rows = await rowsOf(reading, table, command.symbols);
  if ((await isThere(file)) && !replace) return isTaken(file);
  const sum = await writeUserFile(file, exportRows(table, rows, form));
  return written(command, sum, {count: rows.length, word: 'row'});
}

function written(
  {table, file}: Export,
  {bytes, sha256}: FileSum,
  {count, word}: {readonly count: number; readonly word: 'row' | 'record'},
): Result {
  const [many, size] = [count, bytes].map((n) => n.toLocaleString('en-US'));
  return {
    kind: 'done',
    sentence: `Wrote ${many} ${word}${count === 1 ? '' : 's'} of ${table} to ${file} (${size} bytes).`,
    data: {file, bytes, sha256, rows: count},
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

async function rowsOf(
  reading: House['reading'],
  table: TableName,
  symbols: readonly string[] | undefined,
): Promise<readonly TableRow[]> {
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
