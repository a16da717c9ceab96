import {stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {codeOf, diskFailure} from './disk-failure.ts';
import type {Paths} from './paths.ts';

export type WideMode = {readonly path: string; readonly mode: string; readonly wanted: string};

/** Folders and files that only their owner may see, or write to, and that others may. What is not there is not wide. */
export async function wideModes(paths: Paths): Promise<readonly WideMode[]> {
  const storage = dirname(dirname(paths.secrets));
  const folders = [
    paths.state,
    paths.quotaLedger,
    storage,
    dirname(paths.secrets),
    dirname(paths.key),
    paths.secretsBackups,
  ];
  const files = [paths.secrets, paths.key];
  const found: WideMode[] = [];
  for (const path of [...folders, ...files]) {
    const mode = await modeOf(path);
    if (mode === undefined || (mode & 0o077) === 0) continue;
    found.push({path, mode: octal(mode), wanted: files.includes(path) ? '0600' : '0700'});
  }
  // These others may read, and decide nothing in.
  const {screeners, final, partial, unfiltered, blocklist, manifest, opsLog, auditLog} = paths;
  const read = [screeners, final, partial, unfiltered, blocklist, manifest, opsLog, auditLog];
  for (const path of [paths.base, paths.root, paths.settings, ...read]) {
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
