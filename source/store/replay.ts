import {copyFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {Checkpoint, SetAside} from './checkpoint.ts';
import {freeName, syncFolder} from './file.ts';
import type {JournalRecord, JournalText} from './journal-text.ts';
import type {RowsOptions} from './rows-options.ts';

/** The checkpoints that were written here and may stand now; undefined when the journal knows of none. */
export function sumsOf(text: JournalText): ReadonlySet<string> | undefined {
  const sums = text.records.flatMap((record) => (record.kind === 'published' ? [record.sha256] : []));
  if (text.base) sums.push(text.base);
  return text.base !== undefined && sums.length > 0 ? new Set(sums) : undefined;
}

/** The records that the file does not hold yet: those after the announcement of exactly this file, else all. */
export function unpublished<T>(text: JournalText, checkpoint: Checkpoint<T>): readonly JournalRecord[] {
  const at = text.records.findLastIndex(
    (record) => record.kind === 'published' && record.sha256 === checkpoint.sum?.sha256,
  );
  return text.records.slice(at + 1);
}

export function replay<T>(
  options: RowsOptions<T>,
  rows: Map<string, T>,
  records: readonly JournalRecord[],
): {applied: number; refused: number} {
  let applied = 0;
  let refused = 0;
  for (const record of records) {
    if (record.kind === 'published') continue;
    applied++;
    if (record.kind === 'remove') {
      for (const key of record.keys) rows.delete(key);
      continue;
    }
    const row = options.row.safeParse(record.row);
    if (row.success) rows.set(options.key(row.data), row.data);
    else refused++;
  }
  return {applied, refused};
}

export async function keepCopy<T>(options: RowsOptions<T>, lines: number): Promise<SetAside> {
  const keptAs = await freeName(options.journal, options.clock);
  await copyFile(options.journal, keptAs);
  await syncFolder(dirname(keptAs));
  const because = `${options.journal} has ${lines} damaged ${lines === 1 ? 'place' : 'places'}; the rows that are whole were kept.`;
  return {file: options.journal, keptAs, because};
}
