import {type FileHandle, open} from 'node:fs/promises';
import {codeOf, diskFailure} from './disk-failure.ts';
import {linesBackward, type PlacedLine} from './lines-backward.ts';
import {segmentsOf} from './log-chain.ts';

/**
 * A place between two lines of a log that outlives rotation. `segment` is the number of its first record and of its inode: after
 * damage two segments may begin with the same record, and an inode may be used again.
 */
export type LogPlace = {readonly segment: string; readonly offset: number};

/** Some neighbouring lines, newest first. */
export type LogBlock = {
  readonly segment: string;
  readonly lines: readonly PlacedLine[];
  /** Whoever goes on later goes on here. */
  readonly place: LogPlace;
  /** What reading it cost. */
  readonly bytes: number;
};

export type Backward = {
  /** Where to begin; the end of the log unless said. */
  readonly before?: LogPlace | undefined;
  /** A segment that begins later is left out as a whole. */
  readonly until?: string | undefined;
  readonly blockBytes?: number;
};

const BLOCK_BYTES = 256 * 1024;

/**
 * The lines of a log from its end, over all segments, a block at a time: the last page of 50 MB costs one block. What stands
 * after the last line break was never acknowledged and is left out, as it is in `readLog`. A place in a segment that retention
 * has removed is the end: everything before it went with it.
 */
export async function* readLogBackward(path: string, range: Backward = {}): AsyncGenerator<LogBlock> {
  const {before, until, blockBytes = BLOCK_BYTES} = range;
  let isSought = before !== undefined;
  for await (const {handle, segment, at, size} of segmentsBackward(path)) {
    if (isSought && segment !== before?.segment) continue;
    const end = isSought ? Math.min(before?.offset ?? size, size) : size;
    isSought = false;
    if (until !== undefined && at > until) continue;
    for await (const {lines, start, bytes} of linesBackward(handle, end, blockBytes)) {
      yield {segment, lines, bytes, place: {segment, offset: start}};
    }
  }
}

type Segment = {
  readonly handle: FileHandle;
  readonly segment: string;
  /** When its first record was written. */
  readonly at: string;
  readonly size: number;
};

/** Each one open while it is looked at; newest first. */
async function* segmentsBackward(path: string): AsyncGenerator<Segment> {
  // The present one is opened before the others are listed: should it be renamed in between, it comes twice, never not at all.
  const present = await openSegment(path);
  if (present) yield* whileOpen(present);
  for (const file of (await segmentsOf(path)).filter((name) => name !== path).toReversed()) {
    const older = await openSegment(file);
    if (older?.segment === present?.segment) await older?.handle.close();
    else if (older) yield* whileOpen(older);
  }
}

async function* whileOpen(segment: Segment): AsyncGenerator<Segment> {
  try {
    yield segment;
  } finally {
    await segment.handle.close();
  }
}

/** The number and the time stand at the head of every line of a log. */
const lineHead = /^\{"seq":(\d+),"at":"([^"]*)"/;

/** Undefined for what is gone meanwhile. */
async function openSegment(path: string): Promise<Segment | undefined> {
  try {
    const handle = await open(path, 'r');
    const {size, ino} = await handle.stat({bigint: true});
    const head = Buffer.alloc(128);
    const {bytesRead} = await handle.read(head, 0, head.length, 0);
    const [, first = '0', at = ''] = lineHead.exec(head.toString('utf8', 0, bytesRead)) ?? [];
    return {handle, segment: `${first}.${ino}`, at, size: Number(size)};
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw diskFailure(path, 'read', thrown);
  }
}
