import type {FileState, TableName} from '../control/query.ts';
import {widthOf} from './cell-text.ts';
import {pairWords} from './comparison.ts';
import {age, count, isAhead} from './figures.ts';
import {type PanePlace, tables} from './layout.ts';
import {type Model, rowsShown} from './model.ts';
import {isReadingReasons} from './reasons-due.ts';
import {drawLine, type Segment} from './segments.ts';
import type {Style, Theme} from './theme.ts';

/** What is in a pane, and the file that it comes from: as much of both as there is room for. */
export function drawPaneTitle(model: Model, theme: Theme, {table, width}: PanePlace): string {
  const style: Style = table === model.focus ? 'pane-title-focused' : 'pane-title';
  const name = ` ${tables.indexOf(table) + 1} ${table.toUpperCase()}  `;
  const [state, sum, age] = fileSegments(model, table, style);
  // The track of the lines below belongs to the pane, so the title covers it too.
  const cells = width + 1;
  const forms = [
    [countWords(model, table), [state, sum, age]],
    [countWords(model, table, true), [state, sum, age]],
    [countWords(model, table, true), [state, age]],
  ] as const;
  const lines = forms.map(([words, file]) => ({
    left: [[style, `${name}${words} `] as const],
    right: file.filter((segment) => segment !== undefined),
  }));
  const fits = lines.find(
    ({left, right}) => [...left, ...right].reduce((sum, [, text]) => sum + widthOf(text), 0) <= cells,
  );
  return drawLine(theme, {...(fits ?? lines.at(-1) ?? {left: []}), width: cells, fill: style});
}

/** The state of a table's file, its sum and its age. */
export function fileSegments(model: Model, table: TableName, style: Style): readonly Segment[] {
  // The rows came from the files; what is to be thought of them the engine says.
  if (!model.status) return [[style, '... ']];
  const file = model.status.files.find(({name}) => name === table);
  if (!file || file.state === 'absent') return [[style, file?.sentence ? 'gone ' : 'none yet ']];
  // What has just been written is known of before its rows are here.
  if (isBehind(model, file)) return [[style, 'reading ']];
  return [
    isWrong(file) ? ['badge-bad', ` ${file.state.toUpperCase()} `] : [style, `${file.state} `],
    [style, file.sha256 ? `${file.sha256.slice(0, 8)} ` : ''],
    [style, file.modifiedAt ? `${ageOf(file.modifiedAt, model)} ` : ''],
  ];
}

/** Files that a replay has written are of the machine's clock, and say nothing: a seal alone is of the clock that is set back. */
function ageOf(at: string, {now, status}: Model): string {
  const isSetBack = status?.sealed !== undefined && isAhead(status.sealed.builtAt, now);
  return isSetBack && isAhead(at, now) ? 'ahead' : age(now - Date.parse(at));
}

/** How many rows a pane lists; `...` while the table is not read, `?` where it cannot be: neither is none. */
export function shownCount(model: Model, table: TableName): string {
  const {version, rows, total = rows.length, sentence} = model.tables[table];
  if (version === undefined) return '...';
  if (sentence !== undefined && rows.length === 0) return '?';
  const isWhole = !isSearched(model) && model.comparison?.pair.table !== table;
  if (isWhole) return count(total);
  const found = rowsShown(model, table).count;
  return `${found === 0 && isReadingReasons(model) ? '...' : count(found)}/${count(total)}`;
}

/** A search that looks for something; one that cannot be read looks for nothing. */
export function isSearched({search}: Model): boolean {
  return search?.query !== undefined && search.query.terms.length > 0;
}

function countWords(model: Model, table: TableName, isShort = false): string {
  const {held} = model.marks[table];
  const {comparison} = model;
  return [
    shownCount(model, table),
    ...(isSearched(model) ? ['hits'] : []),
    ...(comparison?.pair.table === table ? [pairWords(comparison.pair)] : []),
    ...(held > 0 ? [isShort ? ` *${count(held)}` : ` ${count(held)} marked`] : []),
    ...hiddenSort(model, table, isShort),
  ].join(' ');
}

/** The titles of the columns say by what rows are sorted, unless that one is hidden. */
function hiddenSort({arranged}: Model, table: TableName, isShort: boolean): readonly string[] {
  const {sort, hidden} = arranged[table];
  if (!sort || !hidden.includes(sort.column)) return [];
  return [`${isShort ? ' by' : ' sorted by'} ${sort.column}${sort.descending ? 'v' : '^'}`];
}

/** A whole universe file of another size than what the pane has; of the blocklist, those whose end has come are left out. */
function isBehind({tables: shown}: Model, {name, state, records}: FileState): boolean {
  if (state !== 'whole' || (name !== 'final' && name !== 'partial' && name !== 'unfiltered')) return false;
  const {version, rows, total = rows.length, sentence} = shown[name];
  return version !== undefined && sentence === undefined && records !== total;
}

function isWrong({state}: FileState): boolean {
  return state === 'changed' || state === 'unreadable';
}
