import {readNight} from '../../store/history.ts';
import type {VerdictRows} from '../../store/night-rows.ts';
import {nightSessions} from '../../store/night-sessions.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

export type NightVerdicts = {readonly night: string; readonly lines: VerdictRows};

const mostNights = 7;

/** The verdicts of the last nights up to `session`, newest first; a night that cannot be read is named instead. */
export async function recentVerdicts(
  {paths}: Reading,
  session: string,
): Promise<{nights: readonly NightVerdicts[]; damaged: readonly string[]}> {
  const sessions = (await nightSessions(paths)).filter((night) => night <= session).slice(-mostNights);
  const nights: NightVerdicts[] = [];
  const damaged: string[] = [];
  for (const night of sessions.toReversed()) {
    const verdicts = await attempt(async () => (await readNight(paths, night))?.verdictRows());
    if (verdicts.sentence !== undefined) damaged.push(`The night of ${night} is left out. ${verdicts.sentence}`);
    else if (verdicts.value) nights.push({night, lines: verdicts.value});
  }
  return {nights, damaged};
}
