import type {Bucket, BucketCounts, Funnel, Rule, VerdictLine} from './verdict.ts';

/** Every bucket at zero. */
export function emptyBuckets(): Record<Bucket, number> {
  return {blocked: 0, 'below-floor': 0, unpriced: 0, carried: 0, rejected: 0, held: 0, admitted: 0};
}

/** How many candidates ended where, and how many each rule rejected. */
export function funnelOf(lines: Iterable<VerdictLine>): Funnel {
  const buckets: Record<Bucket, number> = emptyBuckets();
  const rules: Partial<Record<Rule, number>> = {};
  let candidates = 0;
  for (const {bucket, reasons} of lines) {
    candidates += 1;
    buckets[bucket] += 1;
    for (const rule of new Set(reasons.map((reason) => reason.rule))) rules[rule] = (rules[rule] ?? 0) + 1;
  }
  return {candidates, buckets: buckets satisfies BucketCounts, rules};
}
