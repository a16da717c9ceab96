import {readClosed} from '../store/closed-file.ts';
import type {Paths} from '../store/paths.ts';
import {encryptedIn} from './first-keys.ts';
import type {KeySource} from './key-source.ts';
import {decrypt} from './keyring.ts';
import {readKeys, requireKeys} from './master-keys.ts';
import {undecryptable} from './open-token.ts';

/** What a key source is to the secrets as they are. */
export type KeyFit = {
  readonly place: string;
  /**
   * `opens` them; or there are none yet, and the key for the first is `ready`, is `made` when they come, or is `wanting`, for this
   * program cannot put one there.
   */
  readonly fit: 'opens' | 'ready' | 'made' | 'wanting';
};

/**
 * Tries the key on the secrets. What they hold is neither read nor kept, so that it is no use of a credential and not on record.
 * Throws the Failure that says why they would not open, or that it cannot be seen now.
 */
export async function keyFit(paths: Pick<Paths, 'secrets' | 'secretsBackups'>, source: KeySource): Promise<KeyFit> {
  const {place} = source;
  const encrypted = await encryptedIn(paths);
  if (encrypted === undefined) {
    if ((await readKeys(source)) !== undefined) return {place, fit: 'ready'};
    return {place, fit: source.write ? 'made' : 'wanting'};
  }
  const keys = await requireKeys(source, encrypted);
  const token = await readClosed(paths.secrets);
  if (token === undefined) return {place, fit: 'ready'};
  const opened = decrypt(keys, token.trim());
  if (opened === undefined) throw undecryptable(paths.secrets);
  opened.bytes.fill(0);
  return {place, fit: 'opens'};
}
