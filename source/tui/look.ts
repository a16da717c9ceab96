import type {TableName} from '../control/query.ts';
import {type Arrangements, firstArrangements} from './arrangement.ts';
import type {Comparison, Reasons} from './comparison.ts';
import {type Marks, unmarked} from './marks.ts';

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
