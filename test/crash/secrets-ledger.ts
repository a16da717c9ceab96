import {readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import type {Clock} from '../../source/clock.ts';
import {exclusively} from '../../source/store/exclusively.ts';
import {verifyLog} from '../../source/store/log-file.ts';
import {Manifest} from '../../source/store/manifest.ts';
import type {Paths} from '../../source/store/paths.ts';
import {isHeld} from '../../source/store/writer-lock.ts';
import {systemClock} from '../../source/system-clock.ts';
import {isKey, open} from '../../source/vault/fernet.ts';
import type {CredentialLine, Version} from './credential-lines.ts';

const empty: Version = {revision: 0, held: {}};

/** What the children said and what the disk held after each of them: every version of one root, and every backup. */
export class SecretsLedger {
  readonly #paths: Paths;
  readonly #versions = new Map<number, Version>([[0, empty]]);
  readonly #backups = new Map<string, Version>();
  #now = empty;
  #acknowledged = 0;

  constructor(paths: Paths) {
    this.#paths = paths;
  }

  get now(): Version {
    return this.#now;
  }

  get backups(): Readonly<Record<string, Version>> {
    return Object.fromEntries(this.#backups);
  }

  /** Changes that a child was told are done, since the root was made. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Every value that was ever announced. */
  values(): readonly string[] {
    return [...this.#versions.values()].flatMap(({held}) => Object.values(held).flatMap((of) => Object.values(of)));
  }

  /** Takes in what a child said before it died, and says what of the disk does not fit. Reads with nothing of the vault but Fernet. */
  async settle(lines: readonly CredentialLine[]): Promise<{readonly wrong: readonly string[]; readonly came: Came}> {
    const wrong = lines.flatMap((line) => (line.said === 'wrong' ? [line.sentence] : []));
    const pending = this.#follow(lines);
    const keys = await keysOf(this.#paths);
    const found = await versionIn(this.#paths.secrets, keys);
    const came = cameTo(found, pending, this.#now);
    if (came === 'new' && pending) this.#know(pending);
    if (!isDeepStrictEqual(found ?? empty, this.#now))
      wrong.push(`the secrets file is neither version: ${found?.revision}`);
    wrong.push(...(await this.#wrongBackups(keys)), ...(await wideFiles(this.#paths)));
    if (keys.length === 0 && this.#now.revision > 0) wrong.push('the key file does not open');
    return {wrong, came};
  }

  /** The version that was announced last and not acknowledged. */
  #follow(lines: readonly CredentialLine[]): Version | undefined {
    let pending: Version | undefined;
    for (const line of lines) {
      if (line.said === 'about') pending = line.next;
      if (line.said !== 'done' || pending === undefined) continue;
      this.#know(pending);
      this.#acknowledged += 1;
      pending = undefined;
    }
    // A key may be replaced without any other version.
    return pending?.revision === this.#now.revision ? this.#now : pending;
  }

  #know(version: Version): void {
    this.#versions.set(version.revision, version);
    this.#now = version;
  }

  async #wrongBackups(keys: readonly string[]): Promise<readonly string[]> {
    const wrong: string[] = [];
    const names = (await namesIn(this.#paths.secretsBackups)).filter((name) => !isTemporary(name));
    for (const name of names) {
      const version = await versionIn(join(this.#paths.secretsBackups, name), keys);
      const earlier = this.#backups.get(name) ?? (version && this.#versions.get(version.revision));
      if (version === undefined) wrong.push(`the backup ${name} does not open`);
      else if (!isDeepStrictEqual(version, earlier)) wrong.push(`the backup ${name} is no version that there was`);
      if (version) this.#backups.set(name, version);
    }
    for (const name of this.#backups.keys()) if (!names.includes(name)) wrong.push(`the backup ${name} is gone`);
    const kept = new Set([...this.#backups.values()].map(({revision}) => revision));
    for (let revision = 1; revision < this.#now.revision; revision++)
      if (!kept.has(revision)) wrong.push(`there is no backup of revision ${revision}`);
    return wrong;
  }
}

/** Whether the kill came before or after the rename; `same` where only keys change, `idle` where nothing was being changed. */
export type Came = 'old' | 'new' | 'same' | 'idle';

function cameTo(found: Version | undefined, pending: Version | undefined, now: Version): Came {
  if (pending === undefined) return 'idle';
  if (pending === now) return 'same';
  return isDeepStrictEqual(found, pending) ? 'new' : 'old';
}

/** What is wrong besides with a root whose process was killed: its locks and the chain of its audit. */
export async function wrongLocksAndChain(paths: Paths): Promise<readonly string[]> {
  const wrong: string[] = [];
  if (await isHeld(paths.lock)) wrong.push('the writer lock is held by nobody alive');
  await exclusively(paths.secretsLock, impatient, async () => {}).catch(() =>
    wrong.push('the lock of the secrets is held'),
  );
  const manifest = await Manifest.peek(paths.manifest, impatient);
  const {broken, known} = await verifyLog(paths.auditLog, manifest.logHead('audit'));
  if (broken) wrong.push(`the audit is broken at line ${broken.line}: ${broken.because}`);
  for (const damage of known) wrong.push(`the audit was found damaged: ${damage}`);
  return wrong;
}

/** Does not wait for a lock. */
const impatient: Clock = {...systemClock(), sleep: () => Promise.reject(new Error('It had to be waited for.'))};

/** Half-written files by their path below the root. */
export async function temporariesIn({root}: Paths): Promise<readonly string[]> {
  return (await readdir(root, {recursive: true})).filter(isTemporary);
}

function isTemporary(name: string): boolean {
  return /\.\d{1,10}$/.test(name);
}

async function keysOf({key}: Paths): Promise<readonly string[]> {
  const lines = (await readFile(key, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  return lines.every(isKey) ? lines : [];
}

async function versionIn(path: string, keys: readonly string[]): Promise<Version | undefined> {
  const token = await readFile(path, 'utf8').catch(() => '');
  const text = keys.map((key) => open(key, token)?.bytes.toString('utf8')).find((opened) => opened !== undefined);
  if (text === undefined) return undefined;
  const {revision, providers}: {revision: number; providers: Version['held']} = JSON.parse(text);
  return {revision, held: providers};
}

async function wideFiles({root}: Paths): Promise<readonly string[]> {
  const storage = join(root, 'storage');
  const wrong: string[] = [];
  for (const name of await readdir(storage, {recursive: true}).catch(() => [])) {
    const {mode} = await stat(join(storage, name));
    // The lock of SQLite holds nothing, and the folder is closed.
    if (!/\.lock(-journal)?$/.test(name) && (mode & 0o077) !== 0) wrong.push(`${name} is open to others`);
  }
  return wrong;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
