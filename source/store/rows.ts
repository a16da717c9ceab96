import {type WriteDurably, writeDurably} from './file.ts';
import {Finds} from './finds.ts';
import {Journal} from './journal.ts';
import {differing, type LoadedRows, loadRows, metRows, signatureOf, standingSum} from './load-rows.ts';
import {whenDue} from './publish-timing.ts';
import {applyTo, changed, type RowChange, recordsOf} from './row-change.ts';
import type {Found, News, Published, Publishing, RowsOptions} from './rows-options.ts';
import {Turns} from './turns.ts';

export type {Found, News, Published, RowsOptions} from './rows-options.ts';

/**
 * Rows that survive: `append` resolves once they are in the journal on disk, and the published file is replaced whole
 * from time to time. The journal is emptied only after the file that contains it, and its folder, are on disk.
 */
export class Rows<T> {
  readonly #options: RowsOptions<T>;
  readonly #journal: Journal;
  readonly #closing = new AbortController();
  readonly #publishWhenDue: () => void;
  #rows: Map<string, T>;
  readonly #finds: Finds;
  readonly #turns = new Turns();
  #pending: number;
  #signature: string | undefined;

  private constructor(options: RowsOptions<T>, journal: Journal, loaded: LoadedRows<T>) {
    this.#options = options;
    this.#journal = journal;
    this.#rows = loaded.rows;
    this.#pending = loaded.pending;
    this.#publishWhenDue = whenDue({
      ...options,
      signal: this.#closing.signal,
      turns: this.#turns,
      waiting: () => ({size: this.#rows.size, pending: this.#pending}),
      write: () => this.#publishPending(),
    });
    this.#finds = new Finds({setAside: loaded.setAside, edited: loaded.edited, tornTail: loaded.journal.torn});
  }

  /** Where something was repaired, the published file is written anew at once: the format must be able to encode. */
  static async open<T>(options: RowsOptions<T>): Promise<Rows<T>> {
    const loaded = await loadRows(options);
    const journal = await Journal.open(options.journal, loaded.journal, options.mayWrite);
    const opened = new Rows(options, journal, loaded);
    await opened.#settle(loaded).catch(async (thrown: unknown) => {
      await journal.close();
      throw thrown;
    });
    return opened;
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
    if (rows.length > 0) await this.apply({put: rows});
  }

  /** Resolves once the removal is on disk; keys that are not there are ignored. */
  async remove(keys: readonly string[]): Promise<void> {
    await this.apply({remove: keys});
  }

  /** Both at once. */
  async apply(change: RowChange<T>): Promise<void> {
    await this.#turns.take(() => this.#apply(change));
    this.#publishWhenDue();
  }

  /** Both for good where the work succeeds; where it fails they are taken back, from the journal too. */
  async during<R>(change: RowChange<T>, work: () => Promise<R>): Promise<R> {
    const done = await this.#turns.take(async () => {
      const [rows, pending, mark] = [new Map(this.#rows), this.#pending, this.#journal.mark()];
      await this.#apply(change);
      return work().catch(async (thrown: unknown) => {
        [this.#rows, this.#pending] = [rows, pending];
        await this.#journal.rewind(mark);
        throw thrown;
      });
    });
    this.#publishWhenDue();
    return done;
  }

  /** Both, in one rename of the published file; until it resolves, and where it fails, the earlier rows stand. */
  async change(change: RowChange<T>): Promise<Published> {
    return this.#turns.take(() => this.#publish({change}));
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
    return this.#turns.take(() => this.#publish({rows, beforeRename}));
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
    const {setAside, loaded} = await metRows(this.#options);
    this.#finds.add({setAside, ...(loaded && {changed: differing(this.#rows, loaded.rows)})});
    if (loaded) [this.#rows, this.#pending] = [loaded.rows, loaded.pending];
    return loaded !== undefined;
  }

  async #apply({put = [], remove: keys = []}: RowChange<T>): Promise<void> {
    const remove = keys.filter((key) => this.#rows.has(key));
    if (put.length + remove.length === 0) return;
    await this.#journal.append(recordsOf({put, remove}));
    applyTo(this.#rows, {put, remove}, this.#options.key);
    this.#pending += put.length + remove.length;
  }

  /** Always in turn, so the rows are read as they are written; one appended meanwhile would be lost with the journal's reset. */
  async #publish({rows, change, beforeRename, met = this.#signature}: Publishing<T> = {}): Promise<Published> {
    const {path, format, mode, key} = this.#options;
    const signature = await signatureOf(path);
    if (signature !== undefined && signature !== met) await this.#meet();
    const next = changed(rows ? new Map(rows.map((row) => [key(row), row])) : this.#rows, change, key);
    const sum = await writeDurably(path, format.encode(next.values()), {
      mode: mode ?? 0o644,
      beforeRename: async (written) => {
        await beforeRename?.(written);
        await this.#journal.append([{kind: 'published', sha256: written.sha256}]);
      },
    });
    // From here on it is so: a journal that cannot be emptied holds the same once more, and refuses what would come after it.
    [this.#rows, this.#pending] = [next, 0];
    this.#signature = await signatureOf(path);
    await this.#journal.reset(sum.sha256).catch(() => {});
    return {...sum, records: next.size};
  }

  async #publishPending(): Promise<void> {
    if (this.#pending > 0) await this.#publish();
  }
}
