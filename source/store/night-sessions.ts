import {readdir} from 'node:fs/promises';
import {z} from 'zod';
import {codeOf, diskFailure} from './disk-failure.ts';
import type {Paths} from './paths.ts';

/** Sessions that have a folder in the history, oldest first, whether or not it can be read. */
export async function nightSessions({history}: Pick<Paths, 'history'>): Promise<readonly string[]> {
  try {
    return (await readdir(history)).filter((name) => z.iso.date().safeParse(name).success).sort();
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw diskFailure(history, 'read', thrown);
  }
}
