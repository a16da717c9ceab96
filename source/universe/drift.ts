import type {EnrichedSymbol} from './symbol.ts';

export type Drift = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Of those kept, how many changed in a lasting fact; closes, caps and volumes move every night. */
  readonly changed: number;
  readonly kept: number;
  /** (added + removed) / size of `from`; 1 where `from` was empty and `to` is not. */
  readonly turnover: number;
};

type Row = Pick<EnrichedSymbol, 'symbol'> & Partial<EnrichedSymbol>;

const lasting = [
  'exchange',
  'name',
  'instrument',
  'sector',
  'industry',
  'country',
  'fractionable',
  'tradable',
] as const;

/** What changed from one night's universe to another's. */
export function drift(from: readonly Row[], to: readonly Row[]): Drift {
  const before = new Map(from.map((row) => [row.symbol, row]));
  const after = new Map(to.map((row) => [row.symbol, row]));
  const added = [...after.keys()].filter((symbol) => !before.has(symbol)).sort();
  const removed = [...before.keys()].filter((symbol) => !after.has(symbol)).sort();
  const changed = [...before.values()].filter((row) => isChanged(row, after.get(row.symbol))).length;
  return {
    added,
    removed,
    changed,
    kept: before.size - removed.length,
    turnover: share(added.length + removed.length, before.size),
  };
}

function isChanged(before: Row, after: Row | undefined): boolean {
  return after !== undefined && lasting.some((fact) => before[fact] !== after[fact]);
}

function share(moved: number, size: number): number {
  if (size > 0) return moved / size;
  return moved > 0 ? 1 : 0;
}
