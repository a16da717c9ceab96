import {type FileHandle, open} from 'node:fs/promises';
import {dirname} from 'node:path';
import {Failure} from '../failure.ts';
import {codeOf} from './disk-failure.ts';
import {expectPlain} from './expect-plain.ts';
import {syncFolder} from './file.ts';

/** A file that is written at its end, made where there is none. */
export async function openForAppend(path: string, mode = 0o644): Promise<FileHandle> {
  await expectPlain(path);
  // Not O_APPEND: on Linux that ignores the position of a write, and a failed one could not be taken back.
  const handle = await open(path, 'r+').catch((thrown: unknown) => {
    if (codeOf(thrown) === 'EPERM') throw unchangeable(path, thrown);
    if (codeOf(thrown) !== 'ENOENT') throw thrown;
    return open(path, 'wx+', mode);
  });
  await syncFolder(dirname(path));
  return handle;
}

/** What is there and would be written but for its rights is EACCES; EPERM is an attribute. */
function unchangeable(path: string, cause: unknown): Failure {
  return new Failure(
    'file.attribute',
    `${path} could not be written: it is append-only or immutable (chattr +a or +i). What was saved before stands unchanged.`,
    {
      hint: 'Take that off (chattr -a -i): logs are also mended, turned over and pruned, and what others change shows in their chain.',
      cause,
    },
  );
}
