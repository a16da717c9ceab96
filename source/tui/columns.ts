import type {TableName, TableRow} from '../control/query.ts';
import type {BlocklistEntry, PriceFloorEntry} from '../universe/blocklist.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import {narrowest} from './arrangement.ts';
import {close, compact} from './figures.ts';

export type Column = {
  readonly title: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  /** Takes what is left over, up to this width. */
  readonly most?: number;
  /** The lower, the sooner it appears as a pane gets wider. */
  readonly rank: number;
  readonly text: (row: TableRow) => string;
  /** What it sorts by where that is a number. */
  readonly number?: (row: TableRow) => number | undefined;
};

export type PlacedColumn = Column & {readonly cells: number};

export const unknown = '-';

const universeColumns: readonly Column[] = [
  listed('symbol', {width: 7, rank: 0, most: 10}, (r) => r.symbol),
  figured('close', {width: 8, rank: 1}, (r) => r.lastClose, close),
  figured('cap', {width: 6, rank: 2}, (r) => r.marketCap),
  listed('exch', {width: 6, rank: 3}, (r) => r.exchange),
  listed('name', {width: 10, rank: 4, most: 40}, (r) => r.name ?? unknown),
  listed('type', {width: 9, rank: 6}, (r) => r.instrument),
  listed('sector', {width: 14, rank: 5, most: 24}, (r) => r.sector ?? unknown),
  listed('industry', {width: 16, rank: 9, most: 32}, (r) => r.industry ?? unknown),
  figured('volume', {width: 6, rank: 7}, (r) => r.volume),
  listed('country', {width: 13, rank: 11, most: 20}, (r) => r.country ?? unknown),
  listed('session', {width: 10, rank: 8}, (r) => r.priceSession),
  listed('price by', {width: 8, rank: 10, most: 14}, (r) => r.priceSource),
];

const blocklistColumns: readonly Column[] = [
  blocked('symbol', {width: 7, rank: 0, most: 10}, (e) => e.symbol),
  priced('close', {width: 8, rank: 1}, (e) => e.lastClose),
  priced('floor', {width: 6, rank: 3}, (e) => e.floor),
  blocked('by', {width: 7, rank: 2, most: 16}, (e) => (e.origin === 'manual' ? `user:${e.actor}` : e.provider)),
  blocked('session', {width: 10, rank: 5}, (e) => (e.origin === 'manual' ? unknown : (e.session ?? unknown))),
  blocked('since', {width: 10, rank: 6}, (e) => e.at.slice(0, 10)),
  blocked('reason', {width: 12, rank: 4, most: 60}, (e) =>
    e.origin === 'manual' ? e.justification : e.afterUnblock ? 'below floor, again' : 'below floor',
  ),
  blocked('expires', {width: 10, rank: 7}, (e) =>
    e.origin === 'manual' && e.expires ? e.expires.slice(0, 10) : unknown,
  ),
];

export function columnsOf(table: TableName): readonly Column[] {
  return table === 'blocklist' ? blocklistColumns : universeColumns;
}

export const whyTitle = 'why';

/** Why a row is in one table and not in another, while two are compared. */
export function whyColumn(whys: ReadonlyMap<string, string>): Column {
  return {title: whyTitle, width: 40, most: 120, rank: 0.5, align: 'left', text: (row) => whys.get(row.symbol) ?? ''};
}

/**
 * The columns that `width` cells have room for, in their own order: the symbol, those that are wanted, the others by rank.
 * What is over goes to those that can grow.
 */
export function placeColumns(
  columns: readonly Column[],
  width: number,
  wanted: readonly string[] = [],
): readonly PlacedColumn[] {
  let free = width;
  const chosen = new Map<Column, number>();
  const isWanted = (column: Column): boolean => column.rank === 0 || wanted.includes(column.title);
  for (const column of [...columns].sort((a, b) => turn(a, wanted) - turn(b, wanted))) {
    const gap = chosen.size > 0 ? 1 : 0;
    const cells = isWanted(column) ? Math.min(column.width, Math.max(narrowest.other, free - gap)) : column.width;
    if (cells + gap > free) break;
    free -= cells + gap;
    chosen.set(column, cells);
  }
  // By rank again: a name must be whole before a second-rate column gets comfortable.
  for (const [column, cells] of [...chosen].sort(([a], [b]) => growth(a) - growth(b))) {
    const more = Math.min(free, Math.max(0, (column.most ?? column.width) - cells));
    chosen.set(column, cells + more);
    free -= more;
  }
  return columns.flatMap((column) => {
    const cells = chosen.get(column);
    return cells === undefined ? [] : [{...column, cells}];
  });
}

function turn(column: Column, wanted: readonly string[]): number {
  if (column.rank === 0) return -1;
  const place = wanted.indexOf(column.title);
  return place === -1 ? column.rank : place / 1000;
}

function growth(column: Column): number {
  // The symbol grows last: seven cells hold nearly all of them.
  return column.rank === 0 ? Number.POSITIVE_INFINITY : column.rank;
}

type Shape = {
  readonly width: number;
  readonly rank: number;
  readonly most?: number;
  readonly align?: 'left' | 'right';
};

function listed(title: string, shape: Shape, text: (row: EnrichedSymbol) => string): Column {
  return {title, align: 'left', ...shape, text: (row) => ('origin' in row ? '' : text(row))};
}

function blocked(title: string, shape: Shape, text: (entry: BlocklistEntry) => string): Column {
  return {title, align: 'left', ...shape, text: (row) => ('origin' in row ? text(row) : '')};
}

function figured(
  title: string,
  shape: Shape,
  of: (row: EnrichedSymbol) => number | undefined,
  shown: (n: number) => string = compact,
): Column {
  return counted(title, shape, {of: (row) => ('origin' in row ? undefined : of(row)), shown});
}

/** A person blocks without a price, and an older program may not have said it. */
function priced(title: string, shape: Shape, of: (entry: PriceFloorEntry) => number | undefined): Column {
  const price = (row: TableRow): number | undefined =>
    'origin' in row && row.origin === 'price-floor' ? of(row) : undefined;
  return counted(title, shape, {of: price, shown: close});
}

function counted(
  title: string,
  shape: Shape,
  {of, shown}: {of: (row: TableRow) => number | undefined; shown: (n: number) => string},
): Column {
  const text = (row: TableRow): string => {
    const n = of(row);
    return n === undefined ? unknown : shown(n);
  };
  return {title, ...shape, align: 'right', text, number: of};
}
