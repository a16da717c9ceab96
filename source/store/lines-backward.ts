import type {FileHandle} from 'node:fs/promises';

/** A line without its break, and the bytes of the file before it and up to its end. */
export type PlacedLine = {readonly text: string; readonly start: number; readonly end: number};

export type LineBlock = {
  /** Newest first. */
  readonly lines: readonly PlacedLine[];
  /** Where the oldest of them begins, or would. */
  readonly start: number;
  readonly bytes: number;
};

const lineBreak = 0x0a;

/** The whole lines of a file before `end`, a block at a time from the last. A line longer than a block is put together from several. */
export async function* linesBackward(handle: FileHandle, end: number, blockBytes: number): AsyncGenerator<LineBlock> {
  /** Of a line that begins further in front, its last bytes first. */
  let pieces: Buffer[] = [];
  let isWhole = false;
  let lineEnd = end;
  for (let position = end; position > 0; ) {
    const size = Math.min(blockBytes, position);
    position -= size;
    const block = await bytesAt(handle, position, size);
    const lines: PlacedLine[] = [];
    let upTo = block.length;
    for (let at = block.lastIndexOf(lineBreak); at !== -1; at = at === 0 ? -1 : block.lastIndexOf(lineBreak, at - 1)) {
      const start = position + at + 1;
      // The first break from the end only says where whole lines end.
      if (isWhole) lines.push({text: joined(block.subarray(at + 1, upTo), pieces), start, end: lineEnd});
      isWhole = true;
      pieces = [];
      upTo = at;
      lineEnd = start;
    }
    if (isWhole) pieces.push(block.subarray(0, upTo));
    if (position === 0 && isWhole) {
      lines.push({text: joined(Buffer.alloc(0), pieces), start: 0, end: lineEnd});
      lineEnd = 0;
    }
    yield {lines, start: lineEnd, bytes: size};
  }
}

function joined(head: Buffer, pieces: readonly Buffer[]): string {
  return (pieces.length === 0 ? head : Buffer.concat([head, ...pieces.toReversed()])).toString('utf8');
}

/** A file that was cut short meanwhile has fewer bytes than asked for; then those that are there. */
async function bytesAt(handle: FileHandle, position: number, size: number): Promise<Buffer> {
  const block = Buffer.alloc(size);
  let read = 0;
  while (read < size) {
    const {bytesRead} = await handle.read(block, read, size - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return block.subarray(0, read);
}
