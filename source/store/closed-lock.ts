import {chmodSync, lstatSync} from 'node:fs';

/**
 * SQLite makes a lock file that others may read, and who may read it can hold it. By its name, never by opening it: whoever closes
 * a lock file drops the locks that this process has on it (POSIX). What is not ours stays as its owner has it.
 */
export function closeLock(lock: string): void {
  const found = lstatSync(lock, {throwIfNoEntry: false});
  if (!found?.isFile() || (found.mode & 0o077) === 0 || found.uid !== process.geteuid?.()) return;
  chmodSync(lock, 0o600);
}
