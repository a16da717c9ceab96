import type {TableRow} from '../control/query.ts';
import {fit} from './cell-text.ts';
import type {PlacedColumn} from './columns.ts';
import type {Style, Theme} from './theme.ts';

/** A row as one string of exactly `width` cells, the first of them empty. A highlighted row has one style throughout, any other one only on its symbol. */
export function formatRow(
  row: TableRow,
  columns: readonly PlacedColumn[],
  {width, theme, highlight}: {width: number; theme: Theme; highlight?: Style | undefined},
): string {
  const [symbol = '', ...others] = columns.map((column) => fit(column.text(row), column.cells, column.align));
  const taken = 1 + columns.reduce((sum, column) => sum + column.cells + 1, -1);
  const rest = others.map((cell) => ` ${cell}`).join('') + ' '.repeat(Math.max(0, width - taken));
  return highlight ? theme.paint(highlight, ` ${symbol}${rest}`) : ` ${theme.paint('symbol', symbol)}${rest}`;
}

export function formatTitles(columns: readonly PlacedColumn[], width: number): string {
  return fit(` ${columns.map((column) => fit(column.title, column.cells, column.align)).join(' ')}`, width);
}
