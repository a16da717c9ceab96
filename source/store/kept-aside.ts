import {basename, dirname, join} from 'node:path';
import {namesIn} from './names-in.ts';
import type {Paths} from './paths.ts';

const aside = /\.corrupt-\d{4}-\d{2}-\d{2}T/;

/** Files that could not be trusted and were kept as `NAME.corrupt-UTC` until a person has looked at them. */
export async function keptAside(paths: Paths): Promise<readonly string[]> {
  const folders = [paths.base, paths.screeners, dirname(paths.auditLog), paths.state, dirname(paths.secrets)];
  const found: string[] = [];
  for (const folder of new Set(folders)) {
    const names = (await namesIn(folder)).filter((name) => aside.test(name));
    found.push(...names.sort().map((name) => join(folder, name)));
  }
  return found;
}

/** Those of one file. */
export async function asideOf(path: string): Promise<readonly string[]> {
  const names = (await namesIn(dirname(path))).filter((name) => name.startsWith(basename(path)) && aside.test(name));
  return names.sort().map((name) => join(dirname(path), name));
}
