import {readdir, realpath} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {Failure} from '../failure.ts';
import {ownEntries} from './archive-unit.ts';
import {diskFailure} from './disk-failure.ts';
import {exists} from './file.ts';
import {keptPrefix} from './kept-by-restores.ts';
import type {Paths} from './paths.ts';
import {isInside, ofEngine, refuseInside} from './user-file.ts';

type Root = Pick<Paths, 'root'>;

/** Over the key or a log it would be the end of them; and a name that is free yet is the program's all the same. */
export async function refuseOwn({root}: Root, file: string): Promise<void> {
  const own = [...ownEntries, ...(await folderNames(root)).filter(isKept)];
  for (const path of own.map((name) => join(root, name))) if (await exists(path)) await refuseInside(path, file);
  const isBeside = (await realOf(dirname(file))) === (await realOf(root));
  if (isBeside && [...ownEntries, '.gitignore'].includes(basename(file))) throw ofEngine(file);
}

/** A key, or what it encrypts already: once more under that key, and the plain file deleted, nothing would open it again. */
export async function refuseSealed({root}: Root, file: string): Promise<void> {
  for (const storage of await storagesOf(root)) {
    if (!(await exists(storage)) || !(await isInside(storage, file))) continue;
    throw new Failure(
      'secrets.own',
      `${file} is a key of this root, or encrypted under it; it was not encrypted again.`,
      {
        hint: 'Keep a copy of the key file apart from this machine, as it is. Credentials are encrypted where they stand: leave them there.',
        kind: 'usage',
      },
    );
  }
}

/** Of the root, of what its restores kept, and of each sample market in either. */
async function storagesOf(root: string): Promise<readonly string[]> {
  const bases = [root, ...(await folderNames(root)).filter(isKept).map((name) => join(root, name))];
  const profiles = await Promise.all(
    bases.map(async (base) => (await folderNames(join(base, 'profiles'))).map((name) => join(base, 'profiles', name))),
  );
  return [...bases, ...profiles.flat()].flatMap((base) => [join(base, 'storage'), join(base, 'sample', 'storage')]);
}

/** Whether a folder of this name is what a restore works in, or keeps of what was before it. */
export function isKept(name: string): boolean {
  return name.startsWith(keptPrefix) || name === '.restore';
}

async function folderNames(folder: string): Promise<readonly string[]> {
  if (!(await exists(folder))) return [];
  try {
    return await readdir(folder);
  } catch (thrown) {
    throw diskFailure(folder, 'read', thrown);
  }
}

async function realOf(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (thrown) {
    throw diskFailure(folder, 'read', thrown);
  }
}
