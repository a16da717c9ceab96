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
  const files = [paths.secrets, paths.key];
  const found: WideMode[] = [];
  for (const path of [...folders, ...files]) {
    const mode = await modeOf(path);
    if (mode === undefined || (mode & 0o077) === 0) continue;
    found.push({path, mode: octal(mode), wanted: files.includes(path) ? '0600' : '0700'});
  }
  // These others may read, and decide nothing in.
  const {final, partial, unfiltered, blocklist, manifest, opsLog, auditLog} = paths;
  const bases = [
    paths.root,
    join(paths.root, 'profiles'),
    ...universes.flatMap(({base, settings}) => [base, settings]),
  ];
  const shown = new Set([...bases, ...universes.flatMap(shownFolders), paths.providers]);
  for (const path of [...shown, final, partial, unfiltered, blocklist, manifest, opsLog, auditLog]) {
    const mode = await modeOf(path);
    if (mode !== undefined && (mode & 0o002) !== 0) found.push({path, mode: octal(mode), wanted: 'o-w'});
  }
  return found;
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
