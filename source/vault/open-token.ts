import {Failure} from '../failure.ts';
import type {Backup} from '../store/backups.ts';
import {readClosed} from '../store/closed-file.ts';
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

/** Before anything is changed: a backup that no key opens would stop the change in its middle. */
export async function expectOpening(backups: readonly string[], keys: Keyring): Promise<void> {
  for (const path of backups) {
    const opened = decrypt(keys, (await readClosed(path))?.trim() ?? '');
    if (opened) opened.bytes.fill(0);
    else throw undecryptable(path, 'Move it away if it is no backup of this root');
  }
}

/** Of a snapshot, whose own root may have another key. */
export function undecryptableSnapshot(): Failure {
  return new Failure(
    'secrets.undecryptable',
    'The credentials of the snapshot cannot be decrypted: they are of another root, or were changed.',
    {
      hint: 'Name the key file of the root that it is from: universe restore SNAPSHOT --source-key FILE --reason TEXT. Nothing was changed.',
      kind: 'credentials',
    },
  );
}

export function undecryptable(
  path: string,
  or = 'Put the right key back, or an untouched version: universe credentials backups',
): Failure {
  return new Failure(
    'secrets.undecryptable',
    `${path} cannot be decrypted: its master key is another one, or the file was changed.`,
    {
      hint: `${or}. Nothing was changed.`,
      kind: 'credentials',
    },
  );
}

/** One of the backups as it is encrypted; a name that is none of theirs leads nowhere. */
export async function backupToken(
  backups: readonly Backup[],
  name: string,
): Promise<{readonly path: string; readonly token: string}> {
  const path = backups.find((one) => one.name === name)?.path;
  const token = path && (await readClosed(path));
  if (path !== undefined && token !== undefined) return {path, token};
  throw new Failure('backup.absent', `There is no backup ${JSON.stringify(name)}.`, {
    hint: 'universe credentials backups lists them.',
    kind: 'usage',
  });
}

/** For a file of a person's own, which may be any file. */
export function unopened(path: string, token: string): Failure {
  if (token.startsWith('gAAAAA'))
    return undecryptable(
      path,
      'Put the key back that was there when it was made; if the file was changed, only a copy of it helps',
    );
  return new Failure('secrets.not-encrypted', `${path} is no file that secrets encrypt-file made.`, {
    hint: 'Check the name.',
    kind: 'usage',
  });
}
