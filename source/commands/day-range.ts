import type {LogRange} from '../store/log-file.ts';
import {readPastDays} from '../universe/past-days.ts';
import type {Context} from './command-entry.ts';
import {usage} from './parse.ts';

/** What `--since` and `--until` ask of a log, both ends included. */
export function dayRange({flags: {since, until}, clock}: Pick<Context, 'flags' | 'clock'>): LogRange {
  const range = readPastDays({since, until}, clock.now().getTime(), '--');
  if ('sentence' in range) throw usage(range.sentence, range.hint);
  return range;
}
