import {type FileHandle, open} from 'node:fs/promises';
import {dirname} from 'node:path';
import {syncFolder} from './file.ts';

/** A file that is written at its end, made where there is none. */
export async function openForAppend(path: string, mode = 0o644): Promise<FileHandle> {
  // Not O_APPEND: on Linux that ignores the position of a write, and a failed one could not be taken back.
  const handle = await open(path, 'r+').catch(() => open(path, 'wx+', mode));
  await syncFolder(dirname(path));
  return handle;
}
