import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {counterfactual, explain, lookedUpIf, missing, reasonWords} from '../../source/universe/explain.ts';
import {judge} from '../../source/universe/judge.ts';
import {Rule} from '../../source/universe/verdict.ts';
import {criteria, symbol, without} from './symbols.ts';

test('one limit missed is one thing to change', () => {
  assert.equal(counterfactual([{rule: 'cap-below', observed: 287.4e6, limit: 300e6}]), 'passes if minMarketCap ≤ 287M');
});

test('no reason makes a cap look as if it passed its limit, however near they are', () => {
  const words = [
    {rule: 'cap-below', observed: 299_990_000, limit: 300e6},
    {rule: 'cap-below', observed: 300_200_000, limit: 300_400_000},
    {rule: 'cap-above', observed: 1_233_000_000, limit: 1_232_000_000},
    // As the table beside it has it.
    {rule: 'cap-above', observed: 3_456_000_000_000, limit: 3e12},
  ] as const;

  assert.deepEqual(words.map(reasonWords), [
    'market cap 299M < 300M',
    'market cap 300M < 301M',
    'market cap 1.24B > 1.23B',
    'market cap 3.45T > 3T',
  ]);
});

test('several limits missed are joined', () => {
  const reasons = [
    {rule: 'exchange', observed: 'AMEX', limit: 'NYSE'},
    {rule: 'price-below', observed: 0.42, limit: 1},
    {rule: 'blocked', observed: 'fraud'},
  ] as const;

  assert.equal(counterfactual(reasons), 'passes if exchanges has AMEX and minPrice ≤ 0.42 and it is unblocked');
});

test('what would unblock a symbol names the end of its block, or the build that prices it', () => {
  const at = '2026-03-02T22:00:00.000Z';
  const ann = {symbol: 'ABC', at, origin: 'manual', actor: 'ann', justification: 'fraud'} as const;
  const ending = {...ann, expires: '2026-12-31T23:59:59.000Z'};
  const older = {symbol: 'ABC', at, origin: 'price-floor', provider: 'yahoo'} as const;
  const reasons = [{rule: 'blocked', observed: 'fraud'}] as const;

  const words = [ann, ending, older].map((entry) => [counterfactual(reasons, entry), lookedUpIf(reasons, entry)]);

  assert.deepEqual(words, [
    ['passes if it is unblocked', 'is looked up and judged in full if it is unblocked'],
    [
      'passes if it is unblocked (it is blocked until 2026-12-31 23:59 UTC)',
      'is looked up and judged in full if it is unblocked (it is blocked until 2026-12-31 23:59 UTC)',
    ],
    [
      'passes if the next build finds its close at the floor or above',
      'is looked up and judged in full if the next build finds its close at the floor or above',
    ],
  ]);
});

test('while a fact is missing nothing is promised, and the missing fact is named', () => {
  const reasons = [{rule: 'cap-unknown'}, {rule: 'exchange', observed: 'AMEX', limit: 'NYSE'}] as const;

  assert.equal(counterfactual(reasons), undefined);
  assert.equal(missing(reasons), 'market cap unknown');
  assert.equal(missing([{rule: 'exchange', observed: 'AMEX'}]), undefined);
  assert.equal(counterfactual([]), undefined);
});

test('the cap that a counterfactual names lets the symbol pass', () => {
  const units = {K: 1e3, M: 1e6, B: 1e9} as const;
  fc.assert(
    fc.property(fc.integer({min: 10_000, max: 299_999_999}), (marketCap) => {
      const facts = symbol({marketCap});
      const verdict = judge(facts, criteria);
      assert.equal(verdict.outcome, 'rejected');
      const text = counterfactual(verdict.reasons) ?? '';
      const [, digits, unit] = /≤ ([\d.]+)([KMB])$/.exec(text) ?? [];

      const minMarketCap = Number(digits) * units[unit as keyof typeof units];

      assert.equal(judge(facts, {...criteria, minMarketCap}).outcome, 'admitted', text);
    }),
  );
});

test('an admitted symbol is explained by the rules it passed', () => {
  const explained = explain({symbol: 'ACME', facts: symbol(), criteria, bucket: 'admitted', session: '2026-03-02'});

  assert.equal(explained.admitted, true);
  assert.equal(explained.sentence, 'ACME is in the universe.');
  assert.deepEqual(explained.facts, symbol());
  assert.deepEqual(explained.reasons, []);
  assert.deepEqual(
    explained.rules.map(({rule, passed}) => `${rule} ${passed}`),
    ['exchange', 'instrument', 'price-below', 'price-above', 'cap-below', 'blocked', 'held'].map(
      (rule) => `${rule} true`,
    ),
  );
});

test('a rejected symbol is explained in one sentence with values and limits', () => {
  const explained = explain({symbol: 'ACME', facts: symbol({lastClose: 0.42, marketCap: 287e6}), criteria});

  assert.equal(explained.admitted, false);
  assert.equal(explained.sentence, 'ACME is not in the universe: close 0.42 < 1.00; market cap 287M < 300M.');
  assert.equal(explained.counterfactual, 'passes if minPrice ≤ 0.42 and minMarketCap ≤ 287M');
});

test('a symbol that only lacks facts is explained without half of them', () => {
  const facts = without(symbol(), 'lastClose', 'priceSource', 'priceSession', 'fetchedAt');
  const explained = explain({symbol: 'ACME', facts, criteria, bucket: 'unpriced'});

  assert.equal(explained.sentence, 'ACME is not in the universe: close unknown.');
  assert.equal('facts' in explained, false);
});

test('a blocked symbol is explained by its block', () => {
  const blocked = {
    symbol: 'ACME',
    at: '2026-03-02T22:00:00Z',
    origin: 'price-floor',
    provider: 'nasdaq',
    lastClose: 0.42,
    floor: 1,
    session: '2026-03-02',
  } as const;
  const explained = explain({symbol: 'ACME', facts: symbol(), criteria, situation: {blocked}, bucket: 'blocked'});

  assert.equal(
    explained.sentence,
    'ACME is not in the universe: blocked, below price floor: 0.42 < 1.00 (session 2026-03-02).',
  );
  assert.deepEqual(explained.blocked, blocked);
});

test('a carried symbol is in, and a symbol on no list is said to be on none', () => {
  const carried = explain({symbol: 'ACME', facts: without(symbol(), 'marketCap'), criteria, bucket: 'carried'});
  const absent = explain({symbol: 'NOPE', criteria});

  assert.equal(carried.admitted, true);
  assert.equal(carried.sentence, 'ACME stays in the universe on its last known values.');
  assert.equal(absent.admitted, false);
  assert.equal(absent.sentence, 'NOPE was not on any list that night.');
});

test('every rule has words', () => {
  const wordless = Rule.options.filter((rule) => /undefined/.test(reasonWords({rule, observed: 1, limit: 2})));

  assert.deepEqual(wordless, []);
});
