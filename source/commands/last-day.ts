import {readExpiry} from '../universe/expiry.ts';
import type {Context} from './command-entry.ts';
import {usage} from './parse.ts';

/** The end of the day that `--until` names, for what is still to come; the day itself still counts. */
export function lastDay({flags: {until}, clock}: Pick<Context, 'flags' | 'clock'>): {readonly until?: string} {
  if (until === undefined) return {};
  const {error, ...end} = readExpiry(until, clock.now().getTime());
  if (error !== undefined) throw usage(`--until cannot be "${until}".`, error);
  return end;
}
