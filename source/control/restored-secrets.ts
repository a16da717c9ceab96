import {Failure} from '../failure.ts';
import {type Unpacked, unpackedPath} from '../store/archive.ts';
import {listBackups} from '../store/backups.ts';
import {readClosed} from '../store/closed-file.ts';
import {type FileSum, sumOf, writeDurably} from '../store/file.ts';
import {Manifest} from '../store/manifest.ts';
import {AuditLog, type AuditRecord} from '../vault/audit-log.ts';
import {type Credentials, noCredentials} from '../vault/credential-file.ts';
import {namesChanged} from '../vault/edit-credentials.ts';
import {fingerprintsOf, joined} from '../vault/fingerprints.ts';
import {lacksKeys} from '../vault/first-keys.ts';
import {StandingFile} from '../vault/standing.ts';
import {auditRecord, putOnRecord} from './audited.ts';
import type {Actor, Command} from './control.ts';
import {madeWords} from './first-key.ts';
import {secretsIn} from './kept-secrets.ts';
import type {House} from './local-control.ts';
import {strangerRecord} from './note-stranger.ts';
import type {Safe} from './safe.ts';
import {judgeSecrets} from './secrets-judged.ts';

export type RestoredSecrets = FileSum & {
  readonly providers: number;
  readonly sentence: string;
  readonly keyMade?: string;
  readonly strangers: Strangers;
  /** The present version and its backups, as far as they open here. */
  readonly opened: readonly Credentials[];
  /** `PROVIDER.FIELD` of what is another from now on. */
  readonly changed: readonly string[];
};
/** Files that no record told of: the one that goes, and the one that comes. */
type Strangers = {readonly here?: AuditRecord | undefined; readonly there?: AuditRecord | undefined};

/**
 * The secrets of an unpacked snapshot, encrypted anew under this root's key, backups included. Throws, with nothing changed, where
 * neither this root's key nor the one that was named opens them. Undefined where the snapshot has none.
 */
export async function lockedHere(
  {works, safe}: House,
  unpacked: Unpacked,
  {sourceKey}: Extract<Command, {name: 'restore'}>,
): Promise<RestoredSecrets | undefined> {
  const {paths} = works;
  const there = (path: string): string => unpackedPath(paths, unpacked, path);
  const secrets = there(paths.secrets);
  const token = await readClosed(secrets);
  if (token === undefined) return undefined;
  const foreign = sourceKey === undefined ? undefined : await keyText(sourceKey);
  const source = await safe.source();
  const isFirst = await lacksKeys(paths, source);
  const opened = await safe.vault.adopt(secrets, token, foreign);
  const strangers = await strangersIn(safe, {secrets, auditLog: there(paths.auditLog), known: paths.secrets});
  await writeDurably(secrets, opened.token, {mode: 0o600, readBack: true});
  const earlier: Credentials[] = [];
  let unread = 0;
  for (const {path} of await listBackups(there(paths.secretsBackups), secrets)) {
    const backup = await safe.vault.adopt(path, (await readClosed(path)) ?? '', foreign).catch(() => undefined);
    if (backup) {
      await writeDurably(path, backup.token, {mode: 0o600, readBack: true});
      earlier.push(backup.credentials);
    } else unread++;
  }
  const sum = await sumOf(secrets);
  const left = unread === 0 ? '' : ` ${unread} of its backups open with an earlier key alone and were left so.`;
  return {
    sha256: sum?.sha256 ?? '',
    bytes: sum?.bytes ?? 0,
    providers: opened.credentials.providers.size,
    sentence: `Its credentials are encrypted under the key of this root now.${left}${isFirst ? ` ${madeWords(source)}` : ''}${strangerWords(strangers)}`,
    strangers,
    opened: [opened.credentials, ...earlier],
    changed: namesChanged(await presentOrNone(safe), opened.credentials),
    ...(isFirst ? {keyMade: source.place} : {}),
  };
}

/** Where the present ones cannot be read, all that come are new. */
async function presentOrNone({vault}: Safe): Promise<Credentials> {
  const stored = await vault.read().catch(() => undefined);
  return stored?.credentials ?? noCredentials;
}

