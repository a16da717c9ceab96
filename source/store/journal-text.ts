import {crc32} from 'node:zlib';
import {z} from 'zod';
import {Failure} from '../failure.ts';
import {readBytes} from './file.ts';

/** What one line of a journal says. `published` announces the checkpoint that is about to be renamed into place. */
export type JournalRecord =
  | {readonly kind: 'put'; readonly row: unknown}
  | {readonly kind: 'remove'; readonly keys: readonly string[]}
  | {readonly kind: 'published'; readonly sha256: string};

export type JournalText = {
  /** SHA-256 of the checkpoint that the records extend; undefined where no header survived, empty where there was none. */
  readonly base?: string;
  readonly records: readonly JournalRecord[];
  /** Lines whose checksum or order is wrong although good ones follow: damage, not an interrupted write. */
  readonly damagedPlaces: number;
  /** Bytes up to the last whole line; less than the file has when its tail is torn. */
  readonly goodBytes: number;
  readonly torn: boolean;
  readonly sequence: number;
  readonly epoch: number;
};

const Header = z.object({v: z.literal(1), epoch: z.number().int(), base: z.string(), first: z.number().int()});
const Line = z.union([
  z.tuple([z.literal('+'), z.number().int(), z.unknown()]),
  z.tuple([z.literal('-'), z.number().int(), z.array(z.string())]),
  z.tuple([z.literal('='), z.number().int(), z.string()]),
]);
const NewerHeader = z.object({v: z.number().int().min(2)});
const nothing: JournalText = {records: [], damagedPlaces: 0, goodBytes: 0, torn: false, sequence: 0, epoch: 0};

/**
 * Reads every line whose CRC32 holds. Lines are numbered across resets, so that a cut, repeated or swapped range is seen
 * even where it falls on line ends.
 */
export async function readJournal(path: string): Promise<JournalText> {
  const bytes = await readBytes(path);
  if (!bytes || bytes.length === 0) return nothing;
  const found = {
    records: [] as JournalRecord[],
    damagedPlaces: 0,
    sequence: 0,
    epoch: 0,
    base: undefined as string | undefined,
  };
  let start = 0;
  let torn = false;
  for (let line = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    const value = newline === -1 ? undefined : bodyOf(bytes.subarray(start, end));
    const accepted = value !== undefined && accept(found, value, {path, first: line === 0});
    torn = !accepted && end + 1 >= bytes.length;
    if (torn) break;
    if (!accepted) found.damagedPlaces++;
    start = end + 1;
  }
  const {base, ...rest} = found;
  return {...rest, ...(base === undefined ? {} : {base}), goodBytes: start, torn};
}

type Found = {
  records: JournalRecord[];
  damagedPlaces: number;
  sequence: number;
  epoch: number;
  base: string | undefined;
};

function accept(found: Found, value: unknown, at: {path: string; first: boolean}): boolean {
  if (at.first) {
    const header = Header.safeParse(value);
    if (header.success) {
      found.base = header.data.base;
      found.epoch = header.data.epoch;
      found.sequence = header.data.first - 1;
      return true;
    }
    if (NewerHeader.safeParse(value).success) throw newer(at.path);
  }
  const line = Line.safeParse(value);
  if (!line.success) return false;
  const [mark, sequence, content] = line.data;
  if (sequence <= found.sequence) return false;
  // A gap is damage of its own: lines were cut out here, and only the count can tell. So is a lost header.
  if (sequence > found.sequence + 1 || at.first) found.damagedPlaces++;
  found.sequence = sequence;
  if (mark === '+') found.records.push({kind: 'put', row: content});
  if (mark === '-') found.records.push({kind: 'remove', keys: content});
  if (mark === '=') found.records.push({kind: 'published', sha256: content});
  return true;
}

function bodyOf(line: Uint8Array): unknown {
  if (line.length < 10 || line[8] !== 0x20) return undefined;
  const body = line.subarray(9);
  const crc = Buffer.from(line.buffer, line.byteOffset, 8).toString('latin1');
  if (crc !== checksum(body)) return undefined;
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8'));
  } catch {
    return undefined;
  }
}

function newer(path: string): Failure {
  return new Failure('format.newer', `${path} was written by a newer version of this program.`, {
    hint: 'Update this program; the file was left as it is.',
  });
}

/** The lines of `records`, numbered from `first`. */
export function journalLines(records: readonly JournalRecord[], first: number): string {
  return records.map((record, index) => lineOf(encoded(record, first + index))).join('');
}

/** The first line of a journal that was emptied: which checkpoint it extends from here on. */
export function headerLine(header: {readonly epoch: number; readonly base: string; readonly first: number}): string {
  return lineOf(JSON.stringify({v: 1, ...header}));
}

function encoded(record: JournalRecord, sequence: number): string {
  if (record.kind === 'put') return JSON.stringify(['+', sequence, record.row]);
  if (record.kind === 'remove') return JSON.stringify(['-', sequence, record.keys]);
  return JSON.stringify(['=', sequence, record.sha256]);
}

function lineOf(body: string): string {
  return `${checksum(body)} ${body}\n`;
}

function checksum(body: string | Uint8Array): string {
  return crc32(body).toString(16).padStart(8, '0');
}
