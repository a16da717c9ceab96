import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {codeOf, diskFailure} from './disk-failure.ts';
import {closedFolders, shownFolders, universesBeside} from './inner-folders.ts';
import type {Paths} from './paths.ts';

export type WideMode = {readonly path: string; readonly mode: string; readonly wanted: string};

/** Folders and files that only their owner may see, or write to, and that others may. What is not there is not wide. */
export async function wideModes(paths: Paths): Promise<readonly WideMode[]> {
  const universes = await universesBeside(paths);
  const folders = new Set(universes.flatMap(closedFolders));
  const files = [paths.secrets, paths.key, ...locksOf(paths, universes)];
  const found: WideMode[] = [];
  for (const path of [...folders, ...files]) {
    const mode = await modeOf(path);
    if (mode === undefined || (mode & 0o077) === 0) continue;
    found.push({path, mode: octal(mode), wanted: files.includes(path) ? '0600' : '0700'});
  }
  // These others may read, and decide nothing in.
  const {final, partial, unfiltered, blocklist, manifest, opsLog, auditLog} = paths;
  for (const path of [
    ...shownIn(paths, universes),
    final,
    partial,
    unfiltered,
    blocklist,
    manifest,
    opsLog,
    auditLog,
  ]) {
    const mode = await modeOf(path);
    if (mode !== undefined && (mode & 0o002) !== 0) found.push({path, mode: octal(mode), wanted: 'o-w'});
  }
  return found;
}

function locksOf({secretsLock, credentialsState}: Paths, universes: readonly Paths[]): readonly string[] {
  return [secretsLock, `${credentialsState}.lock`, ...universes.map(({lock}) => lock)];
}

/** Folders and settings that a group may write to, which keeps everybody from this root who comes by sudo. */
export async function groupWritable(paths: Paths): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of shownIn(paths, await universesBeside(paths)))
    if (((await modeOf(path)) ?? 0) & 0o020) found.push(path);
  return found;
}

function shownIn({root, providers}: Paths, universes: readonly Paths[]): ReadonlySet<string> {
  const bases = universes.flatMap(({base, settings}) => [base, settings]);
  return new Set([root, join(root, 'profiles'), ...bases, ...universes.flatMap(shownFolders), providers]);
}

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw diskFailure(path, 'read', thrown);
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
