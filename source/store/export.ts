import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import {csvField} from './csv.ts';
import {blocklistFields} from './formats/blocklist-file.ts';
import {universeColumns} from './formats/universe-file.ts';
import type {LogRecord} from './log-chain.ts';

export type ExportTable = 'unfiltered' | 'partial' | 'final' | 'blocklist' | 'ops' | 'audit';
export type ExportRow = EnrichedSymbol | BlocklistEntry | LogRecord;
export type ExportForm = {
  readonly format: 'csv' | 'json';
  /** Symbols as `="NA"`, and nothing else that a spreadsheet would take for a formula. */
  readonly spreadsheet?: boolean;
};

type Cell = string | undefined;
type Layout = {readonly columns: readonly string[]; readonly cells: (row: ExportRow) => readonly Cell[]};

/** A table as RFC 4180 (lines end in CRLF) or as a JSON array, one row a line. */
export function exportRows(table: ExportTable, rows: Iterable<ExportRow>, form: ExportForm): Iterable<string> {
  return form.format === 'json' ? jsonOf(rows) : csvOf(layouts[table], rows, form.spreadsheet ?? false);
}

/** The same for rows that come one by one, such as a log's. */
export async function* exportStream(
  table: ExportTable,
  rows: AsyncIterable<ExportRow>,
  form: ExportForm,
): AsyncIterable<string> {
  if (form.format === 'csv') yield lineOf(layouts[table].columns);
  let before = '[\n';
  for await (const row of rows) {
    if (form.format === 'csv') yield lineOf(cellsOf(layouts[table], row, form.spreadsheet ?? false));
    else yield `${before}${JSON.stringify(row)}`;
    before = ',\n';
  }
  if (form.format === 'json') yield before === '[\n' ? '[]\n' : '\n]\n';
}

function* jsonOf(rows: Iterable<ExportRow>): Iterable<string> {
  let before = '[\n';
  for (const row of rows) {
    yield `${before}${JSON.stringify(row)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function* csvOf(layout: Layout, rows: Iterable<ExportRow>, spreadsheet: boolean): Iterable<string> {
  yield lineOf(layout.columns);
  for (const row of rows) yield lineOf(cellsOf(layout, row, spreadsheet));
}

function cellsOf(layout: Layout, row: ExportRow, spreadsheet: boolean): readonly Cell[] {
  const cells = layout.cells(row);
  if (!spreadsheet) return cells;
  return cells.map((cell, index) => (layout.columns[index] === 'symbol' ? asText(cell) : neutral(cell)));
}

/** A spreadsheet turns NA, TRUE and MAR into something else unless they are the result of a formula. */
function asText(cell: Cell): Cell {
  return cell === undefined ? undefined : `="${cell.replaceAll('"', '""')}"`;
}

/** An apostrophe before what would start a formula; also before apostrophes that do, so that its reader can take one off. */
function neutral(cell: Cell): Cell {
  return cell !== undefined && /^'*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? `'${cell}` : cell;
}

function lineOf(cells: readonly Cell[]): string {
  return `${cells.map(csvField).join(',')}\r\n`;
}

const universe: Layout = {
  columns: universeColumns,
  cells: (row) => universeColumns.map((column) => textOf((row as EnrichedSymbol)[column])),
};
/** What most records of a log have in common, by the names that it goes by there; the rest is the detail. */
const ofLogs = {
  actor: ['actor', 'user'],
  action: ['action', 'command'],
  provider: ['provider'],
  symbol: ['symbol', 'symbols'],
  reason: ['justification', 'because', 'cause'],
} as const;
const log: Layout = {
  columns: ['seq', 'at', 'type', ...Object.keys(ofLogs), 'detail', 'hash'],
  cells: (row) => {
    const {seq, at, hash, type, ...rest} = row as LogRecord;
    const detail: Record<string, unknown> = rest;
    const common = Object.values(ofLogs).map((names) => {
      const name = names.find((one) => words(detail[one]) !== undefined);
      const cell = name === undefined ? undefined : words(detail[name]);
      if (name !== undefined) delete detail[name];
      return cell;
    });
    return [String(seq), at, typeof type === 'string' ? type : undefined, ...common, JSON.stringify(detail), hash];
  },
};

/** Words as one cell; anything else stays in the detail. */
function words(value: unknown): Cell {
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string') ? value.join(' ') : undefined;
  return typeof value === 'string' ? value : undefined;
}

const layouts: Readonly<Record<ExportTable, Layout>> = {
  unfiltered: universe,
  partial: universe,
  final: universe,
  blocklist: {
    columns: ['symbol', 'at', 'source', 'reason', 'flags'],
    cells: (row) => blocklistFields(row as BlocklistEntry),
  },
  ops: log,
  audit: log,
};

function textOf(value: string | number | boolean | readonly string[] | undefined): Cell {
  if (value === undefined) return undefined;
  return typeof value === 'object' ? value.join(' ') : String(value);
}
