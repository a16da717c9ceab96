import type {PassReport} from '../../engine/event.ts';
import {sealFormat} from '../../engine/formats.ts';
import {Failure} from '../../failure.ts';
import {peekState} from '../../store/format.ts';
import {inState} from '../../store/paths.ts';
import {funnelOf} from '../../universe/funnel.ts';
import type {Answers, Query} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {keptNight} from './nights.ts';

/** Where every candidate of a night ended. There is no half of it: what cannot be counted is refused by name. */
export async function answerFunnel(
  reading: Reading,
  {night: session}: Extract<Query, {name: 'funnel'}>,
): Promise<Answers['funnel']> {
  const night = await keptNight(reading, session);
  const final = await night.final();
  if (final.format === 1)
    throw new Failure('history.original', `The night of ${night.session} has no verdicts to count.`, {kind: 'unfit'});
  const lines = await night.verdicts();
  const rejected = funnelOf(lines.filter(({bucket}) => bucket === 'rejected')).rules;
  const passes = await passesOf(reading, night.buildId);
  return {
    ...funnelOf(lines),
    rejected,
    session: night.session,
    buildId: night.buildId,
    criteria: final.heading.criteria,
    ...(passes.length > 0 ? {passes} : {}),
  };
}

/** Only the last seal is remembered with what its passes cost; a record that cannot be read is no reason to hide the funnel. */
async function passesOf({paths}: Reading, buildId: string): Promise<readonly PassReport[]> {
  const {value} = await attempt(() => peekState(inState(paths, 'seal.json'), sealFormat));
  return value?.buildId === buildId ? (value.passes ?? []) : [];
}
