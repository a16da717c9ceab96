import {Failure} from '../failure.ts';
import {readNight} from '../store/history.ts';
import {changeFrom, type Members, type NightChange} from '../store/night-figures.ts';
import {nightSessions} from '../store/night-sessions.ts';
import type {Paths} from '../store/paths.ts';

/** What a night that is about to be kept changes against the one before, counted while everything is at hand. */
export async function changeSinceLastNight(
  paths: Paths,
  session: string,
  members: Members,
): Promise<NightChange | undefined> {
  try {
    for (const earlier of (await nightSessions(paths)).filter((night) => night < session).toReversed()) {
      const night = await readNight(paths, earlier);
      if (night) return changeFrom({...night, members: await night.members()}, members);
    }
    return undefined;
  } catch (thrown) {
    // Figures for a person to read: a damaged night is named where they are read, and must not keep this one from being sealed.
    if (thrown instanceof Failure) return undefined;
    throw thrown;
  }
}
