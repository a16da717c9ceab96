import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {type FileSum, readBytes, sumOf, sumOfBytes, textOf} from './file.ts';
import {setAside} from './set-aside.ts';

/** How the rows of one file are written and read. `decode` throws a Failure for what it does not accept. */
export type RowsFormat<T> = {
  readonly encode: (rows: Iterable<T>) => Iterable<string>;
  readonly decode: (text: string) => readonly T[];
  /** Strict UTF-8 where it is absent. */
  readonly text?: (bytes: Uint8Array) => string;
};

export type SetAside = {readonly file: string; readonly keptAs: string; readonly because: string};

export type Checkpoint<T> = {
  readonly rows: readonly T[];
  /** Absent where there is no file, or one that had to be set aside. */
  readonly sum?: FileSum;
  /** Its bytes are not the ones that were last written here. */
  readonly edited: boolean;
  readonly setAside?: SetAside;
};

export type CheckpointSource<T> = {
  readonly path: string;
  readonly format: RowsFormat<T>;
  /** SHA-256 sums that were written here; undefined when nothing is known. */
  readonly expected: ReadonlySet<string> | undefined;
  /** Whether a file changed by another hand is taken over, when it parses, or distrusted. */
  readonly edited: 'adopt' | 'set-aside';
  readonly fresh?: boolean;
  readonly clock: Clock;
};

/** Reads the published file; one that is damaged is renamed aside and reported, one of a newer version left alone. */
export async function readCheckpoint<T>(source: CheckpointSource<T>): Promise<Checkpoint<T>> {
  const {path, format, expected, clock, fresh} = source;
  const known = fresh ? await sumOf(path) : undefined;
  if (known && expected?.has(known.sha256)) return {rows: [], sum: known, edited: false};
  const read = await readSummed(path, format);
  if (!read) return {rows: [], edited: false};
  const {sum, text} = read;
  const edited = expected !== undefined && !expected.has(sum.sha256);
  try {
    if (edited && source.edited === 'set-aside') throw changed(path);
    if (text instanceof Failure) throw text;
    if (edited && text.trim() === '') throw emptied(path);
    return {rows: format.decode(text), sum, edited};
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'format.newer') throw thrown;
    const because = thrown instanceof Failure ? thrown.message : `${path} could not be understood.`;
    return {rows: [], edited, setAside: {file: path, keptAs: await setAside(path, clock), because}};
  }
}

/** Lets go of the bytes before the text is decoded: at 120,000 rows each copy is 50 MB. */
async function readSummed<T>(
  path: string,
  format: RowsFormat<T>,
): Promise<{sum: FileSum; text: string | Failure} | undefined> {
  const bytes = await readBytes(path);
  if (!bytes) return undefined;
  const sum = sumOfBytes(bytes);
  try {
    return {sum, text: format.text?.(bytes) ?? textOf(path, bytes)};
  } catch (thrown) {
    if (thrown instanceof Failure) return {sum, text: thrown};
    throw thrown;
  }
}

function changed(path: string): Failure {
  return new Failure('file.corrupt', `${path} is not what was last written to it: its checksum differs.`);
}

/** A full disk, an editor that broke off and `>` leave this, and nobody means it: who takes all rows out leaves the first line. */
function emptied(path: string): Failure {
  return new Failure(
    'file.corrupt',
    `${path} was emptied, first line and all, which no edit does; what it held stands.`,
  );
}
