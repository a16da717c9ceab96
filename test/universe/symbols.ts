import fc from 'fast-check';
import type {Criteria} from '../../source/universe/criteria.ts';
import type {Facts} from '../../source/universe/judge.ts';
import {Exchange, Instrument} from '../../source/universe/symbol.ts';

export const criteria: Criteria = {
  exchanges: ['NYSE', 'NASDAQ', 'ARCA'],
  instruments: ['common', 'adr'],
  minPrice: 1,
  maxPrice: 10_000,
  minMarketCap: 300e6,
  requireTradable: false,
};

/** A symbol that the default criteria admit, changed as asked. */
export function symbol(change: Partial<Facts> = {}): Facts {
  return {
    symbol: 'ACME',
    exchange: 'NYSE',
    name: 'Acme Corporation Common Stock',
    instrument: 'common',
    listedBy: ['nasdaqtrader'],
    lastClose: 12.5,
    priceSource: 'nasdaq',
    priceSession: '2026-03-02',
    marketCap: 1.2e9,
    fetchedAt: '2026-03-02T23:00:00Z',
    ...change,
  };
}

/** The same without the facts named. */
export function without(facts: Facts, ...keys: readonly (keyof Facts)[]): Facts {
  // Only optional facts are ever left out by the tests.
  return Object.fromEntries(Object.entries(facts).filter(([key]) => !keys.includes(key as keyof Facts))) as Facts;
}

const money = fc.double({min: 0.01, max: 1e12, noNaN: true});

export const anyFacts: fc.Arbitrary<Facts> = fc
  .record(
    {
      exchange: fc.constantFrom(...Exchange.options),
      instrument: fc.constantFrom(...Instrument.exclude(['test']).options),
      lastClose: fc.oneof(money, fc.constantFrom(0.5, 1, 10_000, 0, -1)),
      marketCap: fc.oneof(money, fc.constantFrom(300e6, 0)),
      fractionable: fc.boolean(),
      tradable: fc.boolean(),
    },
    {requiredKeys: ['exchange', 'instrument']},
  )
  .map((change) => ({...without(symbol(), 'lastClose', 'marketCap'), ...change}));

export const anyCriteria: fc.Arbitrary<Criteria> = fc.record(
  {
    exchanges: fc.uniqueArray(fc.constantFrom(...Exchange.options), {minLength: 1}),
    instruments: fc.oneof(
      fc.constant('any' as const),
      fc.uniqueArray(fc.constantFrom(...Instrument.options), {minLength: 1}),
    ),
    minPrice: money,
    maxPrice: money,
    minMarketCap: money,
    maxMarketCap: money,
    fractionalAbove: money,
    requireTradable: fc.boolean(),
  },
  {requiredKeys: ['exchanges', 'instruments', 'minPrice', 'maxPrice', 'minMarketCap', 'requireTradable']},
);
