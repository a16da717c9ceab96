import type {TableName, TableRow} from '../control/query.ts';
import {type BlocklistEntry, reasonText} from '../universe/blocklist.ts';
import {tables} from './layout.ts';
import type {Model} from './model.ts';
import {haystackOf} from './search.ts';

/** Rows of one table that another one lacks, or has as well. */
export type Pair = {readonly table: TableName; readonly other: TableName; readonly wants: 'absent' | 'present'};

export type Comparison = {
  readonly pair: Pair;
  /** Where the person was before. */
  readonly cameFrom: TableName;
  /** Why each row is in the one and not in the other, by symbol: the rows that the pane lists. */
  readonly whys: ReadonlyMap<string, string>;
  /** By row of the table, with the reason in it; empty for a row that is not compared. */
  readonly haystacks: readonly string[];
};

/** The reasons of a sealed night, read once a seal. */
export type Reasons = {
  /** The seal that they were asked for; absent while they could not be read. */
  readonly buildId?: string;
  readonly session?: string;
  readonly words: ReadonlyMap<string, string>;
  /** The same with the names of the rules, as the funnel and the log call them: what a search goes through. */
  readonly sought: ReadonlyMap<string, string>;
  readonly sentence?: string;
};

/** In the order of `c`; after the last comes none. */
export const pairs: readonly Pair[] = [
  {table: 'unfiltered', other: 'final', wants: 'absent'},
  {table: 'partial', other: 'final', wants: 'absent'},
  {table: 'final', other: 'unfiltered', wants: 'absent'},
  {table: 'blocklist', other: 'final', wants: 'present'},
];

/** `not in final`, `in final too`. */
export function pairWords({other, wants}: Pair): string {
  return wants === 'absent' ? `not in ${other}` : `in ${other} too`;
}

/** The pair after this one; undefined after the last. */
export function pairAfter(pair: Pair | undefined): Pair | undefined {
  return pair === undefined ? pairs[0] : pairs[pairs.indexOf(pair) + 1];
}

/** A table beside the next of the others: what each of them lacks, then what each has as well, and then from the beginning. */
export function pairBeside(table: TableName, pair: Pair | undefined): Pair | undefined {
  const others = tables.filter((other) => other !== table);
  const all = (['absent', 'present'] as const).flatMap((wants) => others.map((other): Pair => ({table, other, wants})));
  const at = all.findIndex(({other, wants}) => pair?.table === table && pair.other === other && pair.wants === wants);
  return all[(at + 1) % all.length];
}

/** Seen from the other side. */
export function swapped({table, other, wants}: Pair): Pair {
  return {table: other, other: table, wants};
}

/** The pair over the rows as they are now. */
export function compared(model: Model, pair: Pair, cameFrom: TableName): Comparison {
  const others = new Set(model.tables[pair.other].rows.map(({symbol}) => symbol));
  const sealed =
    pair.table === 'blocklist' ? new Set<string>() : new Set(model.tables.final.rows.map(({symbol}) => symbol));
  const whys = new Map<string, string>();
  const haystacks = model.tables[pair.table].rows.map((row) => {
    if (others.has(row.symbol) !== (pair.wants === 'present')) return '';
    const why = whyOf(model, pair, {row, isSealed: sealed.has(row.symbol)});
    whys.set(row.symbol, why);
    return haystackOf(row, ('origin' in row ? undefined : model.reasons?.sought.get(row.symbol)) ?? why);
  });
  return {pair, cameFrom, whys, haystacks};
}

type Compared = {readonly row: TableRow; readonly isSealed: boolean};

function whyOf(model: Model, pair: Pair, {row, isSealed}: Compared): string {
  if ('origin' in row) {
    // Who is blocked and in the universe was blocked after the seal.
    const isLate = pair.other === 'final' && pair.wants === 'present';
    return isLate ? `${entryWords(row)}; the next seal leaves it out` : entryWords(row);
  }
  const isUnpriced = pair.other === 'unfiltered' && pair.wants === 'absent';
  if (isSealed && !isUnpriced) return 'in the sealed universe';
  const words = model.reasons?.words.get(row.symbol);
  if (words !== undefined) return words;
  if (model.reasons === undefined) return 'reading the reasons';
  if (isUnsealed(model))
    return pair.table === 'final' ? 'this build has not come to it' : 'new in this build, not sealed yet';
  return 'the sealed night says nothing of it';
}

function entryWords(entry: BlocklistEntry): string {
  return entry.origin === 'manual' ? `blocked by ${entry.actor}: ${reasonText(entry)}` : reasonText(entry);
}

function isUnsealed({progress, status}: Model): boolean {
  return progress.state === 'running' || status?.unfinished !== undefined;
}
