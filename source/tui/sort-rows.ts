import type {TableRow} from '../control/query.ts';
import {type Column, unknown} from './columns.ts';

/** Rows in another order than that of their symbols, made once a sort and looked up ever after. */
export type Order = {
  /** Row indexes, first to last. */
  readonly rows: ArrayLike<number>;
  /** The place of each row in it. */
  readonly ranks: ArrayLike<number>;
};

/** Numbers as numbers, words without case, equal ones by symbol; what is unknown comes last in both directions. */
export function orderOf(rows: readonly TableRow[], column: Column, descending: boolean): Order {
  const known: number[] = [];
  const unknowns: number[] = [];
  const keys = rows.map((row) => keyOf(row, column));
  for (const [i, key] of keys.entries()) (key === undefined ? unknowns : known).push(i);
  // All keys of a column are of one kind, so that `<` compares numbers with numbers and words with words.
  const before = descending ? 1 : -1;
  known.sort((a, b) => {
    const [one = '', other = ''] = [keys[a], keys[b]];
    if (one === other) return a - b;
    return one < other ? before : -before;
  });
  const order = Uint32Array.from([...known, ...unknowns]);
  const ranks = new Uint32Array(order.length);
  for (const [rank, row] of order.entries()) ranks[row] = rank;
  return {rows: order, ranks};
}

function keyOf(row: TableRow, column: Column): number | string | undefined {
  if (column.number) return column.number(row);
  const text = column.text(row);
  return text === unknown || text === '' ? undefined : text.toLowerCase();
}
