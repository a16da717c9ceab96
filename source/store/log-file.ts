import {type FileHandle, rename} from 'node:fs/promises';
import type {Clock} from '../clock.ts';
import {diskFailure} from './disk-failure.ts';
import {writeAll} from './file.ts';
import {isInPlace} from './in-place.ts';
import {type Anchor, chainedLine, freeSegment, type Head, type LogRecord, recordOf, segmentsOf} from './log-chain.ts';
import {type LogRange, lastLines, readLog, type Start, startOf} from './log-read.ts';
import {openForAppend} from './open-for-append.ts';

export {type Anchor, genesis, type Head, type LogCheck, type LogRecord, verifyLog} from './log-chain.ts';
export {hasRecords, type LogRange, prunable, pruneLog, readLog} from './log-read.ts';

export type LogOptions = {
  readonly path: string;
  readonly clock: Clock;
  readonly maxBytes?: number;
  /** 0644 unless said; a credentials audit is 0600. */
  readonly mode?: number;
  /** The head as it was noted elsewhere: a log that ends before it has been cut. */
  readonly noted?: Anchor | undefined;
  /** Why nobody can know any more where it ended: said in the log as damage is, whatever its chain looks like. */
  readonly doubt?: string | undefined;
  /** Waited for before damage or doubt is written down; from then on the log looks whole to the next who opens it. */
  readonly onDamage?: (damaged: string | undefined) => Promise<void>;
  readonly mayWrite?: (() => void) | undefined;
};

const MAX_BYTES = 50 * 1024 * 1024;

/** An append-only, hash-chained log, one JSON record a line; `append` resolves once the records are on disk. */
export class LogFile {
  readonly #options: LogOptions;
  #handle: FileHandle;
  #bytes: number;
  #first: number;
  #head: Head;
  #damaged: string | undefined;
  /** False from when the file was found to be another until that is said in it. */
  #isSettled = true;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: LogOptions, handle: FileHandle, start: Start) {
    this.#options = options;
    this.#handle = handle;
    this.#bytes = start.bytes;
    this.#first = start.first;
    this.#head = start.head;
  }

  /** Cuts off an interrupted last line, and says so in the log; damage stays in its own segment for `verifyLog` to name. */
  static async open(options: LogOptions): Promise<LogFile> {
    let log: LogFile | undefined;
    try {
      const start = await startOf(options.path, options.noted);
      const handle = await openForAppend(options.path, options.mode);
      log = new LogFile(options, handle, start);
      await log.#settle(start, options.doubt);
      log.#damaged = start.damaged;
      return log;
    } catch (thrown) {
      await log?.close();
      throw diskFailure(options.path, 'written', thrown);
    }
  }

  /** Why the chain did not hold when it was opened. */
  get damaged(): string | undefined {
    return this.#damaged;
  }

  get head(): Head {
    return this.#head;
  }

  async append(records: readonly object[]): Promise<void> {
    if (records.length > 0) await this.#next(() => this.#write(records));
  }

  /** Nobody can know any more where it ended: said as damage is, whatever its chain looks like. */
  doubt(because: string): Promise<void> {
    return this.#next(async () => {
      await this.#look();
      await this.#beginAfterDamage(because);
    });
  }

  /** The head once everything asked for so far is written. */
  rest(): Promise<Head> {
    return this.#next(async () => this.#head);
  }

  /** The last `count` records, oldest first. */
  async tail(count: number): Promise<readonly LogRecord[]> {
    const found: LogRecord[] = [];
    for (const file of [...(await segmentsOf(this.#options.path))].reverse()) {
      const lines = await lastLines(file, count - found.length);
      found.unshift(...lines.flatMap((line) => recordOf(line) ?? []));
      if (found.length >= count) break;
    }
    return found;
  }

  read(range: LogRange = {}): AsyncIterable<LogRecord> {
    return readLog(this.#options.path, range);
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#handle.close();
  }

  #next<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #write(records: readonly object[]): Promise<void> {
    try {
      this.#options.mayWrite?.();
      await this.#look();
      if (this.#bytes >= (this.#options.maxBytes ?? MAX_BYTES)) await this.#rotate();
      await this.#put(records);
    } catch (thrown) {
      throw diskFailure(this.#options.path, 'written', thrown);
    }
  }

  /** Somebody cut, replaced or moved the file under this log: what they left is taken as it would be by who opens it now. */
  async #look(): Promise<void> {
    const {path, mode} = this.#options;
    if (this.#isSettled && (await isInPlace(path, this.#handle, this.#bytes))) return;
    this.#isSettled = false;
    const start = await startOf(path, this.#head, 'this engine wrote');
    const handle = await openForAppend(path, mode);
    await this.#handle.close();
    this.#handle = handle;
    this.#bytes = start.bytes;
    this.#first = start.first;
    this.#head = start.head;
    await this.#settle(start);
    this.#isSettled = true;
  }

  async #settle({bytes, damaged}: Start, doubt?: string): Promise<void> {
    const {size} = await this.#handle.stat();
    if (size > bytes) await this.#repair(size - bytes);
    const because = [damaged, doubt].filter((one) => one !== undefined).join('; ');
    if (!because) return;
    await this.#options.onDamage?.(damaged);
    await this.#beginAfterDamage(because);
  }

  async #put(records: readonly object[]): Promise<void> {
    const at = this.#options.clock.now().toISOString();
    const continues = this.#bytes === 0 && this.#head.seq > 0 ? {continues: this.#head} : {};
    let head = this.#head;
    const lines = records.map((record, index) => {
      const chained = chainedLine(index === 0 ? {...record, ...continues} : record, head, at);
      head = chained.head;
      return `${chained.line}\n`;
    });
    const bytes = Buffer.from(lines.join(''));
    await this.#writeAndSync(bytes);
    this.#bytes += bytes.length;
    this.#head = head;
  }

  async #writeAndSync(bytes: Buffer): Promise<void> {
    this.#options.mayWrite?.();
    try {
      await writeAll(this.#handle, bytes, this.#bytes);
      await this.#handle.datasync();
    } catch (thrown) {
      // Half a record must not stay in front of the next one.
      await this.#handle.truncate(this.#bytes).catch(() => undefined);
      throw thrown;
    }
  }

  async #rotate(): Promise<void> {
    const {path, mode} = this.#options;
    await this.#handle.close();
    await rename(path, await freeSegment(path, this.#first));
    this.#handle = await openForAppend(path, mode);
    this.#bytes = 0;
    this.#first = this.#head.seq + 1;
  }

  async #repair(bytes: number): Promise<void> {
    await this.#handle.truncate(this.#bytes);
    await this.#handle.datasync();
    await this.#put([{type: 'log.repaired', bytes}]);
  }

  async #beginAfterDamage(because: string): Promise<void> {
    if (this.#bytes > 0) await this.#rotate();
    await this.#put([{type: 'log.damaged', because}]);
  }
}
