import {mkdirSync, statSync} from 'node:fs';
import {unlink} from 'node:fs/promises';
import {hostname} from 'node:os';
import {dirname} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {z} from 'zod';
import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {isAnswering} from './answering.ts';
import {exists, readText, writeDurably} from './file.ts';
import {isBusy, lockedDatabase, takenEpoch, wasEverHeld} from './lock-database.ts';
import {refusedBy} from './lock-refused.ts';
import type {Paths} from './paths.ts';

const HolderNote = z.object({
  pid: z.number().int(),
  kind: z.enum(['daemon', 'dashboard', 'command']),
  socket: z.string(),
  since: z.iso.datetime(),
  host: z.string(),
  epoch: z.number().int(),
});
type Note = Readonly<z.infer<typeof HolderNote>>;
export type WriterKind = z.infer<typeof HolderNote>['kind'];
/** Who wrote the note beside the lock, and whether they are at work now: the note of a killed process stays behind. */
export type Holder = Note & {readonly held: boolean};

type LockPaths = Pick<Paths, 'lock' | 'control' | 'socket'>;

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
  makeFolder(paths.lock);
  const database = lockedDatabase(paths.lock);
  if (!database) return {holder: await readHolder(paths)};
  const epoch = takenEpoch(database, paths.lock);
  const since = terms.clock.now().toISOString();
  const note = {pid: process.pid, kind: terms.kind, socket: paths.socket, since, host: hostname()};
  try {
    await sign(paths, {...note, epoch});
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  return new WriterLock(paths, {note, database, epoch});
}

function makeFolder(lock: string): void {
  try {
    mkdirSync(dirname(lock), {recursive: true, mode: 0o700});
  } catch (thrown) {
    throw refusedBy(lock, thrown);
  }
}

async function sign({control}: LockPaths, note: Note): Promise<void> {
  await writeDurably(control, `${JSON.stringify(note)}\n`, {mode: 0o600});
}

type Taken = {readonly note: Omit<Note, 'epoch'>; readonly database: DatabaseSync; readonly epoch: number};

/** The lock in the hands of its holder, who asks before each write: a person may have removed the file, and another taken it. */
export class WriterLock {
  readonly #paths: LockPaths;
  readonly #note: Taken['note'];
  #database: DatabaseSync | undefined;
  #epoch: number;
  #inode: number | undefined;
  #lost: Failure | undefined;
  #isReleased = false;
  #signing: Promise<void> = Promise.resolve();
  /** Told once the lock file was gone and has been taken again. */
  onRetaken: () => void = () => {};
  /** Told once, when another process has the root: nothing may be written any more. */
  onLost: (because: Failure) => void = () => {};

  constructor(paths: LockPaths, {note, database, epoch}: Taken) {
    this.#paths = paths;
    this.#note = note;
    this.#database = database;
    this.#epoch = epoch;
    this.#inode = this.#found();
  }

  /** Grows by one with every holder, so that work begun under an earlier one can be told. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Whether the lock file is still the one that is held: false once somebody removed or replaced it. */
  stillHeld(): boolean {
    return !this.#isReleased && this.#database !== undefined && this.#found() === this.#inode;
  }

  /**
   * Makes sure that nobody else may write: a lock file that is gone is taken again, exclusively. Throws where that cannot be,
   * for ever once another process has held the root.
   */
  confirm(): void {
    if (this.#lost) throw this.#lost;
    if (this.#isReleased || this.stillHeld()) return;
    // Closed first: later, it would take away what SQLite keeps beside the new file under the same name.
    this.#database?.close();
    this.#database = undefined;
    const database = lockedDatabase(this.#paths.lock);
    if (database === undefined) throw this.#lose();
    if (wasEverHeld(database)) {
      database.close();
      throw this.#lose();
    }
    this.#epoch = takenEpoch(database, this.#paths.lock, this.#epoch);
    this.#database = database;
    this.#inode = this.#found();
    this.#signing = sign(this.#paths, {...this.#note, epoch: this.#epoch}).catch(() => {
      // The lock itself is held; without the note the others only do not know by whom.
    });
    this.onRetaken();
  }

  async release(): Promise<void> {
    if (this.#isReleased) return;
    await this.#signing;
    const isOurs = this.stillHeld();
    this.#isReleased = true;
    // The note of whoever took over is theirs.
    if (isOurs) await unlink(this.#paths.control).catch(() => undefined);
    this.#database?.close();
  }

  #found(): number | undefined {
    return statSync(this.#paths.lock, {throwIfNoEntry: false})?.ino;
  }

  #lose(): Failure {
    const {lock} = this.#paths;
    this.#lost = new Failure(
      'lock.lost',
      `Another process took over this root: ${lock} was removed or replaced while this one held it.`,
      {hint: 'This one has stopped and writes nothing any more. See who holds the root with: universe status'},
    );
    this.onLost(this.#lost);
    return this.#lost;
  }
}

/** Works without the lock. */
export async function readHolder(paths: LockPaths): Promise<Holder | undefined> {
  const text = await readText(paths.control);
  if (text === undefined) return undefined;
  const note = HolderNote.safeParse(parsed(text));
  if (!note.success) return undefined;
  const {socket} = note.data;
  const isAtWork = async () => isSameDoor(socket, paths.socket) && (await isAnswering(socket));
  return {...note.data, held: (await isHeld(paths.lock)) || (await isAtWork())};
}

/** In a copy of a root the note is of who holds the original, whose door is elsewhere. */
function isSameDoor(noted: string, own: string): boolean {
  if (noted === own) return true;
  try {
    const [one, other] = [statSync(noted), statSync(own)];
    return one.ino === other.ino && one.dev === other.dev;
  } catch {
    return false;
  }
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
