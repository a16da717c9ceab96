import {z} from 'zod';
import {namesIn} from './names-in.ts';
import type {Paths} from './paths.ts';

/** Sessions that have a folder in the history, oldest first, whether or not it can be read. */
export async function nightSessions({history}: Pick<Paths, 'history'>): Promise<readonly string[]> {
  return (await namesIn(history)).filter((name) => z.iso.date().safeParse(name).success).sort();
}
