import {Failure} from '../failure.ts';
import {listBackups} from '../store/backups.ts';
import {readClosed} from '../store/closed-file.ts';
import type {Paths} from '../store/paths.ts';
import {keyFile} from './key-file.ts';
import {decrypt} from './keyring.ts';
import {readKeys} from './master-keys.ts';

/**
 * Whether the key file of a root opens its secrets, or a backup of them: where the settings name another place, who moved the key
 * may have forgotten it. What cannot be read opens nothing.
 */
export async function leftKeyOpens({key, secrets, secretsBackups}: Places): Promise<boolean> {
  try {
    const keys = await readKeys(await keyFile(key, {}));
    if (keys === undefined) return false;
    const backups = (await listBackups(secretsBackups, secrets)).map(({path}) => path);
    for (const path of [secrets, ...backups]) {
      const opened = decrypt(keys, (await readClosed(path))?.trim() ?? '');
      opened?.bytes.fill(0);
      if (opened) return true;
    }
    return false;
  } catch (thrown) {
    if (thrown instanceof Failure) return false;
    throw thrown;
  }
}

type Places = Pick<Paths, 'key' | 'secrets' | 'secretsBackups'>;
