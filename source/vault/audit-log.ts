import type {Clock} from '../clock.ts';
import {exclusively} from '../store/exclusively.ts';
import {type Anchor, type Head, LogFile, prunable, pruneLog} from '../store/log-file.ts';
import type {Paths} from '../store/paths.ts';
import {stampOf} from '../store/stamp.ts';

/** One line of the audit: who did what to which credential, never its value. */
export type AuditRecord = {
  readonly type: 'credential';
  /** `writing` stands between the other two, where the secrets file is about to be replaced. */
  readonly stage: 'intended' | 'writing' | 'done' | 'failed' | 'unasked';
  readonly action: string;
  readonly provider?: string | undefined;
  /** Names of the fields concerned; where no provider is named, as `provider.field`, or ids of providers. */
  readonly fields?: readonly string[] | undefined;
  readonly user: string;
  readonly host: string;
  readonly via: string;
  readonly justification?: string | undefined;
  readonly detail?: string | undefined;
  /** One of a person's own that was made. */
  readonly file?: string | undefined;
  /** Of the secrets file after the change. */
  readonly revision?: number | undefined;
  readonly sha256?: string | undefined;
  /** Of the secrets file that is about to take the place of the present one. */
  readonly next?: string | undefined;
  /** Of a secrets file that no record told of, and of the one that the last record told of. */
  readonly found?: string | undefined;
  readonly expected?: string | undefined;
  /** When what retention would remove was recorded first. */
  readonly since?: string | undefined;
};

export type AuditTerms = {
  readonly paths: Pick<Paths, 'auditLog' | 'secretsLock'>;
  readonly clock: Clock;
  /** Notes the head elsewhere: cutting off the end is the one thing that a chain cannot see. */
  readonly noteHead: (head: Head) => Promise<void>;
  /** The head that was noted last; undefined where none was. */
  readonly notedHead: () => Promise<Anchor | undefined>;
  /** Waited for before the log says that it was found damaged. */
  readonly onDamage?: (damaged: string | undefined) => Promise<void>;
};

/**
 * The credentials' audit log, one chain for all profiles of a root: whoever appends holds the lock of the secrets, and follows
 * what others have appended meanwhile. `append` resolves once the record is on disk; what cannot be recorded must not be done.
 */
export class AuditLog {
  readonly #terms: AuditTerms;
  #open: {readonly log: LogFile; readonly version: string | undefined} | undefined;

  constructor(terms: AuditTerms) {
    this.#terms = terms;
  }

  /** `doubt` says why nobody can know where the log ended: it goes on behind a gap that shows. */
  append(record: AuditRecord, doubt?: string): Promise<void> {
    const {paths, clock} = this.#terms;
    return exclusively(paths.secretsLock, clock, () => this.appendLocked(record, doubt));
  }

  /** For who holds the lock of the secrets already. */
  async appendLocked(record: AuditRecord, doubt?: string): Promise<void> {
    const {paths, noteHead} = this.#terms;
    const log = await this.#present(doubt);
    await log.append([record]).catch(async (thrown: unknown) => {
      // Opened anew by the next one: nobody else would ever close it.
      this.#open = undefined;
      await log.close();
      throw thrown;
    });
    this.#open = {log, version: (await stampOf(paths.auditLog))?.version};
    await noteHead(log.head);
  }

  /** `carry` says what has to be recorded anew before the records up to that one are gone. */
  prune(
    keepDays: number,
    carry: (last: number) => Promise<readonly AuditRecord[]> = async () => [],
  ): Promise<readonly string[]> {
    const {paths, clock} = this.#terms;
    return exclusively(paths.secretsLock, clock, async () => {
      const last = (await prunable(paths.auditLog, keepDays, clock.now())).at(-1)?.last;
      if (last === undefined) return [];
      for (const record of await carry(last)) await this.appendLocked(record);
      return pruneLog(paths.auditLog, keepDays, clock.now());
    });
  }

  async close(): Promise<void> {
    await this.#open?.log.close();
    this.#open = undefined;
  }

  async #present(doubt: string | undefined): Promise<LogFile> {
    const {paths, clock, notedHead, onDamage} = this.#terms;
    const version = (await stampOf(paths.auditLog))?.version;
    if (doubt === undefined && this.#open && this.#open.version === version) return this.#open.log;
    await this.close();
    const noted = await notedHead();
    return LogFile.open({path: paths.auditLog, clock, mode: 0o600, noted, doubt, ...(onDamage ? {onDamage} : {})});
  }
}
