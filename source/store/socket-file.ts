import {rm} from 'node:fs/promises';

/** Removes the socket that a killed holder left behind; only whoever holds the writer lock may. */
export async function clearSocket(path: string): Promise<void> {
  await rm(path, {force: true});
}
