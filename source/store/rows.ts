import {writeDurably} from './file.ts';
import {Journal} from './journal.ts';
import type {JournalRecord} from './journal-text.ts';
import {keepEdited, type LoadedRows, loadRows, signatureOf} from './load-rows.ts';
import {isWorthPublishing, publishesWhenQuiet, whenQuiet} from './publish-timing.ts';
import type {Found, Published, RowsOptions} from './rows-options.ts';

export type {RowsFormat, SetAside} from './checkpoint.ts';
export type {Found, Published, RowsOptions} from './rows-options.ts';

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
  #found: Found;
  #turn: Promise<unknown> = Promise.resolve();
  #pending: number;
  #isDue = false;
  #signature: string | undefined;
  #trouble: unknown;

  private constructor(options: RowsOptions<T>, journal: Journal, loaded: LoadedRows<T>) {
    this.#options = options;
    this.#journal = journal;
    this.#rows = loaded.rows;
    this.#pending = loaded.pending;
    this.#touch = whenQuiet(options.clock, this.#closing.signal, () => this.#publishSoon());
    const {setAside, edited} = loaded;
    this.#found = {setAside, edited, tornTail: loaded.journal.torn};
  }

  /** Where something was repaired, the published file is written anew at once: the format must be able to encode. */
  static async open<T>(options: RowsOptions<T>): Promise<Rows<T>> {
    const loaded = await loadRows(options);
    const journal = await Journal.open(options.journal, loaded.journal);
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
    return this.#found;
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
    await this.#inTurn(async () => {
      await this.#journal.append(putting(rows));
      for (const row of rows) this.#rows.set(this.#options.key(row), row);
      this.#pending += rows.length;
    });
    this.#publishWhenDue();
  }

  /** Resolves once the removal is on disk; keys that are not there are ignored. */
  async remove(keys: readonly string[]): Promise<void> {
    await this.#inTurn(async () => {
      const present = keys.filter((key) => this.#rows.has(key));
      if (present.length === 0) return;
      await this.#journal.append([{kind: 'remove', keys: present}]);
      for (const key of present) this.#rows.delete(key);
      this.#pending += present.length;
    });
    this.#publishWhenDue();
  }

  /** Replaces the published file now. */
  async checkpoint(): Promise<Published> {
    return this.#inTurn(() => this.#publish([...this.#rows.values()]));
  }

  /** Empties the file, for a new build; until it resolves the earlier rows stand. */
  async clear(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#publish([]);
      this.#rows.clear();
    });
  }

  /** Takes over what another hand wrote to the published file meanwhile (where that is allowed); says whether it did. */
  async refresh(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#options.edited !== 'adopt') return false;
      if ((await signatureOf(this.#options.path)) === this.#signature) return false;
      const loaded = await loadRows(this.#options);
      this.#rows = loaded.rows;
      this.#pending = loaded.pending;
      this.#found = {...this.#found, edited: true, setAside: [...this.#found.setAside, ...loaded.setAside]};
      await this.#settle(loaded);
      return true;
    });
  }

  /** Publishes what is pending. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('The file is being closed.'));
    await this.#turn;
    this.#trouble = undefined;
    try {
      await this.#inTurn(async () => {
        if (this.#pending > 0) await this.#publish([...this.#rows.values()]);
      });
    } finally {
      await this.#journal.close();
    }
  }

  /** What was repaired is written down at once, so that the next start does not find and report the same damage again. */
  async #settle({setAside, edited, journal, sum}: LoadedRows<T>): Promise<void> {
    this.#signature = await signatureOf(this.#options.path);
    if (setAside.length > 0 || (edited && this.#pending > 0)) await this.#publish([...this.#rows.values()]);
    else if (edited || (journal.base === undefined && this.#pending === 0))
      await this.#journal.reset(sum?.sha256 ?? '');
  }

  /** One at a time: a row appended while the file is being written would be lost with the journal's reset. */
  async #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#turn.then(() => {
      const trouble = this.#trouble;
      this.#trouble = undefined;
      if (trouble !== undefined) throw trouble;
      return work();
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #publish(rows: readonly T[]): Promise<Published> {
    const {path, format, mode} = this.#options;
    const signature = await signatureOf(path);
    if (signature !== undefined && signature !== this.#signature) {
      const kept = await keepEdited(this.#options);
      this.#found = {...this.#found, setAside: [...this.#found.setAside, kept]};
    }
    const sum = await writeDurably(path, format.encode(rows), {
      mode: mode ?? 0o644,
      beforeRename: ({sha256}) => this.#journal.append([{kind: 'published', sha256}]),
    });
    this.#signature = await signatureOf(path);
    await this.#journal.reset(sum.sha256);
    this.#pending = 0;
    return {...sum, records: rows.length};
  }

  #publishWhenDue(): void {
    const {publish} = this.#options;
    if (isWorthPublishing(publish, this.#rows.size, this.#pending)) this.#publishSoon();
    else if (this.#pending > 0 && publishesWhenQuiet(publish, this.#rows.size)) this.#touch();
  }

  /** The rows are safe in the journal, so a failure to publish is told to the next caller instead of lost. */
  #publishSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#turn = this.#turn.then(async () => {
      this.#isDue = false;
      if (this.#pending === 0) return;
      await this.#publish([...this.#rows.values()]).catch((thrown: unknown) => {
        this.#trouble = thrown;
      });
    });
  }
}

function* putting<T>(rows: readonly T[]): Iterable<JournalRecord> {
  for (const row of rows) yield {kind: 'put', row};
}
