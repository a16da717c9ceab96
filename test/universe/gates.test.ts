import assert from 'node:assert/strict';
import {test} from 'node:test';
import {checkGates, type GateInput} from '../../source/universe/gates.ts';
import {type Facts, judge} from '../../source/universe/judge.ts';
import type {UniverseEntry} from '../../source/universe/symbol.ts';
import type {Bucket, Reason} from '../../source/universe/verdict.ts';
import {criteria, symbol} from './symbols.ts';

function entry(change: Partial<Facts>): UniverseEntry {
  const facts = symbol(change);
  const verdict = judge(facts, {...criteria, exchanges: [facts.exchange], minMarketCap: 0});
  assert.equal(verdict.outcome, 'admitted');
  return verdict.entry;
}

const hundred = Array.from({length: 100}, (_, index) => entry({symbol: `A${index}`}));
const giant = entry({symbol: 'GIANT', marketCap: 2e12});

function input(change: Partial<GateInput>): GateInput {
  return {
    previous: hundred,
    next: hundred,
    criteria,
    bucketOf: () => undefined,
    reasonsOf: () => [],
    sources: [],
    limits: {maxRemoved: 0.03, maxListShrink: 0.05, largeMarketCap: 10e9, minUniverse: 50},
    delisted: new Set(),
    ...change,
  };
}

/** The gates that trip when the giant leaves for these reasons; its leaving alone is within the share allowed. */
function giantLeaves(
  bucket: Bucket | undefined,
  reasons: readonly Reason[] = [],
  delisted: readonly string[] = [],
): string[] {
  const found = checkGates(
    input({
      previous: [...hundred, giant],
      bucketOf: (asked) => (asked === 'GIANT' ? bucket : undefined),
      reasonsOf: () => reasons,
      delisted: new Set(delisted),
    }),
  );
  return found.map(({gate}) => gate);
}

test('an unchanged universe passes every gate', () => {
  assert.deepEqual(checkGates(input({})), []);
});

test('three in a hundred may leave, four may not', () => {
  assert.deepEqual(checkGates(input({next: hundred.slice(3)})), []);
  assert.deepEqual(checkGates(input({next: hundred.slice(4)})), [
    {gate: 'removed', observed: 0.04, limit: 0.03, subjects: ['A0', 'A1', 'A2', 'A3']},
  ]);
});

test('what tonight’s criteria would have rejected last night does not count as removed', () => {
  const small = Array.from({length: 50}, (_, index) => entry({symbol: `S${index}`, marketCap: 1e6}));

  assert.deepEqual(checkGates(input({previous: [...hundred, ...small]})), []);
});

test('the first universe removes nothing', () => {
  assert.deepEqual(checkGates(input({previous: []})), []);
});

test('at most twenty subjects are named, the largest first', () => {
  const [finding] = checkGates(input({previous: [...hundred, giant], next: hundred.slice(50)}));

  assert.equal(finding?.subjects.length, 20);
  assert.equal(finding?.subjects[0], 'GIANT');
});

test('a list more than a twentieth smaller than last night trips, a new or growing one does not', () => {
  const sources = [
    {source: 'nasdaqtrader', rows: 94, earlier: 100},
    {source: 'nasdaq', rows: 95, earlier: 100},
    {source: 'csv', rows: 200, earlier: 100},
    {source: 'polygon', rows: 5},
  ];

  assert.deepEqual(checkGates(input({sources})), [
    {gate: 'list-shrunk', observed: 0.06, limit: 0.05, subjects: ['nasdaqtrader']},
  ]);
});

test('a large symbol may not leave for want of data', () => {
  assert.deepEqual(giantLeaves(undefined), ['large-symbol']);
  assert.deepEqual(giantLeaves('unpriced'), ['large-symbol']);
  assert.deepEqual(giantLeaves('rejected', [{rule: 'cap-unknown'}]), ['large-symbol']);
  assert.deepEqual(giantLeaves('unpriced', [{rule: 'price-unknown'}]), ['large-symbol']);
  assert.deepEqual(giantLeaves('rejected', [{rule: 'fact-missing', observed: 'priceSource'}]), ['large-symbol']);
});

test('a large symbol may leave for an observed value, a hold, a block or a delisting', () => {
  assert.deepEqual(giantLeaves('rejected', [{rule: 'cap-below', observed: 1e6, limit: 300e6}]), []);
  assert.deepEqual(giantLeaves('rejected', [{rule: 'cap-unknown'}, {rule: 'exchange', observed: 'AMEX'}]), []);
  assert.deepEqual(giantLeaves('below-floor', [{rule: 'price-below', observed: 0.4, limit: 1}]), []);
  assert.deepEqual(giantLeaves('held', [{rule: 'held', observed: 0.02}]), []);
  assert.deepEqual(giantLeaves('blocked', [{rule: 'blocked', observed: 'fraud'}]), []);
  assert.deepEqual(giantLeaves(undefined, [], ['GIANT']), []);
});

test('ten billion itself is not over the limit', () => {
  const limits = {...input({}).limits, largeMarketCap: 2e12};

  assert.deepEqual(checkGates(input({previous: [...hundred, giant], limits})), []);
});

test('a universe below the minimum is not sealed', () => {
  const limits = {...input({}).limits, minUniverse: 101};

  assert.deepEqual(checkGates(input({limits})), [{gate: 'min-universe', observed: 100, limit: 101, subjects: []}]);
});
