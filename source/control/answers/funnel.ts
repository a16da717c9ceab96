import {Failure} from '../../failure.ts';
import {funnelOf} from '../../universe/funnel.ts';
import type {Answers, Query} from '../query.ts';
import type {Reading} from '../reading.ts';
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
  return {...funnelOf(lines), rejected, session: night.session, criteria: final.heading.criteria};
}
