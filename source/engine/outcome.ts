import {z} from 'zod';
import {Failure} from '../failure.ts';
import type {BucketCounts} from '../universe/verdict.ts';
import type {GateFinding} from './event.ts';

/** How a build, refilter or rollback ended. Everything but `aborted` is expected. */
export type BuildOutcome =
  | {
      readonly outcome: 'sealed';
      readonly buildId: string;
      readonly session: string;
      readonly records: number;
      readonly sha256: string;
      readonly buckets: BucketCounts;
      /** From its start until it was sealed: the log and the history say the same. */
      readonly durationMs: number;
      /** What a file beside the universe still lacks, in a sentence. */
      readonly behind?: string;
    }
  | {
      readonly outcome: 'paused';
      readonly buildId: string;
      readonly because: string;
      readonly cause: PauseCause;
      readonly until?: Date;
    }
  | {readonly outcome: 'refused'; readonly buildId: string; readonly gates: readonly GateFinding[]}
  | {readonly outcome: 'aborted'; readonly buildId: string; readonly failure: Failure};

export const PauseCause = z.enum(['stopped', 'halted', 'session', 'quota', 'sources']);
export type PauseCause = z.infer<typeof PauseCause>;

/** Stops a running build between two batches. What is saved stays saved; the next build goes on from there. */
export class Pause extends Failure {
  readonly why: PauseCause;
  readonly until: Date | undefined;

  constructor(why: PauseCause, sentence: string, until?: Date) {
    super(`build.${why}`, sentence, {kind: why === 'halted' ? 'halted' : 'paused'});
    this.name = 'Pause';
    this.why = why;
    this.until = until;
  }
}
