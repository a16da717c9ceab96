import {readdir, stat} from 'node:fs/promises';
import {join, relative, sep} from 'node:path';
import {create} from 'tar';
import {Failure} from '../failure.ts';
import {checkArchive, MANIFEST, snapshotFormat} from './archive-check.ts';
import {kindOf} from './archive-kind.ts';
import {isLive, unitsOf} from './archive-unit.ts';
import {namedFileFailure} from './disk-failure.ts';
import {exists, type FileSum, sumOf, writeDurably} from './file.ts';
import {saveState} from './format.ts';
import {refuseOwn} from './own-places.ts';
import type {Paths} from './paths.ts';

export {
  finishRestore,
  forgetUnpacked,
  keptFolder,
  place,
  restore,
  type Unpacked,
  unpack,
  unpackedPath,
} from './restore.ts';

/**
 * Everything of the base folder but the master key, as one tar.gz with the checksum of each file inside. The archive is
 * read back before it counts.
 */
export async function snapshot(paths: Paths, file: string): Promise<FileSum & {readonly files: number}> {
  await refuseOwn(paths, file);
  const files: Record<string, FileSum> = {};
  for (const unit of unitsOf(paths)) {
    for (const path of await filesBelow(join(paths.base, unit))) {
      const sum = await sumOf(path);
      if (sum) files[relative(paths.base, path).split(sep).join('/')] = sum;
    }
  }
  await saveState(join(paths.base, MANIFEST), snapshotFormat, {kind: kindOf(paths), files});
  const sum = await writeArchive(paths, file, [MANIFEST, ...Object.keys(files)]);
  const found = await checkArchive(file);
  return {...sum, files: Object.keys(found.files).length};
}

async function writeArchive(paths: Paths, file: string, names: readonly string[]): Promise<FileSum> {
  try {
    // Names starting with @ would be read as archives to include.
    const safe = names.map((name) => (name.startsWith('@') ? `./${name}` : name));
    const pack = create({gzip: true, cwd: paths.base, portable: true, follow: true, noDirRecurse: true}, safe);
    return await writeDurably(file, pack, {mode: 0o600});
  } catch (thrown) {
    throw namedFileFailure(file, 'written', thrown);
  }
}

/** A key beside what it opens is no lock: neither that of a root nor that of the sample of a profile is taken along. */
function isUnpacked(folder: string, name: string): boolean {
  return (folder.endsWith(`${sep}state`) && isLive(name)) || (folder.endsWith(`${sep}storage`) && name === 'keys');
}

async function filesBelow(path: string): Promise<readonly string[]> {
  if (!(await exists(path))) return [];
  const found = await stat(path);
  if (found.isFile()) return [path];
  if (!found.isDirectory()) return [];
  const names = (await readdir(path)).filter((name) => !isUnpacked(path, name)).sort();
  const below: string[] = [];
  for (const name of names) below.push(...(await filesBelow(join(path, name))));
  if (below.length > 1_000_000) throw new Failure('snapshot.too-large', `${path} holds too many files for a snapshot.`);
  return below;
}
