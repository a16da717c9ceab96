import {type FileHandle, stat} from 'node:fs/promises';
import {codeOf} from './disk-failure.ts';

/** Whether the path still leads to the file that is open, and that is as long as it was written. */
export async function isInPlace(path: string, handle: FileHandle, bytes: number): Promise<boolean> {
  const own = await handle.stat({bigint: true});
  const there = await stat(path, {bigint: true}).catch((thrown: unknown) => {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  });
  return there?.ino === own.ino && there.dev === own.dev && Number(there.size) === bytes;
}
