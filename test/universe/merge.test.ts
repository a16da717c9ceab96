import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {type ListAnswer, type ListedSymbol, mergeListings} from '../../source/universe/merge.ts';

function official(...listings: readonly ListedSymbol[]): ListAnswer {
  return {source: 'nasdaqtrader', official: true, listings};
}

function other(source: string, ...listings: readonly ListedSymbol[]): ListAnswer {
  return {source, official: false, listings};
}

const acme: ListedSymbol = {symbol: 'ACME', exchange: 'NYSE', name: 'Acme Corp Common Stock', testIssue: false};

test('two sources of one symbol make one candidate that names both, in their order', () => {
  const {candidates} = mergeListings([official(acme), other('nasdaq', {symbol: 'ACME', name: 'Acme'})]);

  assert.deepEqual(candidates, [
    {
      symbol: 'ACME',
      exchange: 'NYSE',
      name: 'Acme Corp Common Stock',
      instrument: 'common',
      listedBy: ['nasdaqtrader', 'nasdaq'],
    },
  ]);
});

test('the first source that knows a field wins, field by field', () => {
  const {candidates} = mergeListings([
    other('csv', {symbol: 'ACME', name: ' '}),
    official({...acme, name: 'Acme\x1b[31m Corp  Warrant '}),
  ]);

  assert.deepEqual(candidates, [
    {
      symbol: 'ACME',
      exchange: 'NYSE',
      name: 'Acme Corp Warrant',
      instrument: 'warrant',
      listedBy: ['csv', 'nasdaqtrader'],
    },
  ]);
});

test('a row that comes twice is one candidate, named once', () => {
  assert.deepEqual(mergeListings([official(acme, acme)]).candidates[0]?.listedBy, ['nasdaqtrader']);
});

test('test issues go by the flag alone: CBO, CBX and IGZ do not say so, AEHR says so and is none', () => {
  const merged = mergeListings([
    official(
      {
        symbol: 'CBO',
        exchange: 'NYSE',
        name: 'CBO (Listing Market - NYSE - Networks A/E) Common Stock',
        testIssue: true,
      },
      {symbol: 'CBX', exchange: 'NYSE', name: 'CBX (Listing Market NYSE Networks A/E) Common Stock', testIssue: true},
      {symbol: 'IGZ', exchange: 'BATS', name: 'IGZ Common Stock', testIssue: true},
      {symbol: 'AEHR', exchange: 'NASDAQ', name: 'Aehr Test Systems - Common Stock', testIssue: false},
    ),
    other('nasdaq', {symbol: 'CBO', exchange: 'NYSE'}),
  ]);

  assert.deepEqual(
    merged.candidates.map(({symbol}) => symbol),
    ['AEHR'],
  );
  assert.deepEqual(merged.dropped, [
    {symbol: 'CBO', because: 'test-issue'},
    {symbol: 'CBX', because: 'test-issue'},
    {symbol: 'IGZ', because: 'test-issue'},
  ]);
});

test('whether an issue is a test is the official list’s to say, wherever it says anything', () => {
  const mistaken = other('csv', {...acme, testIssue: true});

  assert.equal(mergeListings([mistaken, official(acme)]).candidates.length, 1);
  assert.equal(mergeListings([mistaken, official({symbol: 'ACME', exchange: 'NYSE'})]).candidates.length, 0);
});

test('a symbol without an exchange is dropped and said to be', () => {
  assert.deepEqual(mergeListings([other('nasdaq', {symbol: 'OTCX', name: 'Over the Counter Inc'})]), {
    candidates: [],
    dropped: [{symbol: 'OTCX', because: 'no-exchange'}],
  });
});

test('what is no ticker is dropped, and its text cleaned', () => {
  assert.deepEqual(mergeListings([official({...acme, symbol: '\x1b[31mbad\x07'})]).dropped, [
    {symbol: 'bad', because: 'unreadable'},
  ]);
});

test('tickers that are words are candidates, in the order of their characters', () => {
  const words = ['NA', 'NAN', 'TRUE', 'ON', 'NULL', 'CON', 'PRN'];
  const {candidates} = mergeListings([official(...words.map((symbol) => ({...acme, symbol})))]);

  assert.deepEqual(
    candidates.map(({symbol}) => symbol),
    ['CON', 'NA', 'NAN', 'NULL', 'ON', 'PRN', 'TRUE'],
  );
});

const listing: fc.Arbitrary<ListedSymbol> = fc.record(
  {
    symbol: fc.constantFrom('A', 'AA', 'BRK.B', 'BACpB', 'bad', 'ZXYZ.A'),
    exchange: fc.constantFrom('NYSE' as const, 'NASDAQ' as const),
    name: fc.constantFrom('Acme', 'Acme Warrant', ''),
    testIssue: fc.boolean(),
  },
  {requiredKeys: ['symbol']},
);
const answers: fc.Arbitrary<readonly ListAnswer[]> = fc.uniqueArray(
  fc.record({
    source: fc.constantFrom('nasdaqtrader', 'nasdaq', 'polygon', 'csv'),
    official: fc.boolean(),
    listings: fc.array(listing, {maxLength: 6}),
  }),
  {selector: ({source}) => source},
);

test('merging what was merged changes nothing', () => {
  fc.assert(
    fc.property(answers, (given) => {
      const once = mergeListings(given).candidates;
      const again = mergeListings([official(...once.map(({listedBy: _listedBy, ...row}) => row))]).candidates;

      assert.deepEqual(
        again,
        once.map((candidate) => ({...candidate, listedBy: ['nasdaqtrader']})),
      );
    }),
  );
});

test('the order of the sources decides who wins, not who is in', () => {
  fc.assert(
    fc.property(answers, (given) => {
      const forwards = mergeListings(given);
      const backwards = mergeListings(given.toReversed());

      assert.deepEqual(
        backwards.candidates.map(({symbol}) => symbol),
        forwards.candidates.map(({symbol}) => symbol),
      );
      assert.deepEqual(backwards.dropped, forwards.dropped);
    }),
  );
});

test('every symbol is a candidate or dropped, never both, never lost', () => {
  fc.assert(
    fc.property(answers, (given) => {
      const {candidates, dropped} = mergeListings(given);

      assert.deepEqual(
        [...candidates, ...dropped].map(({symbol}) => symbol).sort(),
        [...new Set(given.flatMap(({listings}) => listings.map(({symbol}) => symbol)))].sort(),
      );
    }),
  );
});
