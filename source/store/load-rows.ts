import {stat} from 'node:fs/promises';
import {Failure} from '../failure.ts';
import {readCheckpoint, type SetAside} from './checkpoint.ts';
import {type FileSum, readBytes, sumOf, sumOfBytes, textOf} from './file.ts';
import {type JournalRecord, type JournalText, readJournal} from './journal-text.ts';
import type {RowsOptions} from './rows-options.ts';
import {copyAside} from './set-aside.ts';

export type LoadedRows<T> = {
  readonly rows: Map<string, T>;
  /** Acknowledged changes that the published file does not hold yet. */
  readonly pending: number;
  readonly journal: JournalText;
  /** Of the published file; absent where there is none. */
  readonly sum?: FileSum;
  readonly edited: boolean;
  readonly setAside: readonly SetAside[];
};

/** What the published file and its journal say together. Damage is copied or renamed aside, never lost. */
export async function loadRows<T>(options: RowsOptions<T>): Promise<LoadedRows<T>> {
  const journal = await readJournal(options.journal);
  const edited = options.edited ?? 'set-aside';
  const checkpoint = await readCheckpoint({...options, expected: expectedSums(journal), edited});
  const rows = new Map<string, T>();
  for (const row of checkpoint.rows) rows.set(options.key(row), row);
  const records = unpublished(journal, checkpoint.sum?.sha256);
  const refused = options.fresh ? 0 : replay(options, rows, records);
  const setAside: SetAside[] = checkpoint.setAside ? [checkpoint.setAside] : [];
  const damaged = journal.damagedPlaces + refused;
  if (damaged > 0) setAside.push(await keepCopy(options, damaged));
  return {
    rows,
    pending: records.length,
    journal,
    ...(checkpoint.sum ? {sum: checkpoint.sum} : {}),
    edited: checkpoint.edited && !checkpoint.setAside,
    setAside,
  };
}

/** What both say together for somebody who only looks: nothing is repaired or put aside. Undefined where any of it is damaged. */
export async function peekRows<T>(
  options: Pick<RowsOptions<T>, 'path' | 'journal' | 'key' | 'row' | 'format'>,
): Promise<ReadonlyMap<string, T> | undefined> {
  try {
    // The journal first: one that is emptied between the two reads holds nothing that the file does not.
    const journal = await readJournal(options.journal);
    const bytes = await readBytes(options.path);
    const text = bytes && (options.format.text?.(bytes) ?? textOf(options.path, bytes));
    const rows = new Map((text === undefined ? [] : options.format.decode(text)).map((row) => [options.key(row), row]));
    const sum = bytes && sumOfBytes(bytes).sha256;
    const refused = replay(options, rows, unpublished(journal, sum));
    return journal.damagedPlaces + refused > 0 ? undefined : rows;
  } catch (thrown) {
    if (thrown instanceof Failure) return undefined;
    throw thrown;
  }
}

type MetRows<T> = Pick<LoadedRows<T>, 'setAside'> & {
  /** Absent where it is not taken over. */
  readonly loaded?: LoadedRows<T>;
};

/** What another hand wrote to the published file while it was in use: taken over where it may and can be, else its bytes are kept. */
export async function metRows<T>(options: RowsOptions<T>): Promise<MetRows<T>> {
  const {path, clock, edited} = options;
  if (edited === 'adopt') {
    const loaded = await loadRows(options);
    return {setAside: loaded.setAside, ...(loaded.sum && {loaded})};
  }
  const because = `${path} was changed by another hand while it was in use.`;
  return {setAside: [{file: path, keptAs: await copyAside(path, clock), because}]};
}

/** Changes whenever anybody replaces or edits the file; undefined where there is none. */
export async function signatureOf(path: string): Promise<string | undefined> {
  const found = await stat(path, {bigint: true}).catch(() => undefined);
  return found && `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}`;
}

/** Of a steady file that nobody has touched since; undefined where it is to be written. */
export async function standingSum<T>(
  {steady, path}: RowsOptions<T>,
  signature: string | undefined,
): Promise<FileSum | undefined> {
  return steady && (await signatureOf(path)) === signature ? sumOf(path) : undefined;
}

/** The checkpoints that were written here and may stand now; undefined when the journal knows of none. */
function expectedSums(journal: JournalText): ReadonlySet<string> | undefined {
  const sums = journal.records.flatMap((record) => (record.kind === 'published' ? [record.sha256] : []));
  if (journal.base) sums.push(journal.base);
  return journal.base !== undefined && sums.length > 0 ? new Set(sums) : undefined;
}

/** The records that the file does not hold yet: those after the announcement of exactly this file, else all. */
function unpublished(journal: JournalText, sha256: string | undefined): readonly JournalRecord[] {
  const at = journal.records.findLastIndex((record) => record.kind === 'published' && record.sha256 === sha256);
  return journal.records.slice(at + 1).filter((record) => record.kind !== 'published');
}

/** Says how many rows do not fit their schema. */
function replay<T>(
  options: Pick<RowsOptions<T>, 'row' | 'key'>,
  rows: Map<string, T>,
  records: readonly JournalRecord[],
): number {
  let refused = 0;
  for (const record of records) {
    if (record.kind === 'remove') for (const key of record.keys) rows.delete(key);
    if (record.kind !== 'put') continue;
    const row = options.row.safeParse(record.row);
    if (row.success) rows.set(options.key(row.data), row.data);
    else refused++;
  }
  return refused;
}

async function keepCopy<T>(options: RowsOptions<T>, places: number): Promise<SetAside> {
  const keptAs = await copyAside(options.journal, options.clock);
  const because = `${options.journal} is damaged in ${places} ${places === 1 ? 'place' : 'places'}; the rows that are whole were kept.`;
  return {file: options.journal, keptAs, because};
}

/** Keys whose row differs between the two, in one of them or in both. */
export function differing<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): readonly string[] {
  const isSame = (key: string): boolean => JSON.stringify(before.get(key)) === JSON.stringify(after.get(key));
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => !isSame(key));
}
