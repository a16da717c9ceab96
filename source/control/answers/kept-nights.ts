import {join} from 'node:path';
import {readNight, type SealedNight} from '../../store/history.ts';
import {changeFrom, type Members, type NightChange} from '../../store/night-figures.ts';
import {nightSessions} from '../../store/night-sessions.ts';
import {stampOf} from '../../store/stamp.ts';
import type {Reading} from '../reading.ts';
import {type Attempt, attempt} from './attempt.ts';

type Shelf = Pick<Reading, 'paths' | 'seen'>;

/** A night by its manifest, or why that cannot be read. */
export type KeptNight = {readonly session: string} & Attempt<SealedNight>;

/** Every kept night, oldest first. A manifest that has not changed is not read again: years of nights are looked at, not read. */
export async function keptNights(shelf: Shelf): Promise<readonly KeptNight[]> {
  const nights: KeptNight[] = [];
  for (const session of await nightSessions(shelf.paths)) {
    const night = await keptNightOf(shelf, session);
    // Without its manifest a night was never finished.
    if (night) nights.push(night);
  }
  return nights;
}

async function keptNightOf({paths, seen}: Shelf, session: string): Promise<KeptNight | undefined> {
  const path = join(paths.history, session, 'manifest.json');
  const stamp = await attempt(() => stampOf(path));
  if (stamp.sentence !== undefined) return {session, sentence: stamp.sentence};
  if (stamp.value === undefined) return undefined;
  const {version} = stamp.value;
  const earlier = seen.get(path);
  // Only this function writes under these paths.
  if (earlier?.version === version) return earlier.value as KeptNight;
  const read = await attempt(() => readNight(paths, session));
  if (read.sentence === undefined && read.value === undefined) return undefined;
  const night: KeptNight =
    read.value === undefined ? {session, sentence: read.sentence ?? ''} : {session, value: sealedOnly(read.value)};
  seen.set(path, {version, value: night});
  return night;
}

function sealedOnly({session, buildId, builtAt, records, files, making, change}: SealedNight): SealedNight {
  return {session, buildId, builtAt, records, files, ...(making ? {making} : {}), ...(change ? {change} : {})};
}

/** Counts what nights changed that do not say it themselves: a number of them an answer, newest first, and each pair once. */
export class ChangeCount {
  readonly #shelf: Shelf;
  #left: number;
  #last: {readonly session: string; readonly members: Members} | undefined;

  constructor(shelf: Shelf, most: number) {
    this.#shelf = shelf;
    this.#left = most;
  }

  /** Undefined when it is for another answer. */
  async between(before: SealedNight, night: SealedNight): Promise<Attempt<NightChange> | undefined> {
    const {paths, seen} = this.#shelf;
    // A night before that was sealed again since is another one than it was made after.
    if (night.change?.from.session === before.session) return {value: night.change};
    const key = `${join(paths.history, night.session)} change`;
    const version = [before, night].map(({session, buildId}) => `${session} ${buildId}`).join(' ');
    const earlier = seen.get(key);
    // Only this function writes under these keys.
    if (earlier?.version === version) return earlier.value as Attempt<NightChange>;
    if (this.#left <= 0) return undefined;
    this.#left -= 1;
    const change = await attempt(async () => {
      const members = await this.#membersOf(night.session);
      return changeFrom({...before, members: await this.#membersOf(before.session)}, members);
    });
    seen.set(key, {version, value: change});
    return change;
  }

  /** Two neighbours share a night. */
  async #membersOf(session: string): Promise<Members> {
    if (this.#last?.session === session) return this.#last.members;
    const night = await readNight(this.#shelf.paths, session);
    if (!night) throw new Error(`The night of ${session} is gone`);
    const members = await night.members();
    this.#last = {session, members};
    return members;
  }
}
