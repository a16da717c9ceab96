import {mkdir, readdir, stat, unlink} from 'node:fs/promises';
import {basename, join} from 'node:path';
import type {Failure} from '../failure.ts';
import {codeOf, diskFailure, notAFolder} from './disk-failure.ts';
import {exists, syncFolder, writeDurably} from './file.ts';

/** An earlier version of a file, named after the moment at which it was replaced. */
export type Backup = {readonly name: string; readonly path: string; readonly at: string};

const stamped = /\.(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z(?:-(\d+))?$/;

/** Puts the text beside the others, closed, whole and on disk before anything else happens. One writer at a time. */
export async function keepBackup(folder: string, path: string, text: string, at: Date): Promise<Backup> {
  try {
    await mkdir(folder, {recursive: true, mode: 0o700});
  } catch (thrown) {
    throw await folderFailure(folder, 'written', thrown);
  }
  const name = `${basename(path)}.${at.toISOString().replace(/[-:.]/g, '')}`;
  const taken = new Set(await namesIn(folder));
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}-${count}`;
  const kept = join(folder, free);
  await writeDurably(kept, text, {mode: 0o600, readBack: true});
  return {name: free, path: kept, at: at.toISOString()};
}

/** Newest first. */
export async function listBackups(folder: string, path: string): Promise<readonly Backup[]> {
  const names = (await namesIn(folder)).filter((name) => name.startsWith(`${basename(path)}.`));
  const backups = names.flatMap((name) => {
    const [, year, month, day, hour, minute, second, milli, count = '1'] = stamped.exec(name) ?? [];
    if (year === undefined) return [];
    const at = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`;
    return [{name, path: join(folder, name), at, count: Number(count)}];
  });
  return backups
    .sort((one, other) => compare(other.at, one.at) || other.count - one.count)
    .map(({name, path: kept, at}) => ({name, path: kept, at}));
}

/**
 * Removes those older than so many days, and keeps the newest ones whatever their age. Old is what its name and the disk both
 * call old: a name that an early clock gave stands behind all others, though it may be the version of a moment ago.
 */
export async function pruneBackups(
  folder: string,
  path: string,
  {keepDays, keepLeast, now}: {readonly keepDays: number; readonly keepLeast: number; readonly now: Date},
): Promise<readonly string[]> {
  const oldest = new Date(now.getTime() - keepDays * 86_400_000).toISOString();
  const removed: string[] = [];
  for (const {name, path: kept} of (await listBackups(folder, path)).slice(keepLeast).filter(({at}) => at < oldest)) {
    if ((await stat(kept)).mtime.toISOString() >= oldest) continue;
    await unlink(kept);
    removed.push(name);
  }
  if (removed.length > 0) await syncFolder(folder);
  return removed;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw await folderFailure(folder, 'read', thrown);
  }
}

/** Of a file in the place of the folder, which one it is. */
async function folderFailure(folder: string, verb: 'read' | 'written', thrown: unknown): Promise<Failure> {
  const isFile = ['ENOTDIR', 'EEXIST'].includes(codeOf(thrown) ?? '') && (await exists(folder));
  return isFile ? notAFolder(folder, thrown) : diskFailure(folder, verb, thrown);
}
