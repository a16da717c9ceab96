import {type FileHandle, open} from 'node:fs/promises';
import {dirname} from 'node:path';
import {diskFailure} from './disk-failure.ts';
import {expectPlain} from './expect-plain.ts';
import {exists, syncFolder, writeAll} from './file.ts';
import {headerLine, type JournalRecord, type JournalText, journalLines} from './journal-text.ts';

/** Where a journal stood, for whoever may have to go back to it. */
export type Mark = {readonly bytes: number; readonly sequence: number; readonly header: string | undefined};

type Opened = {readonly handle: FileHandle; readonly text: JournalText; readonly mayWrite: () => void};

/** The append side. Resolving is the acknowledgement: the bytes and the file's entry in its folder are on disk. */
export class Journal {
  readonly #path: string;
  readonly #handle: FileHandle;
  #bytes: number;
  #sequence: number;
  #epoch: number;
  /** Not written yet; stands before whatever is written next, also where a full disk refused it at first. */
  #header: string | undefined;
  #broken: unknown;
  readonly #mayWrite: () => void;

  private constructor(path: string, {handle, text, mayWrite}: Opened) {
    this.#path = path;
    this.#handle = handle;
    this.#mayWrite = mayWrite;
    this.#bytes = text.goodBytes;
    this.#sequence = text.sequence;
    this.#epoch = text.epoch;
  }

  /** Continues after the last whole line of `text`; a torn tail is cut off. `mayWrite` throws where this process may not write any more. */
  static async open(path: string, text: JournalText, mayWrite: () => void = () => {}): Promise<Journal> {
    try {
      await expectPlain(path);
      const isNew = !(await exists(path));
      const handle = await open(path, isNew ? 'wx+' : 'r+', 0o600);
      if (isNew) await syncFolder(dirname(path));
      if (text.torn) {
        await handle.truncate(text.goodBytes);
        await handle.datasync();
      }
      return new Journal(path, {handle, text, mayWrite});
    } catch (thrown) {
      throw diskFailure(path, 'written', thrown);
    }
  }

  async append(records: Iterable<JournalRecord>): Promise<void> {
    let last = this.#sequence;
    const texts = function* (): Iterable<string> {
      for (const slice of slices(records)) {
        yield journalLines(slice, last + 1);
        last += slice.length;
      }
    };
    await this.#write(texts());
    this.#sequence = last;
  }

  /** Forgets everything: only once the checkpoint `base` that contains it is on disk, folder entry included. */
  async reset(base: string): Promise<void> {
    this.#refuseBroken();
    this.#mayWrite();
    try {
      await this.#handle.truncate(0);
      this.#bytes = 0;
    } catch (thrown) {
      throw diskFailure(this.#path, 'written', thrown);
    }
    this.#epoch++;
    this.#header = headerLine({epoch: this.#epoch, base, first: this.#sequence + 1});
    await this.#write([]);
  }

  mark(): Mark {
    return {bytes: this.#bytes, sequence: this.#sequence, header: this.#header};
  }

  /** Takes back what was appended since. A disk that takes nothing more lets go of bytes all the same. */
  async rewind({bytes, sequence, header}: Mark): Promise<void> {
    try {
      await this.#handle.truncate(bytes);
      await this.#handle.datasync();
    } catch (thrown) {
      // What is on disk now only reading it anew tells.
      this.#broken = thrown;
    }
    [this.#bytes, this.#sequence, this.#header] = [bytes, sequence, header];
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #write(texts: Iterable<string>): Promise<void> {
    this.#refuseBroken();
    this.#mayWrite();
    let end = this.#bytes;
    try {
      for (const text of withFirst(this.#header, texts)) {
        const bytes = Buffer.from(text);
        await writeAll(this.#handle, bytes, end);
        end += bytes.length;
      }
    } catch (thrown) {
      // A half-written line must not stay in front of the next one.
      await this.#handle.truncate(this.#bytes).catch((cause) => {
        this.#broken = cause;
      });
      throw diskFailure(this.#path, 'written', thrown);
    }
    try {
      await this.#handle.datasync();
    } catch (thrown) {
      // After a failed sync nobody knows what the disk holds; only reading it anew does.
      this.#broken = thrown;
      throw diskFailure(this.#path, 'written', thrown);
    }
    this.#bytes = end;
    this.#header = undefined;
  }

  #refuseBroken(): void {
    if (this.#broken !== undefined) throw diskFailure(this.#path, 'written', this.#broken);
  }
}

/** A whole market may come in one answer: a slice at a time keeps memory small and the event loop free. */
function* slices(records: Iterable<JournalRecord>): Iterable<readonly JournalRecord[]> {
  let slice: JournalRecord[] = [];
  for (const record of records) {
    slice.push(record);
    if (slice.length < 500) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}

function* withFirst(first: string | undefined, texts: Iterable<string>): Iterable<string> {
  if (first !== undefined) yield first;
  yield* texts;
}
