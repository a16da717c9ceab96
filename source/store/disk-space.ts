import {statfs} from 'node:fs/promises';
import {diskFailure} from './disk-failure.ts';

/** Bytes that this user may still write in a folder. */
export async function freeSpace(folder: string): Promise<number> {
  try {
    const {bavail, bsize} = await statfs(folder);
    return bavail * bsize;
  } catch (thrown) {
    throw diskFailure(folder, 'read', thrown);
  }
}
