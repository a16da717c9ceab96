import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {blocksOf, type Chunks} from '../../source/store/blocks.ts';

/** What a reader that copies every block before it asks for the next one ends up with. */
async function joined(chunks: Chunks): Promise<{bytes: Buffer; largest: number}> {
  const blocks: Buffer[] = [];
  for await (const block of blocksOf(chunks)) blocks.push(Buffer.from(block));
  return {bytes: Buffer.concat(blocks), largest: Math.max(0, ...blocks.map(({length}) => length))};
}

const chunk = fc.oneof(
  fc.string({unit: 'grapheme', maxLength: 50}),
  fc.uint8Array({maxLength: 50}),
  fc.integer({min: 1000, max: 400_000}).map((length) => 'é'.repeat(length)),
);

test('blocks are the chunks, whatever their kind and length', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, {maxLength: 12}), async (chunks) => {
      const {bytes} = await joined(chunks);
      assert.deepEqual(bytes, Buffer.concat(chunks.map((one) => Buffer.from(one as string))));
    }),
    {numRuns: 60},
  );
});

test('a chunk that comes later and one text come to the same', async () => {
  const later = async function* () {
    yield 'a'.repeat(20_000);
    yield Buffer.from('é');
  };

  assert.deepEqual((await joined(later())).bytes, Buffer.from(`${'a'.repeat(20_000)}é`));
  assert.deepEqual((await joined('a text')).bytes, Buffer.from('a text'));
});

test('many short rows are joined, and no block is larger than one write should be', async () => {
  const rows = Array.from({length: 20_000}, (_, at) => `row ${at} of a file\n`);

  const {bytes, largest} = await joined(rows);

  assert.equal(bytes.toString(), rows.join(''));
  assert.ok(largest > 200_000 && largest <= 256 * 1024, `${largest}`);
});
