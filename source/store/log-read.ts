import {unlink} from 'node:fs/promises';
import {dirname} from 'node:path';
import {syncFolder} from './file.ts';
import {follow, genesis, type Head, type LogRecord, linesOf, recordOf, segmentsOf} from './log-chain.ts';

export type LogRange = {readonly since?: string; readonly until?: string};

/** All records in the range, oldest first, over all segments; also for readers without the writer lock. */
export async function* readLog(path: string, range: LogRange = {}): AsyncIterable<LogRecord> {
  for (const file of await segmentsOf(path)) {
    for await (const line of linesOf(file)) {
      const record = recordOf(line);
      if (!record) continue;
      if (range.since !== undefined && record.at < range.since) continue;
      if (range.until !== undefined && record.at > range.until) continue;
      yield record;
    }
  }
}

/** Removes whole segments whose records are all older; the present one always stays. Says the names. */
export async function pruneLog(path: string, keepDays: number, now: Date): Promise<readonly string[]> {
  const oldest = new Date(now.getTime() - keepDays * 86_400_000).toISOString();
  const removed: string[] = [];
  for (const file of (await segmentsOf(path)).filter((segment) => segment !== path)) {
    const last = recordOf((await lastLines(file, 1))[0] ?? '');
    if (!last || last.at >= oldest) break;
    await unlink(file);
    removed.push(file);
  }
  if (removed.length > 0) await syncFolder(dirname(path));
  return removed;
}

export type Start = {readonly bytes: number; readonly first: number; readonly head: Head; readonly damaged?: string};

/** Follows the present segment; where it is damaged the next record starts a new one, after the last good record. */
export async function startOf(path: string): Promise<Start> {
  const segments = await segmentsOf(path);
  const before = segments.filter((file) => file !== path).at(-1);
  const earlier = before === undefined ? undefined : headOf((await lastLines(before, 1))[0]);
  let head: Head | undefined;
  let bytes = 0;
  let damaged: string | undefined;
  if (segments.includes(path)) {
    for await (const line of linesOf(path)) {
      bytes += Buffer.byteLength(line) + 1;
      const next = follow(line, head);
      if (typeof next === 'string') damaged ??= next;
      else if (!damaged) head = next;
    }
  }
  const first = recordOf(segments.includes(path) ? ((await firstLine(path)) ?? '') : '')?.seq;
  const found = head ?? earlier ?? genesis;
  return {bytes, first: first ?? found.seq + 1, head: found, ...(damaged === undefined ? {} : {damaged})};
}

function headOf(line: string | undefined): Head | undefined {
  const record = recordOf(line ?? '');
  return record && {seq: record.seq, hash: record.hash};
}

async function firstLine(path: string): Promise<string | undefined> {
  for await (const line of linesOf(path)) return line;
  return undefined;
}

export async function lastLines(file: string, count: number): Promise<readonly string[]> {
  const kept: string[] = [];
  for await (const line of linesOf(file)) {
    kept.push(line);
    if (kept.length > count * 2 + 64) kept.splice(0, kept.length - count);
  }
  return count <= 0 ? [] : kept.slice(-count);
}
