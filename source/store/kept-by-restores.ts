import {readdir} from 'node:fs/promises';
import {dirname, join, relative} from 'node:path';
import {codeOf, diskFailure} from './disk-failure.ts';

/** How a restore calls the folder in which it keeps what was there before it. */
export const keptPrefix = 'before-restore-';

/** Where restores would have kept what all profiles share, and stands at `path`, three deep in their folder; the newest first. */
export async function keptByRestores(path: string): Promise<readonly string[]> {
  const base = dirname(dirname(dirname(path)));
  try {
    const names = (await readdir(base)).filter((name) => name.startsWith(keptPrefix));
    return names
      .sort()
      .reverse()
      .map((name) => join(base, name, relative(base, path)));
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw diskFailure(base, 'read', thrown);
  }
}
