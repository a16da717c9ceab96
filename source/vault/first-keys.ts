import {listBackups} from '../store/backups.ts';
import {readClosed} from '../store/closed-file.ts';
import type {Paths} from '../store/paths.ts';
import type {KeySource} from './key-source.ts';
import type {Keyring} from './keyring.ts';
import {makeKeys, readKeys, requireKeys} from './master-keys.ts';

type Kept = Pick<Paths, 'secrets' | 'secretsBackups'>;

/** The keys of a source, or a first one where there is none and nothing that it could not open. */
export async function firstKeys(paths: Kept, source: KeySource): Promise<Keyring> {
  const known = await readKeys(source);
  if (known) return known;
  const encrypted = await encryptedIn(paths);
  return encrypted === undefined ? makeKeys(source) : requireKeys(source, encrypted);
}

/** Whether the next thing to be kept needs a first key. */
export async function lacksKeys(paths: Kept, source: KeySource): Promise<boolean> {
  return (await encryptedIn(paths)) === undefined && (await readKeys(source)) === undefined;
}

/** A key that is made now could open none of what is there. */
export async function encryptedIn({secrets, secretsBackups}: Kept): Promise<string | undefined> {
  if ((await readClosed(secrets)) !== undefined) return secrets;
  return (await listBackups(secretsBackups, secrets))[0]?.path;
}
