import {clean} from '../universe/foreign-text.ts';
import {type Cell, gapWidth, grid, textOf, widthsOf} from './grid.ts';

type Fitting = {
  /** Of the terminal; absent where nobody's screen has to hold it. */
  readonly width: number | undefined;
  /** Columns that a narrow screen does without, the first of them first. */
  readonly spare: readonly number[];
};

/** A grid whose rows a terminal does not wrap: it does without spare columns as far as it must, and then cuts the last one. */
export function fitGrid(rows: readonly (readonly Cell[])[], {width, spare}: Fitting): string {
  if (width === undefined) return grid(rows);
  let left = rows;
  for (const gone of spare) {
    if (widthOf(left) <= width) break;
    left = rows.map((row) => row.filter((_, column) => !spare.slice(0, spare.indexOf(gone) + 1).includes(column)));
  }
  const over = widthOf(left) - width;
  return grid(over > 0 ? left.map((row) => withoutEnd(row, over, left)) : left);
}

function widthOf(rows: readonly (readonly Cell[])[]): number {
  const widths = columnsOf(rows);
  return widths.reduce((sum, width) => sum + width, 0) + gapWidth * Math.max(0, widths.length - 1);
}

function columnsOf(rows: readonly (readonly Cell[])[]): readonly number[] {
  return widthsOf(rows.map((row) => row.map((cell) => clean(textOf(cell)))));
}

function withoutEnd(row: readonly Cell[], over: number, rows: readonly (readonly Cell[])[]): readonly Cell[] {
  const last = row.at(-1);
  const room = Math.max(1, (columnsOf(rows)[row.length - 1] ?? 0) - over);
  if (last === undefined || textOf(last).length <= room) return row;
  const text = `${textOf(last).slice(0, room - 1)}…`;
  return [...row.slice(0, -1), typeof last === 'object' ? {...last, text} : text];
}
