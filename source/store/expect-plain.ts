import {realpathSync, type Stats, statSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import {Failure} from '../failure.ts';
import {codeOf, diskFailure} from './disk-failure.ts';

/**
 * Refuses what a path leads to, before anything is written, unless it is a regular file or nothing: an atomic rename follows a link, and
 * would put a file in the place of a device.
 */
export async function expectPlain(path: string): Promise<void> {
  const found = await stat(path).catch((thrown: unknown) => absent(path, thrown));
  if (found) judge(path, found);
}

/** The same for who cannot wait. */
export function expectPlainAtOnce(path: string): void {
  const found = statSync(path, {throwIfNoEntry: false});
  if (found) judge(path, found);
}

/** What stands there, for a sentence; undefined for a regular file. */
export function oddKindOf(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

function absent(path: string, thrown: unknown): undefined {
  if (codeOf(thrown) !== 'ENOENT') throw diskFailure(path, 'written', thrown);
}

function judge(path: string, found: Stats): void {
  const kind = oddKindOf(found);
  if (kind === undefined) return;
  if (found.isDirectory()) throw diskFailure(path, 'written', {code: 'EISDIR'});
  const real = realpathSync(path);
  const what = real === path ? `is ${kind}` : `leads to ${real}, which is ${kind}`;
  throw new Failure('file.odd', `${path} ${what} and no regular file; nothing was written.`, {
    hint: 'Look at what stands there, then move it away or put the file back.',
  });
}
