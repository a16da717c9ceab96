import {Failure, sentenceOf} from '../failure.ts';
import {readBytes, textOf, writeDurably} from '../store/file.ts';
import type {Decrypted} from './keyring.ts';
import {decrypt, type Keyring, reencrypt} from './keyring.ts';

/** Before anything is changed: all of a person's own files are there, and one of the keys opens each. Throws a Failure that names those that are not. */
export async function expectOwn(paths: readonly string[], keys: Keyring): Promise<void> {
  const troubles: string[] = [];
  for (const path of paths) {
    const opened = await openOwn(path, keys);
    if (typeof opened === 'string') troubles.push(opened);
    else opened.bytes.fill(0);
  }
  if (troubles.length > 0) throw lost(troubles);
}

/** Under the newest key, each where it is. Throws before any key is dropped. */
export async function reencryptOwn(paths: readonly string[], keys: Keyring): Promise<number> {
  for (const path of paths) {
    const opened = await openOwn(path, keys);
    if (typeof opened === 'string') throw lost([opened]);
    try {
      await writeDurably(path, reencrypt(keys, opened), {mode: 0o600, readBack: true});
    } catch (thrown) {
      throw new Failure(
        'secrets.own-file',
        `${path} could not be encrypted under the new key, so the earlier keys stay.`,
        {
          hint: 'Make it writable, or read it with universe secrets decrypt-file, delete it and say so with universe secrets forget-file; then run this again.',
          kind: 'credentials',
          cause: thrown,
        },
      );
    } finally {
      opened.bytes.fill(0);
    }
  }
  return paths.length;
}

/** What it holds, or the words on why that cannot be told. */
async function openOwn(path: string, keys: Keyring): Promise<Decrypted | string> {
  try {
    const bytes = await readBytes(path);
    if (bytes === undefined) return `${path} is not there`;
    return decrypt(keys, textOf(path, bytes).trim()) ?? `${path} opens with no key of this root`;
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return thrown.code === 'file.corrupt'
      ? `${path} opens with no key of this root`
      : sentenceOf(thrown).replace(/\.$/, '');
  }
}

function lost(troubles: readonly string[]): Failure {
  return new Failure(
    'secrets.own-files',
    `Files of secrets encrypt-file would be lost with the earlier keys, so these stay: ${troubles.join('; ')}.`,
    {
      hint: 'Put each back where it was made, for a file that was moved is known under that path alone, or connect its disk. Of one that is gone for good say: universe secrets forget-file FILE. Then run this again.',
      kind: 'credentials',
    },
  );
}
