import type {TableRow} from '../control/query.ts';
import {fit} from './cell-text.ts';
import type {PlacedColumn} from './columns.ts';
import type {Style, Theme} from './theme.ts';

/** A row as one string of exactly `width` cells. A highlighted row has one style throughout, any other one only on its symbol. */
export function formatRow(
  row: TableRow,
  columns: readonly PlacedColumn[],
  {width, theme, highlight}: {width: number; theme: Theme; highlight?: Style | undefined},
): string {
  const cells = columns.map((column) => fit(column.text(row), column.cells, column.align));
  if (highlight) return theme.paint(highlight, fit(cells.join(' '), width));
  const [symbol = '', ...others] = cells;
  const rest = fit(others.length > 0 ? ` ${others.join(' ')}` : '', width - (columns[0]?.cells ?? 0));
  return theme.paint('symbol', symbol) + rest;
}

export function formatTitles(columns: readonly PlacedColumn[], width: number): string {
  return fit(columns.map((column) => fit(column.title, column.cells, column.align)).join(' '), width);
}
