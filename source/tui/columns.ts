import type {TableName, TableRow} from '../control/query.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
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
};

export type PlacedColumn = Column & {readonly cells: number};

const unknown = '-';

const universeColumns: readonly Column[] = [
  listed('symbol', {width: 7, rank: 0, most: 10}, (r) => r.symbol),
  listed('close', {width: 8, rank: 1, align: 'right'}, (r) => close(r.lastClose)),
  listed('cap', {width: 6, rank: 2, align: 'right'}, (r) => figure(r.marketCap)),
  listed('exch', {width: 6, rank: 3}, (r) => r.exchange),
  listed('name', {width: 10, rank: 4, most: 40}, (r) => r.name ?? unknown),
  listed('type', {width: 9, rank: 6}, (r) => r.instrument),
  listed('sector', {width: 14, rank: 5, most: 24}, (r) => r.sector ?? unknown),
  listed('industry', {width: 16, rank: 9, most: 32}, (r) => r.industry ?? unknown),
  listed('volume', {width: 6, rank: 7, align: 'right'}, (r) => figure(r.volume)),
  listed('country', {width: 13, rank: 11, most: 20}, (r) => r.country ?? unknown),
  listed('session', {width: 10, rank: 8}, (r) => r.priceSession),
  listed('price by', {width: 8, rank: 10, most: 14}, (r) => r.priceSource),
];

const blocklistColumns: readonly Column[] = [
  blocked('symbol', {width: 7, rank: 0, most: 10}, (e) => e.symbol),
  blocked('close', {width: 8, rank: 1, align: 'right'}, (e) => (e.origin === 'manual' ? unknown : close(e.lastClose))),
  blocked('floor', {width: 6, rank: 3, align: 'right'}, (e) => (e.origin === 'manual' ? unknown : close(e.floor))),
  blocked('by', {width: 7, rank: 2, most: 16}, (e) => (e.origin === 'manual' ? `user:${e.actor}` : e.provider)),
  blocked('session', {width: 10, rank: 4}, (e) => (e.origin === 'manual' ? e.at.slice(0, 10) : e.session)),
  blocked('since', {width: 10, rank: 6}, (e) => e.at.slice(0, 10)),
  blocked('reason', {width: 12, rank: 5, most: 60}, (e) =>
    e.origin === 'manual' ? e.justification : e.afterUnblock ? 'below floor, again' : 'below floor',
  ),
  blocked('expires', {width: 10, rank: 7}, (e) =>
    e.origin === 'manual' && e.expires ? e.expires.slice(0, 10) : unknown,
  ),
];

export function columnsOf(table: TableName): readonly Column[] {
  return table === 'blocklist' ? blocklistColumns : universeColumns;
}

/** The columns that `width` cells have room for, by rank, in their own order; what is over goes to those that can grow. */
export function placeColumns(columns: readonly Column[], width: number): readonly PlacedColumn[] {
  let free = width;
  const chosen = new Set<Column>();
  for (const column of [...columns].sort((a, b) => a.rank - b.rank)) {
    const cost = column.width + (chosen.size > 0 ? 1 : 0);
    if (cost > free) break;
    free -= cost;
    chosen.add(column);
  }
  const extra = new Map<Column, number>();
  // By rank again: a name must be whole before a second-rate column gets comfortable.
  for (const column of [...chosen].sort((a, b) => growth(a) - growth(b))) {
    const more = Math.min(free, (column.most ?? column.width) - column.width);
    extra.set(column, more);
    free -= more;
  }
  return columns.filter((c) => chosen.has(c)).map((c) => ({...c, cells: c.width + (extra.get(c) ?? 0)}));
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

function figure(n: number | undefined): string {
  return n === undefined ? unknown : compact(n);
}
