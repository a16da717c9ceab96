import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {Failure} from '../../source/failure.ts';
import {type Head, verifyLog} from '../../source/store/log-file.ts';
import {type Credentials, encodeCredentials} from '../../source/vault/credential-file.ts';
import {open} from '../../source/vault/fernet.ts';
import type {Vault} from '../../source/vault/vault.ts';
import type {MutationGround} from './mutation-ground.ts';

/** A file of the ground, what tells whether a change of it does harm, and what the product says of it. */
export type Target = {
  readonly name: string;
  readonly path: string;
  readonly original: Buffer;
  /** Judged without the product, by what was put there: whether all of it is there still. */
  readonly isHarmless: (bytes: Buffer) => boolean;
  /** Undefined where the product says that all is well; else what it says. */
  readonly judge: () => Promise<string | undefined>;
};

export async function targetsOf(ground: MutationGround): Promise<readonly Target[]> {
  const {paths, vault, head} = ground;
  const keys = (await readFile(paths.key, 'utf8')).trim().split('\n');
  const present = await contentOf(vault);
  const backups = await vault.backups();
  const [oldest] = backups.slice(-1);
  if (!oldest) throw new Error('There is no backup to be mutated.');
  const earlier = plain(await vault.readBackup(oldest.name));
  const token = await readFile(paths.secrets);
  const backup = await readFile(oldest.path);
  const {segments} = await verifyLog(paths.auditLog, head);
  const opener = keys.find((key) => open(key, token.toString('latin1'))) ?? '';
  const secrets = (path: string, original: Buffer, judge: Target['judge']): Target => ({
    name: path === paths.secrets ? 'secrets' : 'backup',
    path,
    original,
    isHarmless: (bytes) => trimmed(bytes) === trimmed(original),
    judge,
  });
  return [
    secrets(paths.secrets, token, () => judgeSecrets(vault, present)),
    secrets(oldest.path, backup, () => judgeBackup(vault, oldest.name, earlier)),
    {
      name: 'key',
      path: paths.key,
      original: await readFile(paths.key),
      isHarmless: (bytes) => stillOpens(bytes, opener),
      judge: () => judgeSecrets(vault, present),
    },
    ...(await Promise.all(segments.map((path) => logTarget(path, paths.auditLog, head)))),
  ];
}

async function logTarget(path: string, log: string, head: Head): Promise<Target> {
  const original = await readFile(path);
  return {
    name: path === log ? 'log' : 'older log',
    path,
    original,
    // What stands after the last line break was never acknowledged, and the next writer cuts it off.
    isHarmless: (bytes) => wholeLines(bytes).equals(original),
    judge: async () => {
      const {broken} = await verifyLog(log, head);
      return broken && `${basename(broken.file)}, line ${broken.line}: ${broken.because}.`;
    },
  };
}

/** Reading and changing are refused alike; a harmless file gives exactly what was put there. */
async function judgeSecrets(vault: Vault, present: string): Promise<string | undefined> {
  const read = await said(() => contentOf(vault));
  if (read.sentence === undefined) {
    if (read.value !== present) throw new Error('Other content was read than was written.');
    return undefined;
  }
  const changed = await said(() => vault.change((now) => now));
  if (changed.sentence !== read.sentence) throw new Error(`A change came to something else: ${changed.sentence}`);
  return read.sentence;
}

async function judgeBackup(vault: Vault, name: string, earlier: string): Promise<string | undefined> {
  const {value, sentence} = await said(async () => plain(await vault.readBackup(name)));
  if (sentence === undefined && value !== earlier) throw new Error('Other content was read than was written.');
  return sentence;
}

async function said<T>(work: () => Promise<T>): Promise<{readonly value?: T; readonly sentence?: string}> {
  try {
    return {value: await work()};
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.kind !== 'credentials') throw thrown;
    return {sentence: `${thrown.message} ${thrown.hint ?? '(no hint)'}`};
  }
}

async function contentOf(vault: Vault): Promise<string> {
  const stored = await vault.read();
  if (!stored) throw new Error('The secrets file is gone.');
  return plain(stored.credentials);
}

function plain(credentials: Credentials): string {
  return encodeCredentials(credentials).toString('utf8');
}

function textOf(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : undefined;
}

function trimmed(bytes: Buffer): string | undefined {
  return textOf(bytes)?.replaceAll(/^[\s\ufeff]+|[\s\ufeff]+$/g, '');
}

/** Nothing but whole keys, among them the one that the secrets are encrypted with. */
function stillOpens(bytes: Buffer, opener: string): boolean {
  const words = (trimmed(bytes) ?? '').split(/[\n,]/).map((word) => word.replaceAll(/^[\s\ufeff]+|[\s\ufeff]+$/g, ''));
  const keys = words.filter((word) => word !== '');
  return keys.includes(opener) && keys.every(isWholeKey);
}

function isWholeKey(word: string): boolean {
  const bytes = Buffer.from(word.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
  const again = bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  return bytes.length === 32 && isDeepStrictEqual(again, word);
}

function wholeLines(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
}
