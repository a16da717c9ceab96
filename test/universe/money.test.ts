import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {money, price} from '../../source/universe/money.ts';
import {isUsableCap, isUsablePrice} from '../../source/universe/price.ts';

const units = {K: 1e3, M: 1e6, B: 1e9, T: 1e12} as const;

function read(text: string): number {
  const unit = units[text.at(-1) as keyof typeof units];
  return unit === undefined ? Number(text) : Number(text.slice(0, -1)) * unit;
}

test('dollars are written compactly, in three digits', () => {
  assert.deepEqual(
    [1.2345e9, 287.4e6, 0.42, 3.672e12, 15_000, 999.5, 12.5, 1e3, 1.15e9, 0, 2.5e15].map((value) => money(value)),
    ['1.23B', '287M', '0.42', '3.67T', '15K', '999.50', '12.50', '1K', '1.15B', '0.00', '2500T'],
  );
});

test('a number that rounds to a thousand takes the next letter', () => {
  assert.equal(money(999.7e6), '1B');
  assert.equal(money(999.7e6, 'down'), '999M');
});

test('rounded down it is never more, rounded up never less', () => {
  fc.assert(
    fc.property(fc.double({min: 0.01, max: 1e14, noNaN: true}), (dollars) => {
      assert.ok(read(money(dollars, 'down')) <= dollars * (1 + 1e-12));
      assert.ok(read(money(dollars, 'up')) >= dollars * (1 - 1e-12));
    }),
  );
});

test('a price is exact, with at least two decimals', () => {
  assert.deepEqual([1, 0.5, 0.4275, 612_345.6].map(price), ['1.00', '0.50', '0.4275', '612345.60']);
});

test('zero, negative, absurd and not-a-number are no price and no cap', () => {
  assert.deepEqual([0, -1, 0.00001, 1e8, Number.NaN, Number.POSITIVE_INFINITY].filter(isUsablePrice), []);
  assert.deepEqual([0, -1, 1e15, Number.NaN, Number.POSITIVE_INFINITY].filter(isUsableCap), []);
  assert.ok(isUsablePrice(0.0001) && isUsablePrice(734_838.94) && isUsableCap(3.6e12));
});
