import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {type Backup, keepBackup, listBackups, pruneBackups} from '../store/backups.ts';
import {readClosed} from '../store/closed-file.ts';
import {exclusively} from '../store/exclusively.ts';
import type {Paths} from '../store/paths.ts';
import type {Changed, Changing} from './changing.ts';
import {type Credentials, decodeCredentials, encodeCredentials, noCredentials} from './credential-file.ts';
import {keepDamaged} from './damaged-secrets.ts';
import {elsewhere, reencryptAt, reencryptElsewhere} from './encrypted-elsewhere.ts';
import {firstKeys} from './first-keys.ts';
import type {EarlierNames} from './fitted.ts';
import type {KeySource} from './key-source.ts';
import {decrypt, encrypt, type Keyring, parseKeyring, reencrypt} from './keyring.ts';
import {addKey, dropOldKeys, readKeys, refuseLoneKey, requireKeys} from './master-keys.ts';
import {backupToken, openToken, type Stored, undecryptableSnapshot, unopened} from './open-token.ts';
import {forgetOwn, makeOwn, type Named, type OwnFile} from './own-register.ts';
import type {Rotated, Rotating} from './rotated-key.ts';
import {type Announce, writeToken} from './write-token.ts';

export type VaultPaths = Pick<Paths, 'secrets' | 'secretsBackups' | 'secretsLock' | 'encryptedFiles'>;

export type VaultTerms = {
  readonly paths: VaultPaths;
  readonly clock: Clock;
  /** Where the master keys are, as the settings of this moment have it. */
  readonly source: () => Promise<KeySource>;
  readonly earlierNames: EarlierNames;
  readonly keepBackupDays: () => Promise<number>;
};

export type {Announce, Changed, Rotated, Rotating, Stored};

type Writing = {readonly announce: Announce | undefined; readonly hasBackup: boolean};
const fewestBackups = 10;

/**
 * The one file of secrets. Every change is made under a lock that all profiles share: the earlier version is a backup on disk
 * before the new one takes its place by one rename, so that a crash leaves the old or the new one, whole.
 */
export class Vault {
  readonly #terms: VaultTerms;

  constructor(terms: VaultTerms) {
    this.#terms = terms;
  }

  /** Undefined where there is no file yet. Throws a Failure of kind `credentials` for one that cannot be opened, and changes nothing. */
  async read(): Promise<(Stored & {readonly source: KeySource}) | undefined> {
    const {paths} = this.#terms;
    const token = await readClosed(paths.secrets);
    if (token === undefined) return undefined;
    const source = await this.#terms.source();
    return {...this.#opened(paths.secrets, token, await requireKeys(source, paths.secrets)), source};
  }

  /**
   * Replaces what the file holds by what `edit` makes of it; the first change makes the file, and the key where there is none.
   * What is noted of it elsewhere is noted by `settle`, before anybody else may change it.
   */
  change(
    edit: (now: Credentials, keys: Keyring) => Credentials,
    {announce, past, settle}: Changing = {},
  ): Promise<Changed> {
    return this.#alone(async () => {
      const {paths, clock, source} = this.#terms;
      let aside: string | undefined;
      const stored = await this.read().catch(async (thrown: unknown) => {
        if (!past) throw thrown;
        aside = await keepDamaged(paths.secrets, clock, thrown);
      });
      const keys = stored?.keys ?? (await this.#firstKeys(await source()));
      const now = stored?.credentials ?? {...noCredentials, revision: past?.revision ?? 0};
      const next = {...edit(now, keys), revision: now.revision + 1};
      const changed = {...(await this.#write(keys, next, {announce, hasBackup: aside === undefined})), aside};
      await settle?.(changed);
      return changed;
    });
  }

  backups(): Promise<readonly Backup[]> {
    return listBackups(this.#terms.paths.secretsBackups, this.#terms.paths.secrets);
  }

  async readBackup(name: string): Promise<Credentials> {
    const {path, token} = await backupToken(await this.backups(), name);
    return this.#opened(path, token, await requireKeys(await this.#terms.source(), path)).credentials;
  }

  /** Makes a first key where there is none. */
  async generateKey(): Promise<KeySource> {
    return this.#alone(async () => {
      const source = await this.#terms.source();
      if (await readKeys(source)) {
        throw new Failure('key.present', `There is a master key in ${source.place} already.`, {
          hint: source.write
            ? 'To replace it: universe keys rotate'
            : 'To replace it: universe keys generate --print; put that one there, before it and a comma; then universe keys rotate',
          kind: 'usage',
        });
      }
      await this.#firstKeys(source);
      return source;
    });
  }

  /**
   * Encrypts the file under a new key; earlier keys stay, so that backups stay readable. With `drop`, everything else that they open
   * is encrypted anew too and they go: for a key that somebody may have seen. What cannot be found or read then stops it before
   * anything is changed. A source that cannot be written to must hold the new key already, before the others.
   */
  async rotateKey({drop, announce}: Rotating): Promise<Rotated> {
    const {paths} = this.#terms;
    return this.#alone(async () => {
      const source = await this.#terms.source();
      const known = await readKeys(source);
      if (known && !source.write) refuseLoneKey(source, known);
      const others = drop && (await elsewhere(paths, drop, {source, known}));
      const keys =
        known === undefined ? await this.#firstKeys(source) : source.write ? await addKey(source, known) : known;
      const sum = await reencryptAt(paths.secrets, keys, () => this.#keepPresent(), announce);
      const wrote = sum && {sha256: sum.sha256, revision: (await this.read())?.credentials.revision};
      const isFirst = known === undefined;
      if (!others) return {source, isFirst, backups: 0, files: 0, unopened: [], wrote};
      const counts = await reencryptElsewhere(paths, others, keys);
      if (source.write) await dropOldKeys(source, keys);
      return {source, isFirst, ...counts, wrote};
    });
  }

