import type {FakeRow} from './fake-source.ts';

export const big: FakeRow = {close: 50, cap: 1e9};

/** Forty ordinary symbols, so that a single change stays below every gate. */
export function ordinary(): Record<string, FakeRow> {
  return Object.fromEntries(
    Array.from({length: 40}, (_, n) => [`ORD${String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26))}`, big]),
  );
}

/** One bulk source for everything. */
export const bulk = {priceBatch: Number.POSITIVE_INFINITY, metadataBatch: Number.POSITIVE_INFINITY} as const;
