import {unlink} from 'node:fs/promises';
import {dirname} from 'node:path';
import {syncFolder} from './file.ts';
import {
  type Anchor,
  continuedBy,
  follow,
  genesis,
  type Head,
  isSame,
  type LogRecord,
  linesOf,
  recordOf,
  segmentsOf,
} from './log-chain.ts';

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

export async function hasRecords(path: string): Promise<boolean> {
  for await (const _ of readLog(path)) return true;
  return false;
}

/** Whole segments whose records are all older, and the last record of each; the present one always stays. */
export async function prunable(
  path: string,
  keepDays: number,
  now: Date,
): Promise<readonly {readonly file: string; readonly last: number}[]> {
  const oldest = new Date(now.getTime() - keepDays * 86_400_000).toISOString();
  const found: {file: string; last: number}[] = [];
  for (const file of (await segmentsOf(path)).filter((segment) => segment !== path)) {
    const last = recordOf((await lastLines(file, 1))[0] ?? '');
    if (!last || last.at >= oldest) break;
    found.push({file, last: last.seq});
  }
  return found;
}

/** Removes them. Says the names. */
export async function pruneLog(path: string, keepDays: number, now: Date): Promise<readonly string[]> {
  const removed = (await prunable(path, keepDays, now)).map(({file}) => file);
  for (const file of removed) await unlink(file);
  if (removed.length > 0) await syncFolder(dirname(path));
  return removed;
}

export type Start = {readonly bytes: number; readonly first: number; readonly head: Head; readonly damaged?: string};

/**
 * Follows the present segment. Where it is damaged, or does not hold the record that was noted elsewhere, the next record starts a
 * new one after the last that is known, and so leaves a gap that shows.
 */
export async function startOf(path: string, noted: Anchor = genesis, known = 'the manifest knows'): Promise<Start> {
  const segments = await segmentsOf(path);
  const before = segments.filter((file) => file !== path).at(-1);
  const earlier = before === undefined ? undefined : headOf((await lastLines(before, 1))[0]);
  let head: Head | undefined;
  let begins: Head | undefined;
  let bytes = 0;
  let damaged: string | undefined;
  if (segments.includes(path)) {
    for await (const line of linesOf(path)) {
      begins ??= continuedBy(line) ?? genesis;
      bytes += Buffer.byteLength(line) + 1;
      const next = follow(line, head);
      if (typeof next === 'string') damaged ??= next;
      else if (!damaged) head = next;
      if (head) damaged ??= doubt(head, noted, known);
    }
  }
  const first = recordOf(segments.includes(path) ? ((await firstLine(path)) ?? '') : '')?.seq;
  const found = head ?? earlier ?? genesis;
  damaged ??= gap(noted, {begins: begins ?? found, ends: found, hasEarlier: before !== undefined, known});
  const last = noted.seq >= found.seq ? noted : found;
  return {bytes, first: first ?? found.seq + 1, head: last, ...(damaged === undefined ? {} : {damaged})};
}

function doubt(head: Head, noted: Head, known: string): string | undefined {
  if (head.seq !== noted.seq || isSame(head, noted)) return undefined;
  return `its record ${noted.seq} is not the one that ${known}`;
}

/** A segment that begins behind the record, with none before it, took its place: retention leaves the segment of a noted head. */
function gap(
  noted: Anchor,
  {
    begins,
    ends,
    hasEarlier,
    known,
  }: {readonly begins: Head; readonly ends: Head; readonly hasEarlier: boolean; readonly known: string},
): string | undefined {
  if (ends.seq < noted.seq) return `it ends before record ${noted.seq}, which ${known}`;
  if (begins.seq === noted.seq) return doubt(begins, noted, known);
  return begins.seq > noted.seq && noted.seq > 0 && !hasEarlier && !noted.mayBePruned
    ? `it begins after record ${noted.seq}, which ${known}`
    : undefined;
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
