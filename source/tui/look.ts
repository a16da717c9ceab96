import type {TableName} from '../control/query.ts';
import {type Arrangements, firstArrangements} from './arrangement.ts';
import type {Comparison, Reasons} from './comparison.ts';

/** Marked symbols of one table. They outlive searches and builds: one that left is marked again when it comes back. */
export type Marks = {
  readonly symbols: ReadonlySet<string>;
  /** How many of them the table holds now. */
  readonly held: number;
  /** The one that was marked last: where a range begins. */
  readonly last?: string;
};

export const unmarked: Marks = {symbols: new Set(), held: 0};

/** How a person looks at the tables, besides cursor and search. */
export type Look = {
  /** Kept for the next dashboard. */
  readonly arranged: Arrangements;
  /** The column at the cursor, by its title. */
  readonly columnAt: Readonly<Record<TableName, string>>;
  readonly marks: Readonly<Record<TableName, Marks>>;
  readonly comparison?: Comparison;
  /** Why symbols are out, as last read; only a comparison asks for it. */
  readonly reasons?: Reasons;
};

export const firstLook: Look = {
  arranged: firstArrangements,
  columnAt: {unfiltered: 'symbol', partial: 'symbol', final: 'symbol', blocklist: 'symbol'},
  marks: {unfiltered: unmarked, partial: unmarked, final: unmarked, blocklist: unmarked},
};
