import type {TableName} from '../control/query.ts';
import type {Arrangement} from './arrangement.ts';
import {columnAt} from './column-at.ts';
import {pairWords} from './comparison.ts';
import {count} from './figures.ts';
import {type Model, rowsShown} from './model.ts';
import {columnsIn} from './table-columns.ts';

/** What keys did to the table in focus, in words: marks, columns, order, widths. */
export function tableSayings(before: Model, after: Model): readonly string[] {
  const table = after.focus;
  const [earlier, now] = [before.arranged[table], after.arranged[table]];
  return [
    ...markSayings(before, after, table),
    ...comparisonSayings(before, after),
    ...hiddenSayings(earlier, now),
    ...(earlier.sort === now.sort ? [] : [`Sorted by ${sortWords(now)}.`]),
    ...(columnAt(before, table) === columnAt(after, table) ? [] : [columnSaying(after, table)]),
    ...widthSayings(earlier, now),
    ...(before.isZoomed === after.isZoomed ? [] : [after.isZoomed ? 'One pane alone.' : 'All panes.']),
  ];
}

/** The column that rows are sorted by, and which way. */
export function sortWords({sort}: Arrangement): string {
  return sort ? `${sort.column}, ${sort.descending ? 'descending' : 'ascending'}` : 'symbol, as it comes';
}

function markSayings(before: Model, after: Model, table: TableName): readonly string[] {
  const [earlier, now] = [before.marks[table].symbols, after.marks[table].symbols];
  if (earlier === now) return [];
  const more = [...now].filter((symbol) => !earlier.has(symbol));
  const fewer = [...earlier].filter((symbol) => !now.has(symbol));
  if (more.length + fewer.length === 0) return [];
  if (now.size === 0) return ['Nothing is marked any more.'];
  const [symbol] = more.length > 0 ? more : fewer;
  const which = more.length + fewer.length === 1 ? symbol : `${count(more.length)} more rows`;
  return [`${which} ${more.length > 0 ? 'marked' : 'not marked any more'}, ${count(now.size)} in all.`];
}

function comparisonSayings({comparison: earlier}: Model, {comparison: now}: Model): readonly string[] {
  if (earlier?.pair === now?.pair) return [];
  return [now ? `Compared: ${now.pair.table}, ${pairWords(now.pair)}.` : 'No comparison.'];
}

function hiddenSayings({hidden: earlier}: Arrangement, {hidden: now}: Arrangement): readonly string[] {
  if (now.length === 0 && earlier.length > 0) return ['All columns are there again.'];
  return now.filter((column) => !earlier.includes(column)).map((column) => `Column ${column} hidden.`);
}

function columnSaying(model: Model, table: TableName): string {
  const columns = columnsIn(model, table);
  const place = columns.findIndex(({title}) => title === columnAt(model, table));
  const row = rowsShown(model, table).at(model.windows[table].cursor);
  const column = columns[place];
  const value = row && column ? `: ${column.text(row)}` : '';
  return `Column ${column?.title ?? ''}, ${place + 1} of ${columns.length}${value}.`;
}

function widthSayings({widths: earlier}: Arrangement, {widths: now}: Arrangement): readonly string[] {
  if (Object.keys(now).length === 0 && Object.keys(earlier).length > 0)
    return ['All columns are as wide as they come.'];
  return Object.entries(now).flatMap(([column, cells]) =>
    earlier[column] === cells ? [] : [`Column ${column}, ${cells} cells wide.`],
  );
}
