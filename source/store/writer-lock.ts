import {mkdirSync, statSync} from 'node:fs';
import {unlink} from 'node:fs/promises';
import {hostname} from 'node:os';
import {dirname} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {z} from 'zod';
import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {isAnswering} from './answering.ts';
import {diskFailure} from './disk-failure.ts';
import {exists, readText, writeDurably} from './file.ts';
import type {Paths} from './paths.ts';

const HolderNote = z.object({
  pid: z.number().int(),
  kind: z.enum(['daemon', 'dashboard', 'command']),
  socket: z.string(),
  since: z.iso.datetime(),
  host: z.string(),
  epoch: z.number().int(),
});
export type WriterKind = z.infer<typeof HolderNote>['kind'];
/** Who wrote the note beside the lock, and whether they are at work now: the note of a killed process stays behind. */
export type Holder = Readonly<z.infer<typeof HolderNote>> & {readonly held: boolean};

type LockPaths = Pick<Paths, 'lock' | 'control' | 'socket'>;

export type WriterLock = {
  /** Grows by one with every holder, so that work begun under an earlier one can be told. */
  readonly epoch: number;
  /** Whether the lock file is still the one that is held: false once somebody removed or replaced it. */
  readonly stillHeld: () => boolean;
  readonly release: () => Promise<void>;
};

const BUSY = 5;
/** A reader's look at the lock takes a moment of it; a writer waits that out rather than be refused. */
const PATIENCE_MS = 250;

/**
 * One writer per base folder: an exclusive lock of SQLite's, which the system drops with the process however it ends.
 * Nothing else of this process may ever open the lock file, for closing it would drop the lock (POSIX).
 */
export async function acquireWriter(
  paths: LockPaths,
  terms: {readonly kind: WriterKind; readonly clock: Clock},
): Promise<WriterLock | {readonly holder: Holder | undefined}> {
  // A lock file that was removed or replaced under its holder could be taken by anybody, and there would be two writers.
  const holder = await readHolder(paths);
  if (holder?.held && (await isAnswering(holder.socket))) return {holder};
  const database = lockedDatabase(paths.lock);
  if (!database) return {holder: await readHolder(paths)};
  const epoch = takenEpoch(database, paths.lock);
  const inode = statSync(paths.lock).ino;
  const since = terms.clock.now().toISOString();
  const note = {pid: process.pid, kind: terms.kind, socket: paths.socket, since, host: hostname(), epoch};
  try {
    await writeDurably(paths.control, `${JSON.stringify(note)}\n`, {mode: 0o600});
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  let released = false;
  return {
    epoch,
    stillHeld: () => !released && statSync(paths.lock, {throwIfNoEntry: false})?.ino === inode,
    release: async () => {
      if (released) return;
      released = true;
      await unlink(paths.control).catch(() => undefined);
      database.close();
    },
  };
}

/** Works without the lock. */
export async function readHolder(paths: LockPaths): Promise<Holder | undefined> {
  const text = await readText(paths.control);
  if (text === undefined) return undefined;
  const note = HolderNote.safeParse(parsed(text));
  return note.success
    ? {...note.data, held: (await isHeld(paths.lock)) || (await isAnswering(note.data.socket))}
    : undefined;
}

/** Whether a living process holds the lock. */
export async function isHeld(lock: string): Promise<boolean> {
  if (!(await exists(lock))) return false;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(lock, {timeout: 0, readOnly: true});
    database.prepare('SELECT epoch FROM fence').all();
    return false;
  } catch (thrown) {
    return isBusy(thrown);
  } finally {
    database?.close();
  }
}

function lockedDatabase(lock: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(lock), {recursive: true, mode: 0o700});
    database = new DatabaseSync(lock, {timeout: PATIENCE_MS});
    // In this mode the lock outlives the transaction that took it.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    return database;
  } catch (thrown) {
    database?.close();
    if (isBusy(thrown)) return undefined;
    if (thrown instanceof Error && 'errcode' in thrown && thrown.errcode === 26) {
      throw new Failure('lock.unreadable', `The lock file ${lock} is damaged.`, {
        hint: 'Make sure that no universe process runs here, then delete it.',
        cause: thrown,
      });
    }
    throw refusedBy(lock, thrown);
  }
}

function takenEpoch(database: DatabaseSync, lock: string): number {
  try {
    return nextEpoch(database);
  } catch (thrown) {
    database.close();
    throw refusedBy(lock, thrown);
  }
}

/** What SQLite was refused by the disk, under the names that file functions have for it. */
const refusals: Readonly<Record<number, string>> = {8: 'EROFS', 10: 'EIO', 13: 'ENOSPC', 14: 'EACCES'};

export function refusedBy(lock: string, thrown: unknown): Failure {
  const code = thrown instanceof Error && 'errcode' in thrown ? refusals[Number(thrown.errcode) % 256] : undefined;
  return diskFailure(lock, 'written', code === undefined ? thrown : {code, cause: thrown});
}

function nextEpoch(database: DatabaseSync): number {
  database.exec('CREATE TABLE IF NOT EXISTS fence (epoch INTEGER NOT NULL)');
  const row = database.prepare('SELECT max(epoch) AS epoch FROM fence').get();
  const epoch = Number(row?.epoch ?? 0) + 1;
  database.exec('DELETE FROM fence');
  database.prepare('INSERT INTO fence (epoch) VALUES (?)').run(epoch);
  database.exec('COMMIT');
  return epoch;
}

export function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && 'errcode' in thrown && thrown.errcode === BUSY;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
