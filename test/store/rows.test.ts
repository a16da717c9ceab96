import assert from 'node:assert/strict';
import {appendFile, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'node:test';
import {decodeUniverse, universeFormat} from '../../source/store/formats/universe-file.ts';
import {Rows, type RowsOptions} from '../../source/store/rows.ts';
import {EnrichedSymbol} from '../../source/universe/symbol.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {enriched, heading, type Item, itemOptions, openRows, tempFolder, tickerOf} from './store-fixture.ts';

const items = (from: number, to: number): Item[] =>
  Array.from({length: to - from}, (_, index) => ({symbol: tickerOf(from + index), value: from + index}));

test('an acknowledged row is there after a start without an orderly end', async (t) => {
  const folder = await tempFolder(t);
  const rows = await openRows(t, itemOptions(folder));
  await rows.append(items(0, 3));
  await rows.remove([tickerOf(1)]);
  await rows.append([{symbol: tickerOf(0), value: 100}]);

  const again = await openRows(t, itemOptions(folder));

  assert.deepEqual(
    [...again.values()],
    [
      {symbol: 'AAAAA', value: 100},
      {symbol: 'AAAAC', value: 2},
    ],
  );
  assert.deepEqual(again.found, {setAside: [], tornTail: false, edited: false});
  await again.close();
});

test('closing publishes what is pending, and opening changes nothing of it', async (t) => {
  const folder = await tempFolder(t);
  const options = itemOptions(folder);
  const rows = await openRows(t, options);
  await rows.append(items(0, 5));
  await rows.close();
  const before = await stat(options.path);

  const again = await openRows(t, options);
  await again.close();

  assert.equal(again.size, 5);
  assert.deepEqual((await stat(options.path)).mtimeMs, before.mtimeMs);
});

test('replaced rows stay away although the journal held them', async (t) => {
  const folder = await tempFolder(t);
  const rows = await openRows(t, itemOptions(folder));
  await rows.append(items(0, 5));
  await rows.replace([]);

  const again = await openRows(t, itemOptions(folder));

  assert.equal(again.size, 0);
  await again.close();
});

test('a removal queued behind an append of the same key removes it', async (t) => {
  const rows = await openRows(t, itemOptions(await tempFolder(t)));

  await Promise.all([rows.append(items(0, 1)), rows.remove([tickerOf(0)])]);

  assert.equal(rows.size, 0);
  await rows.close();
});

test('a watched file shows a hundred rows at once and fewer after a quiet second', async (t) => {
  const folder = await tempFolder(t);
  const clock = manualClock();
  const options = universeOptions(folder, {clock});
  const rows = await openRows(t, options);
  const shown = async (): Promise<number> => decodeUniverse(await readFile(options.path, 'utf8')).symbols.length;

  await rows.append(items(0, 100).map(({symbol}) => enriched(symbol)));
  await rows.remove([]);
  assert.equal(await shown(), 100);
  await rows.append(items(100, 103).map(({symbol}) => enriched(symbol)));
  await clock.advance(900);
  await rows.append(items(103, 104).map(({symbol}) => enriched(symbol)));
  await clock.advance(900);
  assert.equal(await shown(), 100);
  await clock.advance(200);
  await rows.remove([]);

  assert.equal(await shown(), 104);
  await rows.close();
});

test('a file that is seldom read is rewritten in linear cost', async (t) => {
  const folder = await tempFolder(t);
  const format = universeFormat(() => heading);
  let written = 0;
  const counting = {
    ...format,
    *encode(rows: Iterable<EnrichedSymbol>) {
      for (const chunk of format.encode(rows)) {
        written += chunk.length;
        yield chunk;
      }
    },
  };
  const options = universeOptions(folder, {publish: 'seldom', format: counting});
  const rows = await openRows(t, options);

  for (let at = 0; at < 12_000; at += 100) await rows.append(items(at, at + 100).map(({symbol}) => enriched(symbol)));
  await rows.close();

  const {size} = await stat(options.path);
  assert.ok(written < 6 * size, `${written} bytes for a file of ${size}`);
});

test('a torn tail is cut off and the rows before it stand', async (t) => {
  const folder = await tempFolder(t);
  const options = itemOptions(folder);
  const rows = await openRows(t, options);
  await rows.append(items(0, 3));
  await appendFile(options.journal, '12345678 ["+",4,{"symbol":"XX');

  const again = await openRows(t, options);
  await again.append(items(3, 4));
  const third = await openRows(t, options);

  assert.equal(again.found.tornTail, true);
  assert.deepEqual([...third.values()], items(0, 4));
  assert.deepEqual(third.found, {setAside: [], tornTail: false, edited: false});
  await third.close();
});

test('damage in the middle of a journal is reported once, its copy kept, and whole rows stay', async (t) => {
  const folder = await tempFolder(t);
  const options = itemOptions(folder);
  const rows = await openRows(t, options);
  await rows.append(items(0, 3));
  const text = await readFile(options.journal, 'utf8');
  await writeFile(options.journal, text.replace('"value":1}', '"value":7}'));

  const again = await openRows(t, options);
  await again.close();
  const third = await openRows(t, options);

  assert.deepEqual([...again.values()], [...items(0, 1), ...items(2, 3)]);
  assert.equal(again.found.setAside.length, 1);
  assert.equal(await readFile(again.found.setAside[0]?.keptAs ?? '', 'utf8'), text.replace('"value":1}', '"value":7}'));
  assert.deepEqual(third.found.setAside, []);
  await third.close();
});

test('lines cut out of a journal at line ends are noticed', async (t) => {
  const folder = await tempFolder(t);
  const options = itemOptions(folder);
  const rows = await openRows(t, options);
  await rows.append(items(0, 5));
  const lines = (await readFile(options.journal, 'utf8')).split('\n');
  await writeFile(options.journal, lines.filter((_, index) => index !== 2).join('\n'));

  const again = await openRows(t, options);

  assert.equal(again.size, 4);
  assert.match(again.found.setAside[0]?.because ?? '', /damaged in 1 place/);
  await again.close();
});

test('one changed digit in a published file is not believed', async (t) => {
  const folder = await tempFolder(t);
  const options = universeOptions(folder);
  const rows = await openRows(t, options);
  await rows.append([enriched('AAA'), enriched('BBB')]);
  await rows.close();
  const text = await readFile(options.path, 'utf8');
  await writeFile(options.path, text.replace('12.34', '92.34'));

  const again = await openRows(t, options);

  assert.equal(again.size, 0);
  assert.equal(again.found.setAside[0]?.file, options.path);
  assert.equal(await readFile(again.found.setAside[0]?.keptAs ?? '', 'utf8'), text.replace('12.34', '92.34'));
  await again.close();
});

test('a file of a newer version is refused and left alone', async (t) => {
  const folder = await tempFolder(t);
  const options = universeOptions(folder);
  const text = JSON.stringify({
    schema_version: '1.0.0',
    format: 3,
    build_timestamp_utc: '2030-01-01T00:00:00Z',
    symbols: [],
  });
  await writeFile(options.path, text);

  await assert.rejects(Rows.open(options), {code: 'format.newer'});

  assert.equal(await readFile(options.path, 'utf8'), text);
});

test('a disk that cannot take the published file fails the next call, and the rows stay', async (t) => {
  const folder = await tempFolder(t);
  let broken = false;
  const inner = itemOptions(folder).format;
  const format = {
    ...inner,
    *encode(rows: Iterable<Item>) {
      if (broken) throw Object.assign(new Error('full'), {code: 'ENOSPC'});
      yield* inner.encode(rows);
    },
  };
  const rows = await openRows(t, itemOptions(folder, {format}));
  broken = true;
  await rows.append(items(0, 150));
  await assert.rejects(rows.append(items(150, 151)), {code: 'file.disk-full'});
  broken = false;
  await rows.append(items(150, 151));
  await rows.close();

  const again = await openRows(t, itemOptions(folder));

  assert.equal(again.size, 151);
  assert.deepEqual((await readdir(folder)).sort(), ['items.journal', 'items.rows']);
  await again.close();
});

test('a journal that is gone leaves the published rows', async (t) => {
  const folder = await tempFolder(t);
  const options = itemOptions(folder);
  const rows = await openRows(t, options);
  await rows.append(items(0, 3));
  await rows.close();
  await rm(options.journal);

  const again = await openRows(t, options);

  assert.equal(again.size, 3);
  await again.close();
});

function universeOptions(folder: string, more: Partial<RowsOptions<EnrichedSymbol>> = {}): RowsOptions<EnrichedSymbol> {
  return {
    path: join(folder, 'symbol_universe.unfiltered.json'),
    journal: join(folder, 'unfiltered.journal'),
    key: (row) => row.symbol,
    row: EnrichedSymbol,
    format: universeFormat(() => heading),
    publish: 'often',
    clock: manualClock(),
    ...more,
  };
}
