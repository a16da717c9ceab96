import {DatabaseSync} from 'node:sqlite';
import {Failure} from '../failure.ts';
import {closeLock} from './closed-lock.ts';
import {expectPlainAtOnce} from './expect-plain.ts';
import {refusedBy} from './lock-refused.ts';

const BUSY = 5;
/** A reader's look at the lock takes a moment of it; a writer waits that out rather than be refused. */
const PATIENCE_MS = 250;

/** Opens and locks it; undefined where somebody else has it. */
export function lockedDatabase(lock: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    expectPlainAtOnce(lock);
    database = new DatabaseSync(lock, {timeout: PATIENCE_MS});
    closeLock(lock);
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

/** Writes down that another holder has begun, with a number above those of all before; says the number. */
export function takenEpoch(database: DatabaseSync, lock: string, above = 0): number {
  try {
    return nextEpoch(database, above);
  } catch (thrown) {
    database.close();
    throw refusedBy(lock, thrown);
  }
}

/** Whether anybody ever held this lock file; one that was just made knows of no holder. */
export function wasEverHeld(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'fence'").get() !== undefined;
}

function nextEpoch(database: DatabaseSync, above: number): number {
  database.exec('CREATE TABLE IF NOT EXISTS fence (epoch INTEGER NOT NULL)');
  const row = database.prepare('SELECT max(epoch) AS epoch FROM fence').get();
  const epoch = Math.max(Number(row?.epoch ?? 0), above) + 1;
  database.exec('DELETE FROM fence');
  database.prepare('INSERT INTO fence (epoch) VALUES (?)').run(epoch);
  database.exec('COMMIT');
  return epoch;
}

/** Whether somebody else has the lock at this moment. */
export function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && 'errcode' in thrown && thrown.errcode === BUSY;
}
