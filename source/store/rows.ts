import {type WriteDurably, writeDurably} from './file.ts';
import {Finds} from './finds.ts';
import {Journal} from './journal.ts';
import {putting} from './journal-text.ts';
import {differing, keepEdited, type LoadedRows, loadRows, signatureOf, standingSum} from './load-rows.ts';
import {isWorthPublishing, publishesWhenQuiet, whenQuiet} from './publish-timing.ts';
import type {Found, News, Published, Publishing, RowsOptions} from './rows-options.ts';
import {Turns} from './turns.ts';

export type {RowsFormat, SetAside} from './checkpoint.ts';
export type {Found, News, Published, RowsOptions} from './rows-options.ts';

/**
 * Rows that survive: `append` resolves once they are in the journal on disk, and the published file is replaced whole
 * from time to time. The journal is emptied only after the file that contains it, and its folder, are on disk.
 */
export class Rows<T> {
  readonly #options: RowsOptions<T>;
  readonly #journal: Journal;
  readonly #closing = new AbortController();
  readonly #touch: () => void;
  #rows: Map<string, T>;
  readonly #finds: Finds;
  readonly #turns = new Turns();
  #pending: number;
  #isDue = false;
  #signature: string | undefined;

  private constructor(options: RowsOptions<T>, journal: Journal, loaded: LoadedRows<T>) {
    this.#options = options;
    this.#journal = journal;
    this.#rows = loaded.rows;
    this.#pending = loaded.pending;
    this.#touch = whenQuiet(options.clock, this.#closing.signal, () => this.#publishSoon());
    this.#finds = new Finds({setAside: loaded.setAside, edited: loaded.edited, tornTail: loaded.journal.torn});
  }

  /** Where something was repaired, the published file is written anew at once: the format must be able to encode. */
  static async open<T>(options: RowsOptions<T>): Promise<Rows<T>> {
    const loaded = await loadRows(options);
    const journal = await Journal.open(options.journal, loaded.journal, options.mayWrite);
    try {
      const opened = new Rows(options, journal, loaded);
      await opened.#settle(loaded);
      return opened;
    } catch (thrown) {
      await journal.close();
      throw thrown;
    }
  }

  /** What was wrong when it was opened, and since. */
  get found(): Found {
    return this.#finds.found;
  }

  /** What was found since this was last asked. */
  news(): News {
    return this.#finds.news();
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): T | undefined {
    return this.#rows.get(key);
  }

  has(key: string): boolean {
    return this.#rows.has(key);
  }

  /** In the order in which the keys first came. */
  values(): IterableIterator<T> {
    return this.#rows.values();
  }

  /** Resolves once the rows are on disk; a row replaces an earlier one with its key. */
  async append(rows: readonly T[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#turns.take(async () => {
      await this.#journal.append(putting(rows));
      for (const row of rows) this.#rows.set(this.#options.key(row), row);
      this.#pending += rows.length;
    });
    this.#publishWhenDue();
  }

  /** Resolves once the removal is on disk; keys that are not there are ignored. */
  async remove(keys: readonly string[]): Promise<void> {
    await this.#turns.take(async () => {
      const present = keys.filter((key) => this.#rows.has(key));
      if (present.length === 0) return;
      await this.#journal.append([{kind: 'remove', keys: present}]);
      for (const key of present) this.#rows.delete(key);
      this.#pending += present.length;
    });
    this.#publishWhenDue();
  }

  /** Replaces the published file now, unless it is steady and holds just this. */
  async checkpoint(): Promise<Published> {
    return this.#turns.take(async () => {
      const standing = this.#pending === 0 ? await standingSum(this.#options, this.#signature) : undefined;
      return standing ? {...standing, records: this.#rows.size} : this.#publish();
    });
  }

  /** Puts these rows in the place of all, in one rename; until it resolves the earlier rows stand. */
  async replace(rows: readonly T[], beforeRename?: WriteDurably['beforeRename']): Promise<Published> {
    return this.#turns.take(async () => {
      const published = await this.#publish({rows, beforeRename});
      this.#rows = new Map(rows.map((row) => [this.#options.key(row), row]));
      return published;
    });
  }

  /** Takes over what another hand wrote to the published file meanwhile (where that is allowed); says whether it did. */
  async refresh(): Promise<boolean> {
    return this.#turns.take(async () => {
      const met = await signatureOf(this.#options.path);
      if (this.#options.edited !== 'adopt' || met === this.#signature) return false;
      const isAdopted = await this.#meet();
      await this.#publish({met});
      return isAdopted;
    });
  }

  /** Publishes what is pending. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('The file is being closed.'));
    await this.#turns.rest();
    await this.#turns.take(() => this.#publishPending()).finally(() => this.#journal.close());
  }

  /** Of a large market the rows are megabytes. */
  async closeAndForget(): Promise<void> {
    await this.close();
    this.#rows = new Map();
  }

  /** What was repaired or taken over is written down at once, so that the next start does not find and report it again. */
  async #settle({setAside, edited, journal, sum}: LoadedRows<T>): Promise<void> {
    this.#signature = await signatureOf(this.#options.path);
    if (setAside.length > 0 || edited) await this.#publish();
    else if (journal.base === undefined && this.#pending === 0) await this.#journal.reset(sum?.sha256 ?? '');
  }

  /** The published file is another hand's: it is taken over where it may and can be, else its bytes are kept; what is known stands. */
  async #meet(): Promise<boolean> {
    const isAdopting = this.#options.edited === 'adopt';
    const loaded = isAdopting ? await loadRows(this.#options) : undefined;
    const setAside = loaded?.setAside ?? [await keepEdited(this.#options)];
    if (loaded?.sum === undefined) {
      this.#finds.add({setAside});
      return false;
    }
    this.#finds.add({setAside, changed: differing(this.#rows, loaded.rows)});
    [this.#rows, this.#pending] = [loaded.rows, loaded.pending];
    return true;
  }

  /** Always in turn, so the rows are read as they are written; one appended meanwhile would be lost with the journal's reset. */
  async #publish({rows, beforeRename, met = this.#signature}: Publishing<T> = {}): Promise<Published> {
    const {path, format, mode} = this.#options;
    const signature = await signatureOf(path);
    if (signature !== undefined && signature !== met) await this.#meet();
    const sum = await writeDurably(path, format.encode(rows ?? this.#rows.values()), {
      mode: mode ?? 0o644,
      beforeRename: async (written) => {
        await beforeRename?.(written);
        await this.#journal.append([{kind: 'published', sha256: written.sha256}]);
      },
    });
    this.#signature = await signatureOf(path);
    await this.#journal.reset(sum.sha256);
    this.#pending = 0;
    return {...sum, records: rows?.length ?? this.#rows.size};
  }

  #publishWhenDue(): void {
    if (isWorthPublishing(this.#options.publish, this.#rows.size, this.#pending)) this.#publishSoon();
    else if (this.#pending > 0 && publishesWhenQuiet(this.#options.publish, this.#rows.size)) this.#touch();
  }

  /** The rows are safe in the journal, so a failure to publish is told to the next caller instead of lost. */
  #publishSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#turns.defer(() => {
      this.#isDue = false;
      return this.#publishPending();
    });
  }

  async #publishPending(): Promise<void> {
    if (this.#pending > 0) await this.#publish();
  }
}
