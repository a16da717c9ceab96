import {setImmediate} from 'node:timers/promises';
import type {TableRow} from '../../control/query.ts';
import type {Criteria} from '../../universe/criteria.ts';
import {judge} from '../../universe/judge.ts';
import type {Bucket, BucketCounts, Rule} from '../../universe/verdict.ts';
import {damageOfFinal} from '../damaged-final.ts';
import type {Model} from '../model.ts';
import type {GraphStyle} from '../theme.ts';
import {isBuild, isUnsealed} from './criteria-shown.ts';

export type FunnelPart = {readonly word: string; readonly symbols: number; readonly style: GraphStyle};

/** Where candidates ended, or where those of a running build stand: parts that add up to the candidates. */
export type FunnelShown = {
  readonly title: string;
  readonly candidates: number;
  readonly parts: readonly FunnelPart[];
  /** How many of the rejected each rule rejected. */
  readonly rules: readonly (readonly [rule: Rule, symbols: number])[];
  readonly rejected: number;
  /** The rules were counted over the rows as they were a moment ago; the parts may be ahead of them. */
  readonly isBehind?: boolean;
};

const order: readonly {readonly bucket: Bucket; readonly word: string; readonly style: GraphStyle}[] = [
  {bucket: 'blocked', word: 'blocked', style: 'graph-dim'},
  {bucket: 'below-floor', word: 'below floor', style: 'graph-warn'},
  {bucket: 'unpriced', word: 'unpriced', style: 'graph-warn'},
  {bucket: 'carried', word: 'carried', style: 'graph-info'},
  {bucket: 'rejected', word: 'rejected', style: 'graph-dim'},
  {bucket: 'held', word: 'held', style: 'graph-warn'},
  {bucket: 'admitted', word: 'admitted', style: 'graph-good'},
];

/**
 * Tonight's while there is something to count, else that of the last sealed night; nothing where there is neither.
 * `counted` are the rules of the live rows, as they were when they were counted last.
 */
export function funnelShown(model: Model, counted: RuleCounts | undefined): FunnelShown | undefined {
  const live = isUnsealed(model) ? liveFunnel(model, counted) : undefined;
  if (live) return live;
  const {progress, funnel} = model;
  // What was counted is of a file that is no more.
  if (damageOfFinal(model) !== undefined) return undefined;
  // The engine has just said what the answer to the query will be.
  if (progress.state === 'sealed' && progress.buckets && funnel?.session !== progress.session) {
    return sealedFunnel(progress.buckets, {session: progress.session ?? '', rules: {}});
  }
  if (!funnel) return progress.buckets && sealedFunnel(progress.buckets, {session: progress.session ?? '', rules: {}});
  return sealedFunnel(funnel.buckets, {session: funnel.session, rules: funnel.rejected, said: funnel.candidates});
}

function sealedFunnel(
  buckets: BucketCounts,
  {session, rules, said}: {session: string; rules: Partial<Record<Rule, number>>; said?: number},
): FunnelShown {
  const parts = order.map(({bucket, word, style}) => ({word, style, symbols: buckets[bucket]}));
  return {
    title: `FUNNEL of ${session}, sealed`,
    candidates: said ?? sum(parts),
    parts,
    rules: ranked(rules),
    rejected: buckets.rejected,
  };
}

/**
 * What events and live tables tell before the seal. Who has no price yet may turn out blocked or unpriced, so both stand in one
 * part; each part is the difference of two counts of which one contains the other, so that they add up at every moment.
 */
function liveFunnel({progress, tables, status}: Model, counted: RuleCounts | undefined): FunnelShown | undefined {
  const [, price, enrich] = progress.passes;
  const candidates = price?.total ?? 0;
  if (!isBuild(progress) || candidates === 0) return undefined;
  const isEnriching = enrich?.state !== 'waiting' && (enrich?.total ?? 0) > 0;
  const rows = isEnriching ? tables.unfiltered.rows : [];
  const passing = Math.min(rows.length, isEnriching ? tables.partial.rows.length : 0);
  const low = Math.min(progress.blocklisted, candidates);
  const priced = isEnriching ? (enrich?.total ?? 0) : Math.max(0, (price?.saved ?? 0) - low);
  // Events are ahead of the files, and the files of what has been read of them.
  const enriched = isEnriching ? Math.min(priced, Math.max(rows.length, enrich?.done ?? 0)) : 0;
  const unread = Math.max(0, enriched - rows.length);
  const waiting = priced - enriched;
  const rejected = rows.length - passing;
  const decided = low + waiting + unread + rejected + passing;
  const isPriced = price?.state === 'finished';
  return {
    title: `FUNNEL of ${progress.session ?? status?.session ?? ''}, so far`,
    candidates,
    parts: [
      {
        word: isPriced ? 'no price/blocked' : 'no price yet',
        style: 'graph-dim',
        symbols: Math.max(0, candidates - decided),
      },
      {word: 'below floor', style: 'graph-warn', symbols: low},
      {word: 'to be enriched', style: 'graph-info', symbols: waiting},
      {word: 'just enriched', style: 'graph-info', symbols: unread},
      {word: 'rejected so far', style: 'graph-dim', symbols: rejected},
      {word: 'passing so far', style: 'graph-good', symbols: passing},
    ],
    rules: counted && rejected > 0 ? ranked(counted.rules) : [],
    rejected: counted?.rejected ?? rejected,
    isBehind: true,
  };
}

export function sum(parts: readonly FunnelPart[]): number {
  return parts.reduce((total, {symbols}) => total + symbols, 0);
}

function ranked(rules: Partial<Record<Rule, number>>): FunnelShown['rules'] {
  // The keys of a Partial<Record<Rule, …>> are rules.
  return (Object.entries(rules) as [Rule, number][]).sort(([, a], [, b]) => b - a);
}

/** How many of the rows each rule rejects, and how many rows any. */
export type RuleCounts = {readonly rejected: number; readonly rules: Partial<Record<Rule, number>>};

const rowsAtOnce = 500;

/** Judging a market takes a tenth of a second, in which no key would be answered: so it is done in pieces, with a breath between them. */
export async function countRules(rows: readonly TableRow[], criteria: Criteria): Promise<RuleCounts> {
  const rules: Partial<Record<Rule, number>> = {};
  let rejected = 0;
  for (const [i, row] of rows.entries()) {
    if (i % rowsAtOnce === rowsAtOnce - 1) await setImmediate();
    if ('origin' in row) continue;
    const verdict = judge(row, criteria);
    if (verdict.outcome === 'admitted') continue;
    rejected += 1;
    for (const {rule} of verdict.reasons) rules[rule] = (rules[rule] ?? 0) + 1;
  }
  return {rejected, rules};
}
