import {z} from 'zod';
import {type CandidateSymbol, EnrichedSymbol, type UniverseEntry} from './symbol.ts';

export const Rule = z.enum([
  'exchange',
  'instrument',
  'price-below',
  'price-above',
  'price-unknown',
  'fractional',
  'fractional-unknown',
  'cap-below',
  'cap-above',
  'cap-unknown',
  'tradable',
  'tradable-unknown',
  'fact-missing',
  'blocked',
  'held',
]);
export type Rule = z.infer<typeof Rule>;

/** Rules that fail for want of a fact, not for what was seen. */
export const unknowns: ReadonlySet<Rule> = new Set<Rule>([
  'price-unknown',
  'cap-unknown',
  'fact-missing',
  'fractional-unknown',
  'tradable-unknown',
]);

const Value = z.union([z.string(), z.number(), z.boolean()]);

/** Why a symbol is out: the rule, what was seen, and the limit that it missed. Dollars where it is about money. */
export const Reason = z.object({rule: Rule, observed: Value.optional(), limit: Value.optional()});
export type Reason = Readonly<z.infer<typeof Reason>>;

export type Verdict =
  | {readonly outcome: 'admitted'; readonly entry: UniverseEntry}
  | {
      readonly outcome: 'rejected';
      readonly candidate: CandidateSymbol;
      readonly reasons: readonly [Reason, ...Reason[]];
    };

/** Where a candidate of a build ends: exactly one of these, and they add up to all candidates. */
export const Bucket = z.enum(['blocked', 'below-floor', 'unpriced', 'carried', 'rejected', 'held', 'admitted']);
export type Bucket = z.infer<typeof Bucket>;

/** What a symbol is carried on: its last values with the nights counted, and the fact that it lacks tonight. */
export const LastValues = z.object({entry: EnrichedSymbol, lacking: z.array(Reason)});
export type LastValues = Readonly<z.infer<typeof LastValues>>;

/** One line of a night's `verdicts` file: a candidate, its bucket, and every reason. */
export const VerdictLine = z.object({
  symbol: z.string(),
  bucket: Bucket,
  reasons: z.array(Reason),
  /** Of a symbol that would be carried if the criteria, or a person's block, let it: kept so that the night can be judged again. */
  lastValues: LastValues.optional(),
});
export type VerdictLine = Readonly<z.infer<typeof VerdictLine>>;

/** Bucket counts of a build. */
export const BucketCounts = z.record(Bucket, z.number().int().nonnegative());
export type BucketCounts = Readonly<z.infer<typeof BucketCounts>>;

/** How many candidates each bucket holds, and how many each rule rejected (a symbol counts once a rule). */
export const Funnel = z.object({
  candidates: z.number().int(),
  buckets: BucketCounts,
  rules: z.partialRecord(Rule, z.number().int()),
});
export type Funnel = Readonly<z.infer<typeof Funnel>>;
