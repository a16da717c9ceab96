import {readdir} from 'node:fs/promises';
import {codeOf, diskFailure} from './disk-failure.ts';

/** What is in a folder; nothing where there is none. Throws the Failure that says what else the disk refuses. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw diskFailure(folder, 'read', thrown);
  }
}
