import assert from 'node:assert/strict';
import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import {universeFormat} from '../../source/store/formats/universe-file.ts';
import {Rows, type RowsOptions} from '../../source/store/rows.ts';
import {EnrichedSymbol} from '../../source/universe/symbol.ts';
import {enriched, heading, type Item, itemOptions, stillClock, tempFolder, tickerOf} from './store-fixture.ts';

type Damage = {
  readonly kind: 'flip' | 'cut-end' | 'zero-end' | 'cut-range' | 'repeat-range';
  readonly at: number;
  readonly length: number;
};

const damages: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('flip', 'cut-end', 'zero-end', 'cut-range', 'repeat-range'),
  // Not a double: those are drawn by their bits, and nearly all would point at the first byte.
  at: fc.integer({min: 0, max: 999_999}).map((millionths) => millionths / 1_000_000),
  length: fc.integer({min: 1, max: 400}),
});

function damaged(bytes: Buffer, {kind, at, length}: Damage): Buffer {
  const place = Math.floor(at * bytes.length);
  switch (kind) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      copy[place] = (copy[place] ?? 0) ^ (1 << (length % 8));
      return copy;
    }
    case 'cut-end':
      return bytes.subarray(0, place);
    case 'zero-end':
      return Buffer.concat([bytes.subarray(0, place), Buffer.alloc(bytes.length - place)]);
    case 'cut-range':
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + length)]);
    case 'repeat-range':
      return Buffer.concat([bytes.subarray(0, place + length), bytes.subarray(place)]);
  }
}

const item = (index: number): Item => ({symbol: tickerOf(index), value: index * 1.5});

test('no damaged journal yields a row that was never written, and its bytes are kept', async (t) => {
  const folder = await tempFolder(t);
  const rows = await Rows.open(itemOptions(folder));
  await rows.append(Array.from({length: 20}, (_, index) => item(index)));
  await rows.checkpoint();
  for (let at = 20; at < 50; at += 10) await rows.append(Array.from({length: 10}, (_, index) => item(at + index)));
  const journal = await readFile(join(folder, 'items.journal'));
  const checkpoint = await readFile(join(folder, 'items.rows'));
  t.after(() => rows.close().catch(() => undefined));
  const written = new Set(Array.from({length: 50}, (_, index) => JSON.stringify(item(index))));
  let run = 0;

  await fc.assert(
    fc.asyncProperty(damages, async (damage) => {
      const place = join(folder, `run-${run++}`);
      await mkdir(place);
      const bytes = damaged(journal, damage);
      await writeFile(join(place, 'items.journal'), bytes);
      await writeFile(join(place, 'items.rows'), checkpoint);
      const found = await Rows.open(itemOptions(place));
      for (const row of found.values())
        assert.ok(written.has(JSON.stringify(row)), `${JSON.stringify(row)} was never written`);
      for (let index = 0; index < 20; index++) assert.ok(found.has(tickerOf(index)), 'a published row is gone');
      // A cut on a line's end, at the end, is what an unfinished append looks like: nothing was acknowledged wrongly.
      const isSeen = found.size === 50 || found.found.tornTail || found.found.setAside.length > 0;
      const isCleanCut = bytes.length < journal.length && journal.subarray(0, bytes.length).equals(bytes);
      assert.ok(isSeen || isCleanCut, 'rows are gone and nobody said so');
      for (const {keptAs} of found.found.setAside) assert.deepEqual(await readFile(keptAs), bytes);
      await found.close();
      await rm(place, {recursive: true});
    }),
    {numRuns: 400},
  );
});

test('no damaged published file is believed, and its bytes are kept', async (t) => {
  const folder = await tempFolder(t);
  const options = (place: string): RowsOptions<EnrichedSymbol> => ({
    path: join(place, 'universe.json'),
    journal: join(place, 'universe.journal'),
    key: (row) => row.symbol,
    row: EnrichedSymbol,
    format: universeFormat(() => heading),
    publish: 'seldom',
    clock: stillClock,
  });
  const rows = await Rows.open(options(folder));
  await rows.append(Array.from({length: 30}, (_, index) => enriched(tickerOf(index), {lastClose: index + 1.25})));
  await rows.close();
  const whole = await readFile(join(folder, 'universe.json'));
  const journal = await readFile(join(folder, 'universe.journal'));
  let run = 0;

  await fc.assert(
    fc.asyncProperty(damages, async (damage) => {
      const bytes = damaged(whole, damage);
      if (bytes.equals(whole)) return;
      const place = join(folder, `run-${run++}`);
      await mkdir(place);
      await writeFile(join(place, 'universe.json'), bytes);
      await writeFile(join(place, 'universe.journal'), journal);
      const found = await Rows.open(options(place));
      assert.equal(found.size, 0);
      assert.equal(found.found.setAside.length, 1);
      assert.deepEqual(await readFile(found.found.setAside[0]?.keptAs ?? ''), bytes);
      await found.close();
      const left = (await readdir(place)).filter((name) => /\.\d+$/.test(name));
      assert.deepEqual(left, []);
      await rm(place, {recursive: true});
    }),
    {numRuns: 250},
  );
});
