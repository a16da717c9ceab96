import {lstat} from 'node:fs/promises';
import {Failure} from '../failure.ts';
import {ownsSecrets} from './archive-unit.ts';
import {codeOf} from './disk-failure.ts';
import type {Paths} from './paths.ts';

type Place = Pick<Paths, 'base' | 'settings' | 'state' | 'screeners' | 'secrets'>;

/**
 * Whether there is a universe here, built or only begun: secrets alone, as they come from another machine, are one. A folder that
 * may not be looked into counts as one.
 */
export async function isBegun(place: Place): Promise<boolean> {
  const {settings, state, screeners, secrets} = place;
  const signs = [state, settings, screeners, ...(ownsSecrets(place) ? [secrets] : [])];
  for (const path of signs) if (await isThere(path)) return true;
  return false;
}

/** For what only makes sense where something is: a mistyped root must not answer for the right one. */
export async function expectBegun(place: Place): Promise<void> {
  if (await isBegun(place)) return;
  throw new Failure('usage.root', `There is no universe in ${place.base}, and none was begun.`, {
    hint: 'Check --root, --profile and UNIVERSE_ROOT. To begin one there: universe build',
    kind: 'usage',
  });
}

/** Said once, by whoever began it: it may be a mistyped name. */
export function begunWords({base}: Pick<Place, 'base'>): string {
  return `A new universe was begun in ${base}.`;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    return !['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(thrown) ?? '');
  }
}
