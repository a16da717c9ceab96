import {Failure} from '../failure.ts';
import {listBackups} from '../store/backups.ts';
import {readClosed} from '../store/closed-file.ts';
import type {Paths} from '../store/paths.ts';
import {keyFile} from './key-file.ts';
import {decrypt} from './keyring.ts';
import {readKeys} from './master-keys.ts';

export type LeftKey = {readonly secrets: boolean; readonly backups: number};

/**
 * What the key file of a root opens: where the settings name another place, who moved the key may have forgotten it. What cannot be
 * read opens nothing.
 */
export async function leftKeyOpens({key, secrets, secretsBackups}: Places): Promise<LeftKey> {
  try {
    const keys = await readKeys(await keyFile(key, {}));
    if (keys === undefined) return {secrets: false, backups: 0};
    const opens = async (path: string): Promise<boolean> => {
      const opened = decrypt(keys, (await readClosed(path))?.trim() ?? '');
      opened?.bytes.fill(0);
      return opened !== undefined;
    };
    let backups = 0;
    for (const {path} of await listBackups(secretsBackups, secrets)) if (await opens(path)) backups++;
    return {secrets: await opens(secrets), backups};
  } catch (thrown) {
    if (thrown instanceof Failure) return {secrets: false, backups: 0};
    throw thrown;
  }
}

type Places = Pick<Paths, 'key' | 'secrets' | 'secretsBackups'>;
