import type {TableName} from '../control/query.ts';

export type Sort = {readonly column: string; readonly descending: boolean};

/** How a person arranged the columns of one table; columns go by their titles. */
export type Arrangement = {
  /** Absent in the order of symbols. */
  readonly sort?: Sort;
  readonly hidden: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
};

export type Arrangements = Readonly<Record<TableName, Arrangement>>;

export const asItComes: Arrangement = {hidden: [], widths: {}};

export const firstArrangements: Arrangements = {
  unfiltered: asItComes,
  partial: asItComes,
  final: asItComes,
  blocklist: asItComes,
};

/** A symbol that is cut is another symbol, so its column keeps seven cells. */
export const narrowest = {symbol: 7, other: 3} as const;
export const widest = 80;

/** Ascending, then descending, then off; another column begins ascending. */
export function sortedBy({sort, ...rest}: Arrangement, column: string): Arrangement {
  if (sort?.column !== column) return {...rest, sort: {column, descending: false}};
  return sort.descending ? rest : {...rest, sort: {column, descending: true}};
}

/** The other way round; what is not sorted begins descending. */
export function reversed({sort, ...rest}: Arrangement, column: string): Arrangement {
  return {...rest, sort: sort ? {...sort, descending: !sort.descending} : {column, descending: true}};
}

export function without(arrangement: Arrangement, column: string): Arrangement {
  return {...arrangement, hidden: [...arrangement.hidden, column]};
}

/** Hidden columns first; with none hidden, widths as they come. */
export function restored(arrangement: Arrangement): Arrangement {
  return arrangement.hidden.length > 0 ? {...arrangement, hidden: []} : {...arrangement, widths: {}};
}

export function resized(arrangement: Arrangement, column: string, cells: number): Arrangement {
  const least = column === 'symbol' ? narrowest.symbol : narrowest.other;
  const width = Math.max(least, Math.min(widest, cells));
  return {...arrangement, widths: {...arrangement.widths, [column]: width}};
}
