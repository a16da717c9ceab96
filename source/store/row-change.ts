import type {JournalRecord} from './journal-text.ts';

/** Rows that are put, each in the place of an earlier one with its key, and keys that are removed. */
export type RowChange<T> = {readonly put?: readonly T[]; readonly remove?: readonly string[]};

/** What the journal says of it. */
export function* recordsOf<T>({put = [], remove = []}: RowChange<T>): Iterable<JournalRecord> {
  for (const row of put) yield {kind: 'put', row};
  if (remove.length > 0) yield {kind: 'remove', keys: remove};
}

export function applyTo<T>(rows: Map<string, T>, {put = [], remove = []}: RowChange<T>, key: (row: T) => string): void {
  for (const row of put) rows.set(key(row), row);
  for (const one of remove) rows.delete(one);
}

/** As others; the same rows where there is no change. */
export function changed<T>(
  rows: Map<string, T>,
  change: RowChange<T> | undefined,
  key: (row: T) => string,
): Map<string, T> {
  if (change === undefined) return rows;
  const next = new Map(rows);
  applyTo(next, change, key);
  return next;
}
