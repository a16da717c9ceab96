import {z} from 'zod';
import type {Finding} from './find-secrets.ts';

export const baselineFile = '.secret-baseline.json';

/**
 * What somebody looked at and found to be no secret: this content, by this rule, in this file. Anything else in the same
 * file is still a finding. `history` marks what only old versions hold.
 */
export type Reviewed = z.infer<typeof Reviewed>;
const Reviewed = z.strictObject({
  path: z.string().min(1),
  rule: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  reason: z.string().trim().min(10),
  history: z.literal(true).optional(),
});

export function parseBaseline(text: string | undefined): readonly Reviewed[] {
  if (text === undefined) return [];
  const {data, error} = z.array(Reviewed).safeParse(parsed(text));
  if (error) throw new Error(`${baselineFile} cannot be used: ${z.prettifyError(error)}`);
  return data;
}

export function isReviewed(finding: Finding, baseline: readonly Reviewed[]): boolean {
  return baseline.some((entry) => entry.path === finding.path && isSame(entry, finding));
}

/** In the history the path does not count: a file that was reviewed may have stood elsewhere before. */
export function wasReviewed(finding: Finding, baseline: readonly Reviewed[]): boolean {
  return baseline.some((entry) => isSame(entry, finding));
}

/** Entries for what is no longer there: they would let the same content come back unseen. */
export function staleEntries(baseline: readonly Reviewed[], findings: readonly Finding[]): readonly Reviewed[] {
  return baseline.filter((entry) => !findings.some((finding) => entry.path === finding.path && isSame(entry, finding)));
}

/** The lines to paste for those who looked: each still wants its reason, and is refused without. */
export function proposedEntries(findings: readonly Finding[]): string {
  const entries = findings.map(({path, rule, sha256}) => ({path, rule, sha256, reason: ''}));
  return entries.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSame(entry: Reviewed, finding: Finding): boolean {
  return entry.rule === finding.rule && entry.sha256 === finding.sha256;
}
