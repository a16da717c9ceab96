import {readdir} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {codeOf, diskFailure} from './disk-failure.ts';
import type {Paths} from './paths.ts';

/** Files that could not be trusted and were kept as `NAME.corrupt-UTC` until a person has looked at them. */
export async function keptAside(paths: Paths): Promise<readonly string[]> {
  const folders = [paths.base, paths.screeners, dirname(paths.auditLog), paths.state, dirname(paths.secrets)];
  const found: string[] = [];
  for (const folder of new Set(folders)) {
    const names = (await namesIn(folder)).filter((name) => /\.corrupt-\d{4}-\d{2}-\d{2}T/.test(name));
    found.push(...names.sort().map((name) => join(folder, name)));
  }
  return found;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw diskFailure(folder, 'read', thrown);
  }
}
