import {realpath, stat} from 'node:fs/promises';
import {dirname, relative, sep} from 'node:path';
import {Failure} from '../failure.ts';
import {codeOf, diskFailure, namedFileFailure, namedFolderFailure} from './disk-failure.ts';
import {oddKindOf} from './expect-plain.ts';
import {type Chunks, type FileSum, readText, writeDurably} from './file.ts';

/** The text of a file that a person named. */
export async function readUserFile(path: string): Promise<string> {
  await isThere(path);
  const text = await readText(path);
  if (text !== undefined) return text;
  throw new Failure('file.absent', `${path} is not there.`, {hint: 'Check the name.', kind: 'usage'});
}

/** Replaces or makes a file that a person named; whole or not at all. With `own`, nobody else may read it. */
export async function writeUserFile(path: string, chunks: Chunks, {own = false} = {}): Promise<FileSum> {
  await isThere(path);
  try {
    return await writeDurably(path, chunks, own ? {mode: 0o600} : {});
  } catch (thrown) {
    throw namedFileFailure(path, 'written', thrown);
  }
}

/** Whether a file is or would be in a folder, through whatever links its own folder is reached. */
export async function isInside(folder: string, path: string): Promise<boolean> {
  try {
    // The file itself as well, for it may be a link to one inside.
    const real = await realpath(path).catch(async () => `${await realpath(dirname(path))}${sep}`);
    const way = relative(await realpath(folder), real);
    return way === '' || !(way === '..' || way.startsWith(`..${sep}`));
  } catch (thrown) {
    throw namedFolderFailure(dirname(path), thrown);
  }
}

/** The engine's own files, the master key among them, are not for anybody else to write. */
export async function refuseInside(root: string, file: string): Promise<void> {
  if (await isInside(root, file)) throw ofEngine(file);
}

export function ofEngine(file: string): Failure {
  return new Failure('export.root', `${file} lies among the files of the root, which belong to the engine.`, {
    hint: 'Name a file elsewhere.',
    kind: 'usage',
  });
}

/** Refuses what is no file: the atomic rename would put one in the place of a device, and a folder holds no text. */
export async function isThere(path: string): Promise<boolean> {
  const found = await stat(path).catch((thrown: unknown) => {
    if (codeOf(thrown) !== 'ENOENT') throw diskFailure(path, 'read', thrown);
  });
  if (!found) return false;
  const kind = oddKindOf(found);
  if (kind === undefined) return true;
  throw new Failure('file.odd', `${path} is ${kind}, not a regular file.`, {
    hint: 'Name a file, not a folder, pipe or device.',
    kind: 'usage',
  });
}
