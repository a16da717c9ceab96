import type {Stats} from 'node:fs';
import {lstat, realpath} from 'node:fs/promises';
import {dirname, join, sep} from 'node:path';
import {Failure} from '../failure.ts';
import {codeOf} from './disk-failure.ts';
import {closedFolders, shownFolders, universesBeside} from './inner-folders.ts';
import {isKept} from './own-places.ts';
import {ownName} from './owner.ts';
import type {Paths} from './paths.ts';

/** Who asks by sudo, and the number of the user whose rights the program has. */
type BySudo = {readonly asker: string; readonly uid: number};

const root = 0;

/** The real folder of a root that somebody names by sudo; refused where it cannot be told. */
export async function realRoot(folder: string, asker: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    throw noRoot(folder, asker);
  }
}

/**
 * By sudo a root says what somebody else may do with the rights of its owner. So it counts only where nobody but that owner can have made
 * it: the folders above it, its own, and what decisions are taken from. Nothing in it is opened, and nothing is made.
 */
export async function expectTrusted(paths: Paths, {asker, uid}: BySudo): Promise<void> {
  if (paths.root.split(sep).some(isKept)) throw kept(paths.root, asker);
  for (const folder of foldersAbove(paths.root)) {
    const found = await statsOf(folder);
    if (found === undefined) throw noRoot(paths.root, asker);
    if (found.uid !== uid && found.uid !== root) throw anothers(folder, asker);
    const isSticky = (found.mode & 0o1000) !== 0;
    if (!isSticky) expectClosed(folder, found, asker);
  }
  for (const folder of basesOf(paths)) {
    const found = await statsOf(folder);
    if (found === undefined || !(found.isDirectory() || found.isSymbolicLink())) throw noRoot(folder, asker);
    expectOwn(folder, found, {asker, uid});
  }
  let begun = false;
  for (const path of await countingIn(paths)) {
    const found = await statsOf(path);
    if (found === undefined) continue;
    expectOwn(path, found, {asker, uid});
    begun ||= path === paths.settings || path === paths.state;
  }
  if (!begun) throw noRoot(paths.base, asker);
}

/** Where decisions are taken from, and where it is kept who took them. */
async function countingIn(paths: Paths): Promise<ReadonlySet<string>> {
  const universes = await universesBeside(paths);
  const profiles = universes.length > 1 ? [join(paths.root, 'profiles')] : [];
  const each = universes.flatMap((one) => [one.base, one.settings, ...closedFolders(one), ...shownFolders(one)]);
  return new Set([...profiles, ...each, paths.providers]);
}

/** The root, and what lies between it and the base of a profile or a sample market. */
function basesOf({root: top, base}: Paths): readonly string[] {
  const between = foldersAbove(base).filter((folder) => folder.length > top.length);
  return [...new Set([top, ...between, base])];
}

/** From the top of the disk down. */
function foldersAbove(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [] : [...foldersAbove(above), above];
}

/** Undefined where nothing is, and where this user may not look. */
async function statsOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (thrown) {
    const code = codeOf(thrown) ?? '';
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ENAMETOOLONG'].includes(code)) return undefined;
    throw thrown;
  }
}

function expectOwn(path: string, found: Stats, {asker, uid}: BySudo): void {
  if (found.uid !== uid) throw anothers(path, asker);
  if (found.isSymbolicLink()) {
    throw refused(`${path} is a link, which nobody follows by sudo; ${nothingDone}`, {
      hint: `${ownName()} puts the folder or file itself in its place.`,
    });
  }
  expectClosed(path, found, asker);
}

function expectClosed(path: string, {mode}: Stats, asker: string): void {
  if ((mode & 0o022) === 0) return;
  throw refused(
    `Others than its owner may write to ${path}, so ${asker} cannot use it with the rights of ${ownName()}; ${nothingDone}`,
    {hint: `Its owner closes it: chmod go-w ${path}`},
  );
}

const nothingDone = 'nothing was read or changed.';

function anothers(path: string, asker: string): Failure {
  return refused(
    `${path} does not belong to ${ownName()}, so ${asker} cannot use it with the rights of ${ownName()}; ${nothingDone}`,
    {hint: `Name a root of ${ownName()}, or run the program without sudo.`},
  );
}

/** Roles that were taken away since stand in its settings. */
function kept(path: string, asker: string): Failure {
  return refused(
    `A restore keeps in ${path} what was before it, and ${asker} cannot use that by sudo; ${nothingDone}`,
    {
      hint: 'Name the root itself.',
    },
  );
}

function noRoot(path: string, asker: string): Failure {
  return refused(`There is no root at ${path}, and none is begun for ${asker} by sudo.`, {
    hint: `Check the name. A new root is begun by ${ownName()} at their own login.`,
  });
}

function refused(sentence: string, {hint}: {readonly hint: string}): Failure {
  return new Failure('root.sudo', sentence, {hint, kind: 'credentials'});
}
