import {type Checkpoint, readCheckpoint, type SetAside} from './checkpoint.ts';
import {type FileSum, writeDurably} from './file.ts';
import {Journal} from './journal.ts';
import {type JournalText, readJournal} from './journal-text.ts';
import {keepCopy, replay, sumsOf, unpublished} from './replay.ts';
import type {RowsOptions} from './rows-options.ts';

export type {RowsFormat} from './checkpoint.ts';
export type {RowsOptions} from './rows-options.ts';

export type Found = {
  readonly setAside: readonly SetAside[];
  /** An interrupted, never acknowledged write was cut off. */
  readonly tornTail: boolean;
  /** The file was changed by another hand since it was last written here. */
  readonly edited: boolean;
};

export type Published = FileSum & {readonly records: number};

const BATCH = 100;
/** From here on a rewrite is no longer small change: 12.5 % growth keeps all rewrites together below ten times the file. */
const LARGE = 20_000;
const IDLE_MS = 1000;

/**
 * Rows that survive: `append` resolves once they are in the journal on disk, and the published file is replaced whole
 * from time to time. The journal is emptied only after the file that contains it, and its folder, are on disk.
 */
export class Rows<T> {
  readonly found: Found;
  readonly #options: RowsOptions<T>;
  readonly #rows: Map<string, T>;
  readonly #journal: Journal;
  readonly #closing = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();
  #pending: number;
  #appends = 0;
  #waiting = false;
  #published: boolean;
  #trouble: unknown;

  private constructor(
    options: RowsOptions<T>,
    parts: {rows: Map<string, T>; journal: Journal; pending: number; published: boolean; found: Found},
  ) {
    this.#options = options;
    this.#rows = parts.rows;
    this.#journal = parts.journal;
    this.#pending = parts.pending;
    this.#published = parts.published;
    this.found = parts.found;
  }

  static async open<T>(options: RowsOptions<T>): Promise<Rows<T>> {
    const text = await readJournal(options.journal);
    const expected = sumsOf(text);
    const edited = options.edited ?? 'set-aside';
    const checkpoint = await readCheckpoint({...options, expected, edited});
    const rows = new Map(checkpoint.rows.map((row) => [options.key(row), row]));
    const {applied, refused} = replay(options, rows, unpublished(text, checkpoint));
    const setAside: SetAside[] = checkpoint.setAside ? [checkpoint.setAside] : [];
    if (text.damagedLines + refused > 0) setAside.push(await keepCopy(options, text.damagedLines + refused));
    const journal = await Journal.open(options.journal, text);
    const found = {setAside, tornTail: text.torn, edited: checkpoint.edited && !checkpoint.setAside};
    const opened = new Rows(options, {rows, journal, pending: applied, published: checkpoint.sum !== undefined, found});
    await opened.#settle(text, checkpoint);
    return opened;
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
      await this.#journal.append(rows.map((row) => ({kind: 'put', row})));
      for (const row of rows) this.#rows.set(this.#options.key(row), row);
    });
    this.#acknowledged(rows.length);
  }

  /** Resolves once the removal is on disk; keys that are not there are ignored. */
  async remove(keys: readonly string[]): Promise<void> {
    const present = keys.filter((key) => this.#rows.has(key));
    if (present.length === 0) return;
    await this.#inTurn(async () => {
      await this.#journal.append([{kind: 'remove', keys: present}]);
      for (const key of present) this.#rows.delete(key);
    });
    this.#acknowledged(present.length);
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

  async close(): Promise<void> {
    this.#closing.abort(new Error('The file is being closed.'));
    try {
      await this.#inTurn(async () => {
        const wanted = this.#pending > 0 || (!this.#published && this.#rows.size > 0);
        if (wanted) await this.#publish([...this.#rows.values()]);
      });
    } finally {
      await this.#journal.close();
    }
  }

  /** What was repaired is written down at once, so that the next start does not find and report the same damage again. */
  async #settle(text: JournalText, checkpoint: Checkpoint<T>): Promise<void> {
    if (this.found.setAside.length > 0 || (this.found.edited && this.#pending > 0)) await this.checkpoint();
    else if (this.found.edited || (text.base === undefined && this.#pending === 0)) {
      await this.#journal.reset(checkpoint.sum?.sha256 ?? '');
    }
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
    const sum = await writeDurably(path, format.encode(rows), {
      mode: mode ?? 0o644,
      beforeRename: ({sha256}) => this.#journal.append([{kind: 'published', sha256}]),
    });
    await this.#journal.reset(sum.sha256);
    this.#pending = 0;
    this.#published = true;
    return {...sum, records: rows.length};
  }

  #acknowledged(count: number): void {
    this.#pending += count;
    this.#appends++;
    if (this.#pending >= this.#allowance()) {
      this.#inBackground();
      return;
    }
    if (this.#options.publish === 'often' && this.#rows.size <= LARGE) void this.#whenIdle();
  }

  #allowance(): number {
    if (this.#options.publish === 'seldom') return Math.max(BATCH, this.#rows.size * 0.5);
    return this.#rows.size <= LARGE ? BATCH : this.#rows.size * 0.125;
  }

  /** The rows are safe in the journal, so a failure to publish is told to the next caller instead of lost. */
  #inBackground(): void {
    this.checkpoint().catch((thrown: unknown) => {
      this.#trouble = thrown;
    });
  }

  async #whenIdle(): Promise<void> {
    if (this.#waiting) return;
    this.#waiting = true;
    try {
      let seen: number;
      do {
        seen = this.#appends;
        await this.#options.clock.sleep(IDLE_MS, this.#closing.signal);
      } while (seen !== this.#appends);
      if (this.#pending > 0) this.#inBackground();
    } catch {
      // Closing publishes what is pending itself.
    } finally {
      this.#waiting = false;
    }
  }
}
