import {Failure} from '../failure.ts';
import {readBytes, textOf, writeDurably} from '../store/file.ts';
import {decrypt, type Keyring, reencrypt} from './keyring.ts';

/**
 * Files that people encrypted for themselves, under the newest key. What has gone meanwhile, or holds something else by now, is
 * passed over; what one of the keys opens and cannot be written throws, before any key is dropped.
 */
export async function reencryptOwn(paths: readonly string[], keys: Keyring): Promise<number> {
  let done = 0;
  for (const path of paths) {
    const bytes = await readBytes(path);
    const opened = bytes && decrypt(keys, textIn(path, bytes).trim());
    if (!opened) continue;
    try {
      await writeDurably(path, reencrypt(keys, opened), {mode: 0o600, readBack: true});
    } catch (thrown) {
      throw new Failure(
        'secrets.own-file',
        `${path} could not be encrypted under the new key, so the earlier keys stay.`,
        {
          hint: 'Make it writable, or read it with universe secrets decrypt-file and delete it; then run this again.',
          kind: 'credentials',
          cause: thrown,
        },
      );
    } finally {
      opened.bytes.fill(0);
    }
    done += 1;
  }
  return done;
}

function textIn(path: string, bytes: Buffer): string {
  try {
    return textOf(path, bytes);
  } catch {
    return '';
  }
}
