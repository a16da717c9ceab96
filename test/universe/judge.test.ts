import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Criteria} from '../../source/universe/criteria.ts';
import {type Facts, judge, rulings, type Situation} from '../../source/universe/judge.ts';
import {Instrument, UniverseEntry} from '../../source/universe/symbol.ts';
import {anyCriteria, anyFacts, criteria, symbol, without} from './symbols.ts';

function reasonsOf(facts: Facts, change: Partial<Criteria> = {}, situation: Situation = {}) {
  const verdict = judge(facts, {...criteria, ...change}, situation);
  return verdict.outcome === 'admitted' ? [] : verdict.reasons;
}

test('a symbol that satisfies every rule is admitted as a whole entry', () => {
  const verdict = judge(symbol(), criteria);

  assert.equal(verdict.outcome, 'admitted');
  assert.ok(verdict.outcome === 'admitted' && UniverseEntry.safeParse(verdict.entry).success);
});

test('the limits themselves are inside', () => {
  assert.deepEqual(reasonsOf(symbol({lastClose: 1, marketCap: 300e6}), {maxMarketCap: 300e6}), []);
  assert.deepEqual(reasonsOf(symbol({lastClose: 10_000})), []);
});

test('every reason is given, with what was seen and the limit', () => {
  const facts = symbol({exchange: 'AMEX', instrument: 'warrant', lastClose: 0.42, marketCap: 287e6});

  assert.deepEqual(reasonsOf(facts), [
    {rule: 'exchange', observed: 'AMEX', limit: 'NYSE, NASDAQ, ARCA'},
    {rule: 'instrument', observed: 'warrant', limit: 'common, adr'},
    {rule: 'price-below', observed: 0.42, limit: 1},
    {rule: 'cap-below', observed: 287e6, limit: 300e6},
  ]);
});

test('an unknown or placeholder cap is unknown, not small', () => {
  assert.deepEqual(reasonsOf(without(symbol(), 'marketCap')), [{rule: 'cap-unknown'}]);
  assert.deepEqual(reasonsOf(symbol({marketCap: 0})), [{rule: 'cap-unknown', observed: 0}]);
  assert.deepEqual(reasonsOf(without(symbol(), 'marketCap'), {minMarketCap: 0}), [{rule: 'cap-unknown'}]);
});

test('a zero, negative or absurd price is unknown, never below the floor', () => {
  for (const lastClose of [0, -3, 1e9])
    assert.deepEqual(reasonsOf(symbol({lastClose})), [{rule: 'price-unknown', observed: lastClose}]);
  for (const lastClose of [Number.NaN, Number.POSITIVE_INFINITY])
    assert.deepEqual(reasonsOf(symbol({lastClose})), [{rule: 'price-unknown'}]);
  assert.deepEqual(reasonsOf(without(symbol(), 'lastClose', 'priceSource', 'priceSession')), [{rule: 'price-unknown'}]);
});

test('above the fractional limit a symbol must be known as fractionable', () => {
  const dear = symbol({lastClose: 600});
  const rule = {fractionalAbove: 500};

  assert.deepEqual(reasonsOf({...dear, fractionable: true}, rule), []);
  assert.deepEqual(reasonsOf({...dear, fractionable: false}, rule), [{rule: 'fractional', observed: 600, limit: 500}]);
  assert.deepEqual(reasonsOf(dear, rule), [{rule: 'fractional-unknown', observed: 600, limit: 500}]);
  assert.deepEqual(reasonsOf(symbol({lastClose: 500}), rule), []);
});

test('tradability counts only where it is required, and unknown is its own reason', () => {
  assert.deepEqual(reasonsOf(symbol({tradable: false})), []);
  assert.deepEqual(reasonsOf(symbol({tradable: false}), {requireTradable: true}), [
    {rule: 'tradable', observed: false, limit: true},
  ]);
  assert.deepEqual(reasonsOf(symbol(), {requireTradable: true}), [{rule: 'tradable-unknown', limit: true}]);
});

test('a close without its source or session is a missing fact', () => {
  assert.deepEqual(reasonsOf(without(symbol(), 'priceSource', 'fetchedAt')), [
    {rule: 'fact-missing', observed: 'priceSource, fetchedAt'},
  ]);
});

test('a blocked or held symbol is out whatever its facts', () => {
  const blocked = {
    origin: 'manual',
    symbol: 'ACME',
    at: '2026-03-02T00:00:00Z',
    actor: 'ann',
    justification: 'fraud',
  } as const;

  assert.deepEqual(reasonsOf(symbol(), {}, {blocked}), [{rule: 'blocked', observed: 'fraud'}]);
  assert.deepEqual(reasonsOf(symbol(), {}, {held: {divergence: 0.02, limit: 0.005}}), [
    {rule: 'held', observed: 0.02, limit: 0.005},
  ]);
});

test('any instrument is allowed by `any`, but a test issue is none', () => {
  const refused = Instrument.options.filter(
    (instrument) => reasonsOf(symbol({instrument}), {instruments: 'any'}).length > 0,
  );

  assert.deepEqual(refused, ['test']);
});

test('every candidate is either admitted or rejected with the failed rulings, and an admitted one is a whole entry', () => {
  fc.assert(
    fc.property(anyFacts, anyCriteria, (facts, limits) => {
      const verdict = judge(facts, limits);
      const failed = rulings(facts, limits).filter((ruling) => !ruling.passed);

      if (verdict.outcome === 'admitted') {
        assert.ok(UniverseEntry.safeParse(verdict.entry).success);
        assert.equal(failed.length, 0);
        return;
      }
      assert.equal(verdict.candidate, facts);
      assert.deepEqual(
        verdict.reasons.map(({rule}) => rule),
        failed.map(({rule}) => rule),
      );
    }),
  );
});

test('loosening a limit never removes a symbol', () => {
  const looser = fc.constantFrom<(limits: Criteria) => Criteria>(
    (limits) => ({...limits, minPrice: limits.minPrice / 2}),
    (limits) => ({...limits, maxPrice: limits.maxPrice * 2}),
    (limits) => ({...limits, minMarketCap: limits.minMarketCap / 2}),
    (limits) => (limits.maxMarketCap === undefined ? limits : {...limits, maxMarketCap: limits.maxMarketCap * 2}),
    ({maxMarketCap: _off, ...limits}) => limits,
    (limits) =>
      limits.fractionalAbove === undefined ? limits : {...limits, fractionalAbove: limits.fractionalAbove * 2},
    ({fractionalAbove: _off, ...limits}) => limits,
    (limits) => ({...limits, requireTradable: false}),
    (limits) => ({...limits, instruments: 'any'}),
    (limits) => ({
      ...limits,
      exchanges: [...limits.exchanges, 'NYSE', 'NASDAQ', 'ARCA', 'AMEX', 'BATS', 'IEX', 'TEXAS'],
    }),
  );
  const failures = (facts: Facts, limits: Criteria) =>
    rulings(facts, limits).flatMap(({rule, passed}) => (passed ? [] : [rule]));
  fc.assert(
    fc.property(anyFacts, anyCriteria, looser, (facts, limits, loosen) => {
      const before = failures(facts, limits);

      assert.deepEqual(
        failures(facts, loosen(limits)).filter((rule) => !before.includes(rule)),
        [],
      );
    }),
    {numRuns: 1000},
  );
});
