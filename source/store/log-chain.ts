import {createHash} from 'node:crypto';
import {basename, dirname, join} from 'node:path';
import {z} from 'zod';

import {exists, openPlain} from './file.ts';
import {bytesBehindLastLine} from './log-tail.ts';
import {namesIn} from './names-in.ts';

/** The last record of a log: kept in the manifest, since cutting off the end is the one thing a chain cannot see. */
export type Head = {readonly seq: number; readonly hash: string};
export const genesis: Head = {seq: 0, hash: ''};
/** A head that was noted elsewhere. Where the log may have been pruned since by others, it need not be there any more. */
export type Anchor = Head & {readonly mayBePruned?: boolean};

export const LogRecord = z.looseObject({seq: z.number().int(), at: z.string(), hash: z.string()});
export type LogRecord = Readonly<z.infer<typeof LogRecord>>;

/** The first record of a later segment says which head it continues. */
const Continued = z.object({continues: z.object({seq: z.number().int(), hash: z.string()})});

export type LogCheck = {
  readonly records: number;
  readonly segments: readonly string[];
  readonly head: Head;
  /** Damage that a writer came upon and wrote down; the chain goes on behind it. */
  readonly known: readonly string[];
  /** Bytes at the end that are no whole line: no record of them was acknowledged, and the next writer cuts them off. */
  readonly unended: number;
  /** The first thing that is wrong and that nobody has noted yet; absent where the rest of the chain holds. */
  readonly broken?: {readonly file: string; readonly line: number; readonly because: string};
};

/** One line of a chained log. `seq` and `hash` are the log's own; a record's `at` stands. */
export function chainedLine(record: object, previous: Head, at: string): {line: string; head: Head} {
  const {hash: _hash, seq: _seq, ...rest} = record as Record<string, unknown>;
  const seq = previous.seq + 1;
  const body = JSON.stringify({seq, at, ...rest});
  const hash = hashOf(previous.hash, body);
  return {line: `${body.slice(0, -1)},"hash":"${hash}"}`, head: {seq, hash}};
}

/** The head after this line, or why it does not follow `previous`. */
export function follow(line: string, previous: Head | undefined): Head | string {
  const record = recordOf(line);
  if (!record) return 'it is not a log record';
  const before = previous ?? continuedBy(line) ?? genesis;
  const tail = `,"hash":"${record.hash}"}`;
  if (!line.endsWith(tail)) return 'its hash is not where it was written';
  if (record.seq !== before.seq + 1) return `record ${record.seq} stands where ${before.seq + 1} belongs`;
  if (hashOf(before.hash, `${line.slice(0, -tail.length)}}`) !== record.hash)
    return 'its content does not match its hash';
  return {seq: record.seq, hash: record.hash};
}

/** Follows the chain through all segments; every anchor must be part of it. */
export async function verifyLog(path: string, ...anchors: readonly (Anchor | undefined)[]): Promise<LogCheck> {
  const segments = await segmentsOf(path);
  const known: string[] = [];
  const missing = new Set(anchors.filter((anchor) => anchor !== undefined).filter(({seq}) => seq > 0));
  let head: Head | undefined;
  let records = 0;
  let broken: LogCheck['broken'];
  const unended = segments.at(-1) === path ? await bytesBehindLastLine(path) : 0;
  const state = () => ({records, segments, head: head ?? genesis, known, unended});
  for (const file of segments) {
    let line = 0;
    for await (const text of linesOf(file)) {
      line++;
      const found = line === 1 ? damageIn(text) : undefined;
      if (found !== undefined) {
        known.push(found);
        broken = undefined;
      }
      if (broken) return {...state(), broken};
      const before = line === 1 ? continuedBy(text) : undefined;
      const next = follow(text, found === undefined ? head : undefined);
      if (typeof next === 'string') {
        broken = {file, line, because: next};
        break;
      }
      for (const anchor of missing) {
        const isPruned = !head && anchor.mayBePruned && next.seq > anchor.seq;
        if (isPruned || [next, before].some((one) => one && isSame(one, anchor))) missing.delete(anchor);
      }
      head = next;
      records++;
    }
    // Retention removes segments and never empties one: only whoever cut it off would.
    if (line === 0 && file !== path) broken = {file, line, because: 'it holds no record'};
  }
  if (broken) return {...state(), broken};
  const [lost] = missing;
  if (!lost) return state();
  const because = `record ${lost.seq}, noted apart from the log, is missing or another`;
  return {...state(), broken: {file: segments.at(-1) ?? path, line: records, because}};
}

export function isSame(one: Head, other: Head): boolean {
  return one.seq === other.seq && one.hash === other.hash;
}

export function continuedBy(line: string): Head | undefined {
  return Continued.safeParse(recordOf(line)).data?.continues;
}

/** What a record says of damage before it, which whoever wrote it came upon. */
function damageIn(line: string): string | undefined {
  const record = recordOf(line);
  return record?.type === 'log.damaged' ? `${String(record.because)} (found ${record.at})` : undefined;
}

export function recordOf(line: string): LogRecord | undefined {
  try {
    return LogRecord.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** All files of a log, oldest first: `NAME.000000000123.log` is the segment that starts with record 123. */
export async function segmentsOf(path: string): Promise<readonly string[]> {
  const stem = basename(path).replace(/\.log$/, '');
  const names = await namesIn(dirname(path));
  const older = names.filter((name) => name.startsWith(`${stem}.`) && /^\.\d{12}\.log$/.test(name.slice(stem.length)));
  const present = names.includes(basename(path)) ? [path] : [];
  return [...older.sort().map((name) => join(dirname(path), name)), ...present];
}

/** After damage a second segment may begin with the same record; the first is evidence. */
export async function freeSegment(path: string, first: number): Promise<string> {
  const name = segmentName(path, first);
  return (await exists(name)) ? freeSegment(path, first + 1) : name;
}

function segmentName(path: string, first: number): string {
  return path.replace(/\.log$/, `.${String(first).padStart(12, '0')}.log`);
}

/** Whole lines only: what stands after the last line break was never acknowledged. */
export async function* linesOf(file: string): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of (await openPlain(file)).createReadStream({encoding: 'utf8', highWaterMark: 256 * 1024})) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

function hashOf(previous: string, body: string): string {
  return createHash('sha256').update(previous).update('\n').update(body).digest('hex');
}
