import {stat} from 'node:fs/promises';
import {codeOf, diskFailure} from './disk-failure.ts';

export type Stamp = {
  /** Changes whenever anybody replaces or edits the file. */
  readonly version: string;
  readonly bytes: number;
  readonly modifiedAt: string;
};

/** What a look at a file without reading it says; undefined when there is none. */
export async function stampOf(path: string): Promise<Stamp | undefined> {
  try {
    const {ino, size, mtimeNs, mtime} = await stat(path, {bigint: true});
    return {version: `${mtimeNs}-${size}-${ino}`, bytes: Number(size), modifiedAt: mtime.toISOString()};
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw diskFailure(path, 'read', thrown);
  }
}
