/** The content of a file; a text of several chunks is never cut within a character. */
export type Chunks = string | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Large enough for few calls, small enough that no write and no encoding holds the event loop. */
const BLOCK = 256 * 1024;
/** Most files are smaller than this, and need no more memory. */
const FIRST = 16 * 1024;

/**
 * Text and bytes in blocks; a plain iterable is taken without a promise for every row. The blocks are the same memory again and again: whoever
 * asks for the next one is done with the last. New ones for each would be garbage by the hundred megabytes in a large market.
 */
export async function* blocksOf(chunks: Chunks): AsyncGenerator<Uint8Array> {
  if (typeof chunks === 'string') {
    yield Buffer.from(chunks);
    return;
  }
  const block = new Block();
  // First, since a stream may be both, and then says in its plain turn only what it has at the moment.
  if (Symbol.asyncIterator in chunks) for await (const chunk of chunks) yield* block.take(chunk);
  else for (const chunk of chunks) if (!block.hold(chunk)) yield* block.take(chunk);
  yield block.give();
}

class Block {
  #bytes = Buffer.allocUnsafeSlow(FIRST);
  #length = 0;

  /** Takes a text that surely fits. */
  hold(chunk: string | Uint8Array): boolean {
    // A UTF-16 unit is three bytes of UTF-8 at most.
    if (typeof chunk !== 'string' || chunk.length * 3 > this.#bytes.length - this.#length) return false;
    this.#length += this.#bytes.write(chunk, this.#length);
    return true;
  }

  /** What has to be written before the chunk is taken, and the chunk itself where it is too large to be held. */
  *take(chunk: string | Uint8Array): Generator<Uint8Array> {
    if (this.hold(chunk)) return;
    if (this.#length > 0) yield this.give();
    if (this.#bytes.length < BLOCK) this.#bytes = Buffer.allocUnsafeSlow(BLOCK);
    if (!this.hold(chunk)) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }

  give(): Uint8Array {
    const block = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return block;
  }
}
