import {Failure} from '../failure.ts';
import {listBackups} from '../store/backups.ts';
import {readClosed} from '../store/closed-file.ts';
import {exists, type FileSum} from '../store/file.ts';
import {asideOf} from '../store/kept-aside.ts';
import {keptByRestores} from '../store/kept-by-restores.ts';
import type {Paths} from '../store/paths.ts';
import {isDamage} from './damaged-secrets.ts';
import type {KeySource} from './key-source.ts';
import {decrypt, type Keyring, reencrypt} from './keyring.ts';
import {requireKeys} from './master-keys.ts';
import {expectOpening, undecryptable} from './open-token.ts';
import {expectOwn, reencryptOwn} from './own-files.ts';
import {type Named, type OwnRegister, openRegister, settleRegister} from './own-register.ts';
import {type Announce, writeToken} from './write-token.ts';

type Places = Pick<Paths, 'secrets' | 'secretsBackups' | 'encryptedFiles'>;

/** What the audit log can say of files that people encrypted for themselves. */
export type LogWord = {
  readonly named: Named;
  /** Why it may not name all of them. */
  readonly damages: readonly string[];
  /** A person goes on although it may not. */
  readonly despite: boolean;
  /** A person knows that no other root keeps its key in the same store. */
  readonly isOnlyRoot: boolean;
};

/** Everything but the secrets file that a key of this root opens. */
export type Elsewhere = {readonly register: OwnRegister; readonly damages: readonly string[]};

/**
 * All of it, before anything is changed: what no key opens would stop the change in its middle, or be lost. Throws where something
 * is not there or does not open, and where the audit log may know of more and nobody has said that this is known.
 */
export async function elsewhere(
  paths: Places,
  {named, damages, despite, isOnlyRoot}: LogWord,
  {source, known}: {readonly source: KeySource; readonly known: Keyring | undefined},
): Promise<Elsewhere> {
  if (source.isShared && !isOnlyRoot) throw sharedStore(source);
  const register = await openRegister(paths.encryptedFiles, named);
  const unsettled = [...new Set(damages)].filter((damage) => !register.damages.includes(damage));
  if (unsettled.length > 0 && !despite) throw logDamaged(unsettled);
  const backups = await backupsOf(paths);
  const [first] = [...backups, ...register.files];
  if (first === undefined) return {register, damages};
  const keys = known ?? (await requireKeys(source, first));
  await expectOpening(backups, keys);
  await expectOwn(register.files, keys);
  return {register, damages};
}

function sharedStore({place}: KeySource): Failure {
  return new Failure(
    'key.shared',
    `The earlier keys stay, for another root may keep its key in the same place (${place}), and its secrets would open no more.`,
    {
      hint: 'Give each root a place of its own. Where none but this one uses it, run: universe keys rotate --drop-old --only-root',
      kind: 'usage',
    },
  );
}

function logDamaged(unsettled: readonly string[]): Failure {
  return new Failure(
    'secrets.log-damaged',
    `The earlier keys stay, for the audit log may have named files that they alone open: ${unsettled.join('; ')}.`,
    {
      hint: 'Put the log back from a backup, or look with universe audit verify. Where no file of secrets encrypt-file is missing, run: universe keys rotate --drop-old --despite-log',
      kind: 'credentials',
    },
  );
}

/** How many were encrypted anew, and secrets files set aside as damaged that no key opens: those stay as they are. */
export type Reencrypted = {readonly backups: number; readonly files: number; readonly unopened: readonly string[]};

/** Under the newest key, the backups of this moment included. */
export async function reencryptElsewhere(
  paths: Places,
  {register, damages}: Elsewhere,
  keys: Keyring,
): Promise<Reencrypted> {
  const backups = await backupsOf(paths);
  for (const path of backups) await reencryptAt(path, keys);
  const files = await reencryptOwn(register.files, keys);
  await settleRegister(paths.encryptedFiles, register, damages);
  return {backups: backups.length, files, unopened: await reencryptAside(paths, keys)};
}

/** What a damaged file held is in the one that took its place or is lost: none of them may stop a rotation. */
async function reencryptAside({secrets}: Places, keys: Keyring): Promise<readonly string[]> {
  const unopened: string[] = [];
  for (const place of [secrets, ...(await keptByRestores(secrets))]) {
    for (const path of await asideOf(place)) {
      await reencryptAt(path, keys).catch((thrown: unknown) => {
        if (!isDamage(thrown)) throw thrown;
        unopened.push(path);
      });
    }
  }
  return unopened;
}

/** The token at `path` under the newest key, where there is one; `first` runs when it is known that one of the keys opens it. */
export async function reencryptAt(
  path: string,
  keys: Keyring,
  first?: () => Promise<unknown>,
  announce?: Announce,
): Promise<FileSum | undefined> {
  const token = await readClosed(path);
  if (token === undefined) return undefined;
  const opened = decrypt(keys, token.trim());
  if (!opened) throw undecryptable(path);
  await first?.();
  const sum = await writeToken(path, reencrypt(keys, opened), announce);
  opened.bytes.fill(0);
  return sum;
}

/** Backups of the secrets, and the secrets and backups that restores took out of the way. */
async function backupsOf({secrets, secretsBackups}: Places): Promise<readonly string[]> {
  const found = (await listBackups(secretsBackups, secrets)).map(({path}) => path);
  const kept = await keptByRestores(secrets);
  const keptBackups = await keptByRestores(secretsBackups);
  for (const [at, path] of kept.entries()) {
    if (await exists(path)) found.push(path);
    found.push(...(await listBackups(keptBackups[at] ?? '', path)).map((backup) => backup.path));
  }
  return found;
}
