import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {decodeUniverse, encodeUniverse} from '../../source/store/formats/universe-file.ts';
import {enriched, heading} from './store-fixture.ts';

const textOf = (rows = [enriched('BBB'), enriched('AAA')]): string => [...encodeUniverse(heading, rows)].join('');

test('a universe file satisfies the existing consumers', () => {
  const root = JSON.parse(textOf());

  assert.equal(Array.isArray(root), false);
  assert.equal(root.schema_version, '1.0.0');
  assert.match(root.build_timestamp_utc, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
  assert.ok(Array.isArray(root.symbols));
  for (const row of root.symbols)
    for (const key of ['symbol', 'exchange', 'lastClose', 'marketCap']) assert.ok(key in row);
});

test('one symbol stands on each line, sorted, with its keys in order', () => {
  const lines = textOf([enriched('BBB'), enriched('BACpB'), enriched('BA')]).split('\n');

  const rows = lines.filter((line) => line.startsWith('{"symbol"')).map((line) => JSON.parse(line.replace(/,$/, '')));
  assert.deepEqual(
    rows.map(({symbol}) => symbol),
    ['BA', 'BACpB', 'BBB'],
  );
  assert.deepEqual(Object.keys(rows[0]).slice(0, 5), ['symbol', 'exchange', 'lastClose', 'marketCap', 'name']);
  assert.equal(lines.at(-1), '');
});

test('what was written is read back, absent facts absent', () => {
  const {marketCap: _cap, sector: _sector, ...poor} = enriched('AAA', {fractionable: false, carried: 2});

  const file = decodeUniverse(textOf([poor, enriched('ZZZ')]));

  assert.deepEqual(file, {format: 2, heading, symbols: [poor, enriched('ZZZ')]});
  assert.equal(textOf([poor]).includes('null'), false);
});

test('an empty universe is a valid file', () => {
  assert.deepEqual(decodeUniverse(textOf([])).symbols, []);
});

test('a file of the Python original is lifted, placeholders become absent', () => {
  const symbols = [
    {
      symbol: 'AAA',
      exchange: 'NASDAQ',
      lastClose: 3.5,
      marketCap: 4e8,
      name: 'A Corp Common Stock',
      sector: '',
      isFractional: null,
    },
    {symbol: 'BRK.B', exchange: 'N', lastClose: 400, marketCap: 0},
  ];
  const original = {schema_version: '1.0.0', build_timestamp_utc: '2025-08-08T22:00:00Z', symbols};

  const file = decodeUniverse(JSON.stringify(original));

  assert.equal(file.format, 1);
  assert.deepEqual(file.heading, {build_timestamp_utc: '2025-08-08T22:00:00.000Z'});
  const since = {
    priceSource: 'python-original',
    priceSession: '2025-08-08',
    fetchedAt: '2025-08-08T22:00:00.000Z',
    listedBy: ['python-original'],
  };
  assert.deepEqual(file.symbols, [
    {
      symbol: 'AAA',
      exchange: 'NASDAQ',
      lastClose: 3.5,
      marketCap: 4e8,
      name: 'A Corp Common Stock',
      instrument: 'common',
      ...since,
    },
    {symbol: 'BRK.B', exchange: 'NYSE', lastClose: 400, instrument: 'common', ...since},
  ]);
});

const refused: Readonly<Record<string, (root: Record<string, unknown>) => unknown>> = {
  'that is a list': (root) => [root],
  'of another schema': (root) => ({...root, schema_version: '2.0.0'}),
  'without symbols': ({symbols: _symbols, ...root}) => root,
  'with a null fact': (root) => ({...root, symbols: [{...enriched('AAA'), sector: null}]}),
  'with a placeholder cap': (root) => ({...root, symbols: [{...enriched('AAA'), marketCap: 0}]}),
  'with an infinite price': (root) =>
    JSON.parse(JSON.stringify({...root, symbols: [enriched('AAA')]}).replace('12.34', '1e400')),
  'with a symbol twice': (root) => ({...root, symbols: [enriched('AAA'), enriched('AAA')]}),
  'with a strange ticker': (root) => ({...root, symbols: [enriched('aaa;rm')]}),
};

for (const [name, change] of Object.entries(refused)) {
  test(`a universe file ${name} is refused`, () => {
    const text = JSON.stringify(change(JSON.parse(textOf())));

    assert.throws(() => decodeUniverse(text), {code: 'file.corrupt'});
  });
}

test('a newer universe file is refused as newer, not as damaged', () => {
  const text = textOf().replace('"format": 2', '"format": 3');

  assert.throws(() => decodeUniverse(text), {code: 'format.newer'});
});

test('no text makes the reader fail otherwise than by refusing', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.nat(textOf().length).map((at) => textOf().slice(0, at)),
    fc.constant('['.repeat(100_000)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        decodeUniverse(text);
      } catch (thrown) {
        assert.equal((thrown as {code?: string}).code, 'file.corrupt');
      }
    }),
    {numRuns: 300},
  );
});
