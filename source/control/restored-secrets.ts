import {join, relative} from 'node:path';
import type {Unpacked} from '../store/archive.ts';
import {listBackups} from '../store/backups.ts';
import {readClosed} from '../store/closed-file.ts';
import {type FileSum, sumOf, writeDurably} from '../store/file.ts';
import {Manifest} from '../store/manifest.ts';
import type {Command} from './control.ts';
import type {House} from './local-control.ts';

export type RestoredSecrets = FileSum & {readonly providers: number; readonly sentence: string};

/**
 * The secrets of an unpacked snapshot, encrypted anew under this root's key, backups included. Throws, with nothing changed, where
 * neither this root's key nor the one that was named opens them. Undefined where the snapshot has none.
 */
export async function lockedHere(
  {works, safe}: House,
  {folder}: Unpacked,
  {sourceKey}: Extract<Command, {name: 'restore'}>,
): Promise<RestoredSecrets | undefined> {
  const {paths} = works;
  const there = (path: string): string => join(folder, relative(paths.base, path));
  const secrets = there(paths.secrets);
  const token = await readClosed(secrets);
  if (token === undefined) return undefined;
  const foreign = sourceKey === undefined ? undefined : await readClosed(sourceKey);
  const opened = await safe.vault.adopt(secrets, token, foreign);
  await writeDurably(secrets, opened.token, {mode: 0o600, readBack: true});
  let unread = 0;
  for (const {path} of await listBackups(there(paths.secretsBackups), secrets)) {
    const backup = await safe.vault.adopt(path, (await readClosed(path)) ?? '', foreign).catch(() => undefined);
    if (backup) await writeDurably(path, backup.token, {mode: 0o600, readBack: true});
    else unread++;
  }
  const sum = await sumOf(secrets);
  const left = unread === 0 ? '' : ` ${unread} of its backups open with an earlier key alone and were left so.`;
  return {
    sha256: sum?.sha256 ?? '',
    bytes: sum?.bytes ?? 0,
    providers: opened.credentials.providers.size,
    sentence: `Its credentials are encrypted under the key of this root now.${left}`,
  };
}

/** Manifest and state came along with the snapshot and know the file as it was there. */
export async function noteSecrets({works, safe}: House, secrets: RestoredSecrets | undefined): Promise<void> {
  if (secrets === undefined) return;
  const {sha256, bytes, providers} = secrets;
  await safe.standing.update((now) => ({...now, secretsSha256: sha256}));
  const manifest = await Manifest.open(works.paths.manifest, works.clock);
  await manifest.record('secrets', {sha256, bytes, records: providers});
}
