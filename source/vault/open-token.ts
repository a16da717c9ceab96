import {Failure} from '../failure.ts';
import {type Credentials, decodeCredentials} from './credential-file.ts';
import {type EarlierNames, fitted} from './fitted.ts';
import {decrypt, type Keyring} from './keyring.ts';

/** What the file held when it was read. */
export type Stored = {
  readonly credentials: Credentials;
  readonly keys: Keyring;
  /** Encrypted under the newest key. */
  readonly current: boolean;
};

/** What the token at `path` holds. Throws a Failure that quotes nothing of it. */
export function openToken(
  path: string,
  token: string,
  {keys, earlierNames}: {readonly keys: Keyring; readonly earlierNames: EarlierNames},
): Stored {
  const opened = decrypt(keys, token.trim());
  if (!opened) throw undecryptable(path);
  const credentials = decodeCredentials(path, opened.bytes.toString('utf8'));
  opened.bytes.fill(0);
  return {credentials: fitted(credentials, earlierNames), keys, current: opened.current};
}

export function undecryptable(path: string): Failure {
  return new Failure(
    'secrets.undecryptable',
    `${path} cannot be decrypted: its master key is another one, or the file was changed.`,
    {
      hint: 'Put the right key back, or an untouched version: universe credentials backups. Nothing was changed.',
      kind: 'credentials',
    },
  );
}
