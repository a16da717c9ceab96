/** The content of a file. */
export type Chunks = string | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Large enough for few calls, small enough that no write and no encoding holds the event loop. */
const BLOCK = 256 * 1024;

/** Text joined into blocks; a plain iterable is taken without a promise for every row. */
export async function* blocksOf(chunks: Chunks): AsyncGenerator<Uint8Array> {
  const blocks = new Blocks();
  if (typeof chunks === 'string') blocks.take(chunks);
  else if (Symbol.asyncIterator in chunks) {
    // First, since a stream may be both, and then says in its plain turn only what it has at the moment.
    for await (const chunk of chunks) if (blocks.take(chunk)) yield blocks.give();
  } else {
    for (const chunk of chunks) if (blocks.take(chunk)) yield blocks.give();
  }
  yield blocks.give();
}

class Blocks {
  #parts: (string | Uint8Array)[] = [];
  #length = 0;

  /** Says whether a block is full. */
  take(chunk: string | Uint8Array): boolean {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    return this.#length >= BLOCK;
  }

  give(): Uint8Array {
    const isText = this.#parts.every((part) => typeof part === 'string');
    const block = isText
      ? Buffer.from(this.#parts.join(''))
      : Buffer.concat(this.#parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
    this.#parts = [];
    this.#length = 0;
    return block;
  }
}
