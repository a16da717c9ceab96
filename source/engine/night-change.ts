import {Failure} from '../failure.ts';
import {type Night, readNight} from '../store/history.ts';
import {changeFrom, type Members, type NightChange} from '../store/night-figures.ts';
import {nightSessions} from '../store/night-sessions.ts';
import type {Paths} from '../store/paths.ts';

/** What a night that is about to be kept changes against the one before, counted while everything is at hand. */
export async function changeSinceLastNight(
  paths: Paths,
  session: string,
  members: Members,
): Promise<NightChange | undefined> {
  const made = await readable(() => readNight(paths, session));
  // Figures for a person to read: a damaged night is named where they are read, and must not keep this one from being sealed.
  return readable(async () => {
    const sessions = await nightSessions(paths);
    const before = await nightBefore(paths, sessions, {session, made});
    if (!before) return undefined;
    const isLast = !sessions.some((night) => night > session);
    const change = changeFrom({...before, members: await before.members()}, members);
    return isLast || !made ? change : {...change, ...(await blockedThen(before, made))};
  });
}

/** Sealed again, a night is compared with the seal that it was made after, though that one was sealed again since. */
async function nightBefore(
  paths: Paths,
  sessions: readonly string[],
  {session, made}: {readonly session: string; readonly made: Night | undefined},
): Promise<Night | undefined> {
  const {from} = made?.change ?? {};
  const known = from && (await readNight(paths, from.session, from.buildId));
  if (known) return known;
  for (const earlier of sessions.filter((night) => night < session).toReversed()) {
    const night = await readNight(paths, earlier);
    if (night) return night;
  }
  return undefined;
}

/** Behind a later night the blocklist holds what that one did: whom this one blocked and recovered stands as it was made. */
async function blockedThen(before: Night, made: Night): Promise<Pick<NightChange, 'newlyBlocked' | 'recovered'>> {
  const {newlyBlocked, recovered} =
    made.change ?? changeFrom({...before, members: await before.members()}, await made.members());
  return {newlyBlocked, recovered};
}

async function readable<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof Failure) return undefined;
    throw thrown;
  }
}
