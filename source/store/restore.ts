import {chmod, mkdir, readdir, rename, rm, stat} from 'node:fs/promises';
import {dirname, join, relative} from 'node:path';
import {extract} from 'tar';
import {z} from 'zod';
import type {Clock} from '../clock.ts';
import {checkArchive, MANIFEST} from './archive-check.ts';
import {expectKind} from './archive-kind.ts';
import {isLive, unitsOf} from './archive-unit.ts';
import {diskFailure} from './disk-failure.ts';
import {exists, syncFolder} from './file.ts';
import {defineFormat, peekState, saveState} from './format.ts';
import {keptPrefix} from './kept-by-restores.ts';
import type {Paths} from './paths.ts';

const Plan = z.object({keptAs: z.string(), place: z.array(z.string()), remove: z.array(z.string())});
type Plan = Readonly<z.infer<typeof Plan>>;
export const planFormat = defineFormat('restore plan', Plan);

/** What a snapshot holds, unpacked beside what is there and proven whole; nothing of the root is touched yet. */
export type Unpacked = {readonly folder: string; readonly files: number};

export async function unpack(paths: Paths, file: string): Promise<Unpacked> {
  const {kind, files} = await checkArchive(file);
  const work = join(paths.base, '.restore');
  const fresh = join(work, 'new');
  try {
    await rm(work, {recursive: true, force: true});
    await mkdir(fresh, {recursive: true, mode: 0o700});
    await extract({file, cwd: fresh, strict: true, filter: (path) => path in files || path === MANIFEST});
    await rm(join(fresh, MANIFEST), {force: true});
    await expectKind(paths, {file, kind, names: Object.keys(files), folder: fresh});
    await settleTree(fresh, fresh);
    return {folder: fresh, files: Object.keys(files).length};
  } catch (thrown) {
    await forgetUnpacked(paths).catch(() => {
      // What went wrong first is what has to be said.
    });
    throw diskFailure(paths.base, 'written', thrown);
  }
}

/** Lets go of what was unpacked, where it is not to be placed after all. */
export async function forgetUnpacked(paths: Pick<Paths, 'base'>): Promise<void> {
  await rm(join(paths.base, '.restore'), {recursive: true, force: true});
}

/** Where a restore of this moment keeps what was there before it. */
export function keptFolder({base}: Pick<Paths, 'base'>, clock: Clock): string {
  return join(base, `${keptPrefix}${clock.now().toISOString().replace(/[-:.]/g, '')}`);
}

/** Where what was unpacked has what is to stand at `path` of the root. */
export function unpackedPath({base}: Pick<Paths, 'base'>, {folder}: Unpacked, path: string): string {
  return join(folder, relative(base, path));
}

/**
 * Puts what was unpacked in the place of what is there, which is kept in `keptAs`. From here on a plan on disk lets
 * `finishRestore` complete it after any crash. Logs and rows must be closed. The lock, the socket and the spending of this machine stay.
 */
export async function place(paths: Paths, {folder}: Unpacked, keptAs: string): Promise<void> {
  try {
    const placed = await parts(paths, folder);
    const remove = (await parts(paths, paths.base)).filter((part) => !placed.includes(part));
    await saveState(join(dirname(folder), 'plan.json'), planFormat, {keptAs, place: placed, remove});
    await finishRestore(paths);
  } catch (thrown) {
    throw diskFailure(paths.base, 'written', thrown);
  }
}

/** Both, for who has nothing to do in between. */
export async function restore(
  paths: Paths,
  file: string,
  clock: Clock,
): Promise<{readonly files: number; readonly keptAs: string}> {
  const unpacked = await unpack(paths, file);
  const keptAs = keptFolder(paths, clock);
  await place(paths, unpacked, keptAs);
  return {files: unpacked.files, keptAs};
}

/** Completes a restore that a crash interrupted; says whether there was one. Call it with the writer lock, before opening anything. */
export async function finishRestore(paths: Pick<Paths, 'base'>): Promise<boolean> {
  const work = join(paths.base, '.restore');
  const plan = await peekState(join(work, 'plan.json'), planFormat);
  if (plan) await carryOut(plan, paths.base, join(work, 'new'));
  await rm(work, {recursive: true, force: true});
  return plan !== undefined;
}

/** Each step can be repeated: what has been moved is no longer where it came from. */
async function carryOut(plan: Plan, base: string, fresh: string): Promise<void> {
  await mkdir(plan.keptAs, {recursive: true, mode: 0o700});
  for (const part of plan.place) {
    if (!(await exists(join(fresh, part)))) continue;
    await keep(part, base, plan.keptAs);
    await move(join(fresh, part), join(base, part));
  }
  for (const part of plan.remove) {
    await keep(part, base, plan.keptAs);
  }
  await syncFolder(base);
}

/** What was there is kept once. What a crash let come into its place, such as the folders that a root begins with, is kept beside it. */
async function keep(part: string, base: string, keptAs: string): Promise<void> {
  if (!(await exists(join(base, part)))) return;
  let place = join(keptAs, part);
  while (await exists(place)) place += '.since';
  await move(join(base, part), place);
}

/** What is moved as one: the snapshot's units, and of the state folder each entry, since the held lock lives in it. */
async function parts(paths: Paths, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const unit of unitsOf(paths)) {
    if (!(await exists(join(folder, unit)))) continue;
    if (unit !== 'state') found.push(unit);
    else
      found.push(...(await readdir(join(folder, unit))).filter((name) => !isLive(name)).map((name) => `state/${name}`));
  }
  return found;
}

async function move(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), {recursive: true});
  await rename(from, to);
  await syncFolder(dirname(to));
  await syncFolder(dirname(from));
}

/** Modes by place, not by what the archive says; every file on disk before the plan is. */
async function settleTree(folder: string, top: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const closed = /(^|\/)(state|storage)(\/|$)/.test(path.slice(top.length + 1));
    if ((await stat(path)).isDirectory()) {
      await chmod(path, closed ? 0o700 : 0o755);
      await settleTree(path, top);
    } else {
      await chmod(path, closed ? 0o600 : 0o644);
      await syncFolder(path);
    }
  }
  await syncFolder(folder);
}