  /** A token of another root under this root's newest key. `foreign` is the text of that root's key file, where its key is another. */
  async adopt(path: string, token: string, foreign?: string): Promise<{token: string; credentials: Credentials}> {
    const known = (await readKeys(await this.#terms.source())) ?? [];
    const others = foreign === undefined ? [] : parseKeyring(foreign, 'the key file that was named');
    const [first, ...rest] = [...known, ...others];
    const opened = first && decrypt([first, ...rest], token.trim());
    if (!opened) throw undecryptableSnapshot();
    // A first key is made for what opens, and for nothing else.
    const own = await this.#alone(async () => this.#firstKeys(await this.#terms.source()));
    return {
      token: reencrypt(own, opened),
      credentials: decodeCredentials(path, opened.bytes.toString('utf8')),
    };
  }

  /** A file of a person's own, which this root looks after from then on. Alone: no rotation may pass in between. */
  encryptFile(file: OwnFile): Promise<void> {
    return this.#alone(async () => {
      const keys = await this.#firstKeys(await this.#terms.source());
      await makeOwn(this.#terms.paths.encryptedFiles, file, {keys, now: this.#terms.clock.now()});
    });
  }

  forgetFile(file: string, named: Named): Promise<void> {
    return this.#alone(() => forgetOwn(this.#terms.paths.encryptedFiles, file, named));
  }

  async decryptBytes(path: string, token: string): Promise<Buffer> {
    const keys = await requireKeys(await this.#terms.source(), path, {isOwn: true});
    const opened = decrypt(keys, token.trim());
    if (opened) return opened.bytes;
    throw unopened(path, token.trim());
  }

  #firstKeys(source: KeySource): Promise<Keyring> {
    return firstKeys(this.#terms.paths, source);
  }

  #opened(path: string, token: string, keys: Keyring): Stored {
    return openToken(path, token, {keys, earlierNames: this.#terms.earlierNames});
  }

  async #write(keys: Keyring, credentials: Credentials, {announce, hasBackup}: Writing): Promise<Changed> {
    const {paths, clock, keepBackupDays} = this.#terms;
    const backup = hasBackup ? await this.#keepPresent() : undefined;
    const plain = encodeCredentials(credentials);
    const token = encrypt(keys, plain, clock.now());
    plain.fill(0);
    const sum = await writeToken(paths.secrets, token, announce);
    await pruneBackups(paths.secretsBackups, paths.secrets, {
      keepDays: await keepBackupDays(),
      keepLeast: fewestBackups,
      now: clock.now(),
    });
    return {...sum, credentials, keys, backup};
  }

  async #keepPresent(): Promise<Backup | undefined> {
    const {paths, clock} = this.#terms;
    const present = await readClosed(paths.secrets);
    return present === undefined ? undefined : keepBackup(paths.secretsBackups, paths.secrets, present, clock.now());
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    return exclusively(this.#terms.paths.secretsLock, this.#terms.clock, work);
  }
}
