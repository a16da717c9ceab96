import {reasonWords} from './explain.ts';
import type {Bucket, Reason} from './verdict.ts';

/** A symbol that is in the universe now and was not in an earlier one, with its verdict of then. */
export type Entered = {
  readonly symbol: string;
  /** `absent` where no list had it. */
  readonly earlier: Bucket | 'absent';
  readonly reasons: readonly Reason[];
  /** It has come off the blocklist in between. */
  readonly recovered: boolean;
};

/** What kept it out the night before, such as `recovered: was blocked, 0.97` or `was rejected: close 0.97 < 1.00`. */
export function enteredWords({earlier, reasons, recovered}: Entered): string {
  const words = reasons.map(reasonWords).join(' and ');
  if (recovered) return `recovered: was ${words || 'blocked'}`;
  if (earlier === 'absent') return 'newly listed';
  return words === '' ? `was ${earlier}` : `was ${earlier}: ${words}`;
}