/** Looked for before anything is written: afterwards both logs and files look whole. */
async function strangersIn(
  safe: Safe,
  {secrets, auditLog, known}: {readonly secrets: string; readonly auditLog: string; readonly known: string},
): Promise<Strangers> {
  const inSnapshot = await judgeSecrets({secrets, auditLog});
  const sentence = `In the snapshot that was restored: ${inSnapshot.sentence.replaceAll(secrets, known)}`;
  return {
    here: strangerRecord(safe, await safe.secretsJudged()),
    there: strangerRecord(safe, {...inSnapshot, sentence}),
  };
}

function strangerWords({here, there}: Strangers): string {
  const words = [here, there].flatMap((one) => one?.detail ?? []);
  return words.length === 0
    ? ''
    : ` Warning: ${words.join(' ')} That is on record now. Find out who or what did it, if it was not you.`;
}

/** A file that somebody names and that is not there is a slip of theirs, not a secret that cannot be read. */
async function keyText(path: string): Promise<string> {
  const text = await readClosed(path);
  if (text !== undefined) return text;
  throw new Failure('file.absent', `${path} is not there.`, {
    hint: 'Name the key file of the root that the snapshot is from. Nothing was changed.',
    kind: 'usage',
  });
}

/**
 * Manifest, state and audit log came along with the snapshot and know the file as it was there. The audit log that was says that
 * somebody began; the one that comes says that it is done, and is there from the moment that it is: a crash leaves neither without the other.
 */
export async function noteSecrets(
  {works, safe}: House,
  {unpacked, secrets}: {readonly unpacked: Unpacked; readonly secrets: RestoredSecrets},
  act: Acting,
): Promise<void> {
  const {paths, clock} = works;
  const there = (path: string): string => unpackedPath(paths, unpacked, path);
  const {sha256, bytes, providers, keyMade, strangers, changed} = secrets;
  const standing = new StandingFile(there(paths.credentialsState), clock);
  await standing.update((now) => ({...now, secretsSha256: sha256}));
  const manifest = await Manifest.open(there(paths.manifest), clock);
  await manifest.record('secrets', {sha256, bytes, records: providers});
  const audit = new AuditLog({
    paths: {auditLog: there(paths.auditLog), secretsLock: paths.secretsLock},
    clock,
    noteHead: (head) => manifest.setLogHead('audit', head),
    notedHead: async () => manifest.logHead('audit'),
  });
  const log = {audit, redactor: safe.redactor};
  if (keyMade !== undefined)
    await putOnRecord(log, {
      ...auditRecord(safe, 'done', {act: {action: 'key-generate'}, actor: act.actor}),
      detail: keyMade,
    });
  for (const stranger of [strangers.there, strangers.here]) if (stranger) await putOnRecord(log, stranger);
  await putOnRecord(log, {...restoring(safe, 'done', act), fields: changed, sha256});
  await audit.close();
}

/**
 * What was kept here until now lies beside the root from now on, and is recognised as before; so is what the snapshot brings. Its
 * own marks are under the salt of its root: where that is another, what opens is marked anew.
 */
export async function carryFingerprints(
  house: House,
  unpacked: Unpacked,
  secrets: RestoredSecrets | undefined,
): Promise<void> {
  const {safe, works} = house;
  const {paths, clock} = works;
  const brought = await Promise.all((secrets?.opened ?? []).map((one) => secretsIn(house, one)));
  const here = (await safe.standing.peek()).fingerprints;
  const standing = new StandingFile(unpackedPath(paths, unpacked, paths.credentialsState), clock);
  if (here === undefined && brought.length === 0) return;
  await standing.update((now) => ({
    ...now,
    fingerprints: fingerprintsOf(brought.flat(), joined(here, now.fingerprints)),
  }));
}

export type Acting = {readonly command: Extract<Command, {name: 'restore'}>; readonly actor: Actor};

/** How it stands in the audit log of the credentials. */
export function restoring(
  safe: Safe,
  stage: 'intended' | 'done',
  {command: {file, justification}, actor}: Acting,
): AuditRecord {
  return {...auditRecord(safe, stage, {act: {action: 'restore-snapshot', justification}, actor}), detail: file};
}
