import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {z} from 'zod';
import {exportRows} from '../../source/store/export.ts';
import {decodeUniverse, universeColumns} from '../../source/store/formats/universe-file.ts';
import {fakeSource} from '../helpers/fake-source.ts';
import {openHouse} from '../helpers/house.ts';
import {big, bulk, ordinary} from '../helpers/ordinary.ts';
import {words} from '../helpers/word-tickers.ts';
import {fromSpreadsheet, readCsv} from '../store/read-csv.ts';

/** What the existing Python consumers require, and nothing more (SPEC, universe files). */
const Consumed = z.object({
  schema_version: z.literal('1.0.0'),
  build_timestamp_utc: z.iso.datetime({offset: false}),
  symbols: z.array(
    z.object({
      symbol: z.string().min(1),
      exchange: z.string().min(1),
      lastClose: z.number().positive(),
      marketCap: z.number().positive(),
    }),
  ),
});

/** Without BACpB: a preferred share is never admitted, whatever it is called. */
const common = words.filter((word) => word !== 'BACpB');
const hard = Object.fromEntries(words.map((word) => [word, big]));

test('a sealed file is what its readers expect, with every ticker that is a word', async (t) => {
  const house = await openHouse(t, {connections: [fakeSource('main', {...ordinary(), ...hard}, bulk).connection]});
  await house.perform({name: 'build'});

  const file = Consumed.parse(JSON.parse(await readFile(house.paths.final, 'utf8')));

  assert.deepEqual(
    file.symbols.map(({symbol}) => symbol),
    [...common, ...Object.keys(ordinary())].sort(),
  );
});

test('both CSV forms of a sealed file come back cell by cell', async (t) => {
  const house = await openHouse(t, {connections: [fakeSource('main', {...ordinary(), ...hard}, bulk).connection]});
  await house.perform({name: 'build'});
  const {symbols} = decodeUniverse(await readFile(house.paths.final, 'utf8'));
  const cells = symbols.map((row) =>
    universeColumns.map((column) => {
      const value = row[column];
      return value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value);
    }),
  );

  const exact = readCsv([...exportRows('final', symbols, {format: 'csv'})].join(''));
  const spreadsheet = readCsv([...exportRows('final', symbols, {format: 'csv', spreadsheet: true})].join(''));

  assert.deepEqual(exact, [[...universeColumns], ...cells]);
  assert.deepEqual(
    spreadsheet.slice(1).map((record) => record.map(fromSpreadsheet)),
    cells,
  );
});

test('the text before the first comma of the blocklist is the symbol, whatever a person wrote', async (t) => {
  const house = await openHouse(t, {connections: [fakeSource('main', {...ordinary(), ...hard}, bulk).connection]});
  const justification = 'a, "b"\nORDAA, # not blocked';
  await house.perform({name: 'blocklist.add', symbols: [...words], justification});

  const lines = (await readFile(house.paths.blocklist, 'utf8')).split('\n').filter((line) => line !== '');

  assert.deepEqual(
    lines.filter((line) => !line.startsWith('#')).map((line) => line.split(',')[0]),
    [...words].sort(),
  );
});
