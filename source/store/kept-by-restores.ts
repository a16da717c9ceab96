import {dirname, join, relative} from 'node:path';
import {namesIn} from './names-in.ts';

/** How a restore calls the folder in which it keeps what was there before it. */
export const keptPrefix = 'before-restore-';

/** Where restores would have kept what all profiles share, and stands at `path`, three deep in their folder; the newest first. */
export async function keptByRestores(path: string): Promise<readonly string[]> {
  const base = dirname(dirname(dirname(path)));
  const names = (await namesIn(base)).filter((name) => name.startsWith(keptPrefix));
  return [...names]
    .sort()
    .reverse()
    .map((name) => join(base, name, relative(base, path)));
}
