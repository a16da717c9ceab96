import {type FileHandle, open, rename} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {Clock} from '../clock.ts';
import {diskFailure} from './disk-failure.ts';
import {exists, syncFolder, writeAll} from './file.ts';
import {type Anchor, chainedLine, type Head, type LogRecord, recordOf, segmentName, segmentsOf} from './log-chain.ts';
import {type LogRange, lastLines, readLog, type Start, startOf} from './log-read.ts';

export {type Anchor, genesis, type Head, type LogCheck, type LogRecord, verifyLog} from './log-chain.ts';
export {hasRecords, type LogRange, pruneLog, readLog} from './log-read.ts';

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
      const handle = await openForAppend(options);
      log = new LogFile(options, handle, start);
      const {size} = await handle.stat();
      if (size > start.bytes) await log.#repair(size - start.bytes);
      const because = [start.damaged, options.doubt].filter((one) => one !== undefined).join('; ');
      if (because) {
        await options.onDamage?.(start.damaged);
        await log.#beginAfterDamage(because);
      }
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
    if (records.length === 0) return;
    const turn = this.#turn.then(() => this.#write(records));
    this.#turn = turn.catch(() => undefined);
    return turn;
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

  async #write(records: readonly object[]): Promise<void> {
    const {path, clock, maxBytes = MAX_BYTES} = this.#options;
    const at = clock.now().toISOString();
    try {
      if (this.#bytes >= maxBytes) await this.#rotate();
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
    } catch (thrown) {
      throw diskFailure(path, 'written', thrown);
    }
  }

  async #writeAndSync(bytes: Buffer): Promise<void> {
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
    await this.#handle.close();
    await rename(this.#options.path, await freeName(this.#options.path, this.#first));
    this.#handle = await openForAppend(this.#options);
    this.#bytes = 0;
    this.#first = this.#head.seq + 1;
  }

  async #repair(bytes: number): Promise<void> {
    await this.#handle.truncate(this.#bytes);
    await this.#handle.datasync();
    await this.append([{type: 'log.repaired', bytes}]);
  }

  async #beginAfterDamage(because: string): Promise<void> {
    if (this.#bytes > 0) await this.#rotate();
    await this.append([{type: 'log.damaged', because}]);
  }
}

/** After damage a second segment may begin with the same record; the first is evidence. */
async function freeName(path: string, first: number): Promise<string> {
  const name = segmentName(path, first);
  return (await exists(name)) ? freeName(path, first + 1) : name;
}

async function openForAppend(options: LogOptions): Promise<FileHandle> {
  // Not O_APPEND: on Linux that ignores the position of a write, and a failed one could not be taken back.
  const handle = await open(options.path, 'r+').catch(() => open(options.path, 'wx+', options.mode ?? 0o644));
  await syncFolder(dirname(options.path));
  return handle;
}
