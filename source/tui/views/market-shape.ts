import type {TableRow} from '../../control/query.ts';

/** A table as its plots need it: sorted, so that any width and any criterion can be counted without looking at a row again. */
export type MarketShape = {
  readonly symbols: number;
  readonly prices: Float64Array;
  /** Of those whose cap is known. */
  readonly caps: Float64Array;
  readonly sectors: ReadonlyMap<string, number>;
  readonly exchanges: ReadonlyMap<string, number>;
  /** Closes of automatic blocks, where the table is the blocklist. */
  readonly blocked: Float64Array;
};

/** A table version has an array of its own, so its shape is found once however many frames show it. */
const shapes = new WeakMap<readonly TableRow[], MarketShape>();

export function shapeOf(rows: readonly TableRow[]): MarketShape {
  const known = shapes.get(rows);
  if (known) return known;
  const shape = measured(rows);
  shapes.set(rows, shape);
  return shape;
}

/** What a source does not say is a group of its own. */
export const unknownGroup = 'unknown';

function measured(rows: readonly TableRow[]): MarketShape {
  const prices: number[] = [];
  const caps: number[] = [];
  const blocked: number[] = [];
  const sectors = new Map<string, number>();
  const exchanges = new Map<string, number>();
  for (const row of rows) {
    if ('origin' in row) {
      if (row.origin === 'price-floor' && row.lastClose !== undefined) blocked.push(row.lastClose);
      continue;
    }
    prices.push(row.lastClose);
    if (row.marketCap !== undefined) caps.push(row.marketCap);
    add(sectors, row.sector ?? unknownGroup);
    add(exchanges, row.exchange);
  }
  return {
    symbols: rows.length,
    prices: Float64Array.from(prices).sort(),
    caps: Float64Array.from(caps).sort(),
    sectors,
    exchanges,
    blocked: Float64Array.from(blocked).sort(),
  };
}

function add(groups: Map<string, number>, group: string): void {
  groups.set(group, (groups.get(group) ?? 0) + 1);
}

/** How many of the sorted values are less than `limit`. */
export function countBelow(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the sorted values are more than `limit`. */
export function countAbove(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}
