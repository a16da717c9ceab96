import {copyFile, link, readdir, rename} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import type {Clock} from '../clock.ts';
import {diskFailure} from './disk-failure.ts';
import {expectPlain} from './expect-plain.ts';
import {syncFolder} from './file.ts';

/** Renames a file that cannot be trusted to `NAME.corrupt-UTC` beside it, so that nothing is lost, and says the new name. */
export function setAside(path: string, clock: Clock): Promise<string> {
  return keptAs(path, clock, rename);
}

/** Gives it that name as a second one: it stands until another takes its place, and no crash leaves neither. */
export function keepBeside(path: string, clock: Clock): Promise<string> {
  return keptAs(path, clock, link);
}

/** Keeps a copy of its present bytes under that name, and leaves the file itself in use. */
export async function copyAside(path: string, clock: Clock): Promise<string> {
  // Of a device there is no end.
  await expectPlain(path);
  return keptAs(path, clock, copyFile);
}

async function keptAs(path: string, clock: Clock, by: (from: string, to: string) => Promise<void>): Promise<string> {
  const kept = await freeName(path, clock);
  try {
    await by(path, kept);
    await syncFolder(dirname(kept));
  } catch (thrown) {
    throw diskFailure(path, 'written', thrown);
  }
  return kept;
}

/** `NAME.corrupt-UTC`, or with a counter where several were set aside in one moment. */
async function freeName(path: string, clock: Clock): Promise<string> {
  const stamp = clock.now().toISOString().replaceAll(':', '').replaceAll('.', '');
  const taken = new Set(await readdir(dirname(path)));
  const name = `${basename(path)}.corrupt-${stamp}`;
  for (let count = 1; ; count++) {
    const free = count === 1 ? name : `${name}-${count}`;
    if (!taken.has(free)) return join(dirname(path), free);
  }
}
