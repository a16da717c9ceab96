import {randomBytes} from 'node:crypto';
import {readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {type Paths, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import type {Credentials} from '../../source/vault/credential-file.ts';
import {withFields} from '../../source/vault/edit-credentials.ts';
import {isKey, open, seal} from '../../source/vault/fernet.ts';
import type {EarlierNames} from '../../source/vault/fitted.ts';
import {keyFile} from '../../source/vault/key-file.ts';
import type {KeySource} from '../../source/vault/key-source.ts';
import {Secret} from '../../source/vault/secret.ts';
import {type Rotating, Vault} from '../../source/vault/vault.ts';
import {type ManualClock, manualClock} from '../helpers/manual-clock.ts';
import {tempFolder} from '../store/store-fixture.ts';

export type VaultRoom = {readonly paths: Paths; readonly clock: ManualClock; readonly vault: Vault};

export type VaultStart = {
  /** The key file of the root unless given. */
  readonly source?: KeySource;
  readonly earlierNames?: EarlierNames;
  readonly keepBackupDays?: number;
};

/** A vault in a root of its own, with nothing in it yet. */
export async function vaultRoom(t: TestContext, start: VaultStart = {}): Promise<VaultRoom> {
  const paths = pathsOf(await tempFolder(t));
  await prepareRoot(paths);
  const clock = manualClock();
  const vault = new Vault({
    paths,
    clock,
    source: async () => start.source ?? keyFile(paths.key, {}),
    earlierNames: start.earlierNames ?? new Map(),
    keepBackupDays: async () => start.keepBackupDays ?? 30,
  });
  return {paths, clock, vault};
}

/** A rotation after which the earlier keys are gone, where the audit log is whole and names no files. */
export const dropping: Rotating = {drop: {named: async () => [], damages: [], despite: false, isOnlyRoot: false}};

/** Random text, as long as keys are. */
export function made(): string {
  return randomBytes(16).toString('hex');
}

/** The same credentials with one value put there. */
export function putting(provider: string, field: string, value: string): (now: Credentials) => Credentials {
  const age = {updatedAt: '2026-03-02T22:00:00.000Z'};
  return (now) => withFields(now, provider, new Map([[field, {value: new Secret(value), age}]]));
}

export function plainOf({providers}: Pick<Credentials, 'providers'>): Record<string, Record<string, string>> {
  return Object.fromEntries(
    [...providers].map(([provider, fields]) => [
      provider,
      Object.fromEntries([...fields].map(([field, secret]) => [field, secret.reveal()])),
    ]),
  );
}

/** What a token holds, by this key alone. */
export async function openedWith(key: string, path: string): Promise<unknown> {
  const opened = open(key, await readFile(path, 'utf8'));
  return opened && JSON.parse(opened.bytes.toString('utf8'));
}

export async function keysIn({key}: Pick<Paths, 'key'>): Promise<readonly string[]> {
  const lines = (await readFile(key, 'utf8')).split('\n');
  return lines.filter(isKey);
}

/** One token of any text under the key. */
export function sealed(key: string, text: string): string {
  return seal(key, Buffer.from(text), {madeAt: 1_772_000_000});
}

/** Every file below storage with its bytes and mode; the lock is nobody's content. */
export async function stored({root}: Pick<Paths, 'root'>): Promise<Readonly<Record<string, string>>> {
  const storage = join(root, 'storage');
  const found: Record<string, string> = {};
  for (const name of (await readdir(storage, {recursive: true})).sort()) {
    const {mode} = await stat(join(storage, name));
    if (/\.lock(-journal)?$/.test(name) || (mode & 0o040000) !== 0) continue;
    found[name] = `${(mode & 0o777).toString(8)} ${await readFile(join(storage, name), 'hex')}`;
  }
  return found;
}
