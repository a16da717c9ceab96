import type {TableRow} from '../control/query.ts';
import type {Sort} from './arrangement.ts';
import {fit} from './cell-text.ts';
import type {PlacedColumn} from './columns.ts';
import {drawLine, type Segment} from './segments.ts';
import type {Style, Theme} from './theme.ts';

export type RowLook = {
  readonly width: number;
  readonly theme: Theme;
  readonly highlight?: Style | undefined;
  readonly isMarked?: boolean;
};

/** A row as one string of exactly `width` cells, the first of them for a mark. A highlighted row has one style throughout, any other one only on its symbol. */
export function formatRow(
  row: TableRow,
  columns: readonly PlacedColumn[],
  {width, theme, highlight, isMarked = false}: RowLook,
): string {
  const [symbol = '', ...others] = columns.map((column) => fit(column.text(row), column.cells, column.align));
  const taken = 1 + columns.reduce((sum, column) => sum + column.cells + 1, -1);
  const rest = others.map((cell) => ` ${cell}`).join('') + ' '.repeat(Math.max(0, width - taken));
  if (highlight) return theme.paint(highlight, `${isMarked ? '*' : ' '}${symbol}${rest}`);
  return isMarked ? `${theme.paint('prompt', `*${symbol}`)}${rest}` : ` ${theme.paint('symbol', symbol)}${rest}`;
}

/**
 * The line over the rows: an arrow at what they are sorted by, and the column at the cursor. It looks the same with and
 * without the focus, so that going to another pane does not write this line anew.
 */
export function formatTitles(
  columns: readonly PlacedColumn[],
  {width, theme, sort, at}: {width: number; theme: Theme; sort?: Sort | undefined; at?: string | undefined},
): string {
  const left = columns.flatMap((column): readonly Segment[] => [
    ['column-title', ' '],
    [column.title === at ? 'selected-elsewhere' : 'column-title', titleOf(column, sort)],
  ]);
  return drawLine(theme, {left, width, fill: 'column-title'});
}

function titleOf({title, cells, align}: PlacedColumn, sort: Sort | undefined): string {
  if (sort?.column !== title) return fit(title, cells, align);
  return fit(title.slice(0, cells - 1) + (sort.descending ? 'v' : '^'), cells, align);
}
