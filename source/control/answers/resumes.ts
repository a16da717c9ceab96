import {type LeftIn, left} from '../../engine/left.ts';
import {peekSaved} from '../../engine/peek-saved.ts';
import type {Planning} from '../../engine/plan.ts';
import {identityOf} from '../../engine/take-up.ts';
import type {Terms} from '../../engine/terms.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {blockedNow} from './preview.ts';
import {unfinishedBuild} from './situation.ts';

export type Resuming = NonNullable<Planning['resumes']> & {readonly made: number};

/** The unfinished build that the next one would go on with: what it has called, and what is left by what it saved. Undefined where it would begin anew. */
export async function resuming(
  reading: Reading,
  {terms, session, connections}: {readonly terms: Terms; readonly session: string} & Pick<LeftIn, 'connections'>,
): Promise<Resuming | undefined> {
  const {paths} = reading;
  const record = (await attempt(() => unfinishedBuild(paths))).value;
  if (record?.identity !== identityOf(terms, session)) return undefined;
  const made = Object.values(record.asked ?? {}).reduce((sum, calls) => sum + calls, 0);
  const begun = record.begun ? (await attempt(() => peekSaved(paths))).value : undefined;
  const isCollected = record.sources !== undefined && begun?.candidates.size !== 0;
  const blocklist = (await attempt(() => blockedNow(reading))).value;
  // Without its lists nothing was asked yet; what cannot be read is planned whole.
  if (!isCollected || begun === undefined || blocklist === undefined)
    return {made, asked: record.asked, isCollected, left: new Map()};
  const {criteria, order, recovery} = terms;
  const floor = criteria.minPrice;
  const saved = {...begun, blocklist, floor};
  return {
    made,
    asked: record.asked,
    isCollected,
    left: left(saved, {order, connections, criteria, recovery: {...recovery, floor, session}}),
  };
}

/** That it does, for a person. */
export function goesOn({made}: Resuming): string {
  return `It goes on with the build of this night, which has made ${made} ${made === 1 ? 'call' : 'calls'} already.`;
}
