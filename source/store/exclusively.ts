import {mkdirSync} from 'node:fs';
import {dirname} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {closeLock} from './closed-lock.ts';
import {expectPlainAtOnce} from './expect-plain.ts';
import {isBusy} from './lock-database.ts';
import {refusedBy} from './lock-refused.ts';

const patienceMs = 15_000;
const pauseMs = 15;

/**
 * Does the work while no other process that takes this lock does its own. The system drops the lock with the process, however it
 * ends. Taken for moments: for what several writers of one root share, such as the secrets of all profiles.
 */
export async function exclusively<T>(lock: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  const deadline = clock.monotonic() + patienceMs;
  for (;;) {
    const database = locked(lock);
    if (database) {
      try {
        return await work();
      } finally {
        database.close();
      }
    }
    if (clock.monotonic() >= deadline) {
      throw new Failure('lock.busy', `Another universe process holds ${lock} and does not let go of it.`, {
        hint: 'Look for a process that is stopped; when it has ended, run this again.',
        kind: 'no-answer',
      });
    }
    await clock.sleep(pauseMs);
  }
}

function locked(lock: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(lock), {recursive: true, mode: 0o700});
    expectPlainAtOnce(lock);
    // Never waits inside SQLite, which would stop this whole process.
    database = new DatabaseSync(lock, {timeout: 0});
    closeLock(lock);
    // Over a file that may only be read SQLite begins all the same, and lets others in: a write that comes to nothing is refused.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version = 0;');
    return database;
  } catch (thrown) {
    database?.close();
    if (isBusy(thrown)) return undefined;
    throw refusedBy(lock, thrown);
  }
}
