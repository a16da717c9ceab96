import type {LogRange} from '../store/log-file.ts';
import {usage} from './parse.ts';

/** Whole days, both ends included. */
export function dayRange(since: string | undefined, until: string | undefined): LogRange {
  if (since !== undefined && until !== undefined && since > until)
    throw usage(`--since ${since} is after --until ${until}.`, 'Swap them.');
  return {
    ...(since === undefined ? {} : {since: `${since}T00:00:00.000Z`}),
    ...(until === undefined ? {} : {until: `${until}T23:59:59.999Z`}),
  };
}
