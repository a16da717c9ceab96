import type {Criteria} from './criteria.ts';
import {judge} from './judge.ts';
import type {UniverseEntry} from './symbol.ts';
import {type Bucket, type Reason, unknowns} from './verdict.ts';

/** One gate that would refuse the seal, with what was seen and what is allowed. */
export type GateFinding = {
  readonly gate: 'removed' | 'list-shrunk' | 'large-symbol' | 'min-universe';
  readonly observed: number;
  readonly limit: number;
  /** Symbols or source ids concerned, at most 20. */
  readonly subjects: string[];
};

export type GateInput = {
  readonly previous: readonly UniverseEntry[];
  readonly next: readonly {readonly symbol: string}[];
  readonly criteria: Criteria;
  readonly bucketOf: (symbol: string) => Bucket | undefined;
  readonly reasonsOf: (symbol: string) => readonly Reason[];
  readonly sources: readonly {readonly source: string; readonly rows: number; readonly earlier?: number}[];
  readonly limits: {
    readonly maxRemoved: number;
    readonly maxListShrink: number;
    readonly largeMarketCap: number;
    readonly minUniverse: number;
  };
  /** Symbols that an official list dropped. */
  readonly delisted: ReadonlySet<string>;
};

const mostSubjects = 20;

/** What speaks against sealing `next` in the place of `previous`; nothing where all is well. */
export function checkGates(input: GateInput): GateFinding[] {
  const admitted = new Set(input.next.map((row) => row.symbol));
  // Whatever tonight's criteria would have rejected last night leaves by a person's decision.
  const standing = input.previous.filter((entry) => judge(entry, input.criteria).outcome === 'admitted');
  const leaving = standing
    .filter((entry) => !admitted.has(entry.symbol))
    .sort((a, b) => b.marketCap - a.marketCap || (a.symbol < b.symbol ? -1 : 1));
  return [
    ...removedGate(leaving, standing.length, input),
    ...shrunkGate(input),
    ...largeGate(leaving, input),
    ...minimumGate(input),
  ];
}

function removedGate(leaving: readonly UniverseEntry[], size: number, {limits}: GateInput): GateFinding[] {
  const observed = size === 0 ? 0 : leaving.length / size;
  if (observed <= limits.maxRemoved) return [];
  return [finding('removed', observed, limits.maxRemoved, symbolsOf(leaving))];
}

function shrunkGate({sources, limits}: GateInput): GateFinding[] {
  const shrunk = sources
    .map(({source, rows, earlier}) => ({source, shrink: earlier ? (earlier - rows) / earlier : 0}))
    .filter(({shrink}) => shrink > limits.maxListShrink);
  if (shrunk.length === 0) return [];
  const worst = Math.max(...shrunk.map(({shrink}) => shrink));
  return [
    finding(
      'list-shrunk',
      worst,
      limits.maxListShrink,
      shrunk.map(({source}) => source),
    ),
  ];
}

function largeGate(leaving: readonly UniverseEntry[], input: GateInput): GateFinding[] {
  const {largeMarketCap} = input.limits;
  const large = leaving.filter((entry) => entry.marketCap > largeMarketCap && leavesForWantOfData(entry.symbol, input));
  const [largest] = large;
  return largest ? [finding('large-symbol', largest.marketCap, largeMarketCap, symbolsOf(large))] : [];
}

/** An observed value, a hold, a block or a delisting decides; only where nothing did is it for want of data. */
function leavesForWantOfData(symbol: string, {bucketOf, reasonsOf, delisted}: GateInput): boolean {
  switch (bucketOf(symbol)) {
    case undefined:
      return !delisted.has(symbol);
    case 'unpriced':
    case 'rejected':
    case 'carried':
    case 'admitted':
      return reasonsOf(symbol).every(({rule}) => unknowns.has(rule));
    case 'blocked':
    case 'below-floor':
    case 'held':
      return false;
  }
}

function minimumGate({next, limits}: GateInput): GateFinding[] {
  return next.length < limits.minUniverse ? [finding('min-universe', next.length, limits.minUniverse, [])] : [];
}

function finding(gate: GateFinding['gate'], observed: number, limit: number, subjects: string[]): GateFinding {
  return {gate, observed, limit, subjects: subjects.slice(0, mostSubjects)};
}

function symbolsOf(entries: readonly UniverseEntry[]): string[] {
  return entries.map((entry) => entry.symbol);
}
