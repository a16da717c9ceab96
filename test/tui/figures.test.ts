import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  age,
  close,
  compact,
  compactBeside,
  count,
  duration,
  percent,
  rough,
  timeOfDay,
} from '../../source/tui/figures.ts';

test('counts have thousands separators', () => {
  assert.deepEqual([0, 999, 1000, 12_034, 1_234_567].map(count), ['0', '999', '1,000', '12,034', '1,234,567']);
});

test('a close shows cents, and more below a dollar', () => {
  assert.deepEqual([0.42, 0.9999, 1, 159.449, 612_345.6].map(close), ['0.4200', '0.9999', '1.00', '159.45', '612,345']);
});

test('dollars shrink to three figures and a letter, and never to more than they are', () => {
  const dollars = [287e6, 299_990_000, 999_600_000, 1_150_000_000, 1_234_000_000, 3.1e12, 84_040_000_000, 31_337];

  assert.deepEqual(dollars.map(compact), ['287M', '299M', '999M', '1.15B', '1.23B', '3.10T', '84.0B', '31.3k']);
});

test('an estimate is tens of seconds, or minutes', () => {
  assert.deepEqual(
    [0, 3, 25, 30, 51, 61, 420].map((seconds) => Object.values(rough(seconds)).join(' ')),
    ['0 second', '10 second', '30 second', '30 second', '1 minute', '2 minute', '7 minute'],
  );
});

test('times are short and in UTC', () => {
  assert.deepEqual([400, 67_000, 7_800_000, 273_600_000].map(duration), ['0s', '1m 07s', '2h 10m', '3d 4h']);
  assert.deepEqual([7000, 245_000, 7_800_000, 273_600_000].map(age), ['7s', '4m', '2h', '3d']);
  assert.equal(timeOfDay('2026-03-02T21:04:31.000Z'), '21:04:31');
  assert.deepEqual([percent(1, 3), percent(5, 0), percent(9, 3)], [33, 0, 100]);
});

test('a figure that is not its limit does not look like it', () => {
  const beside = [10.02e9, 10.0004e9, 10e9, 9.999e9, 11e9, 300_000_001, 299_999_999].map((n) =>
    compactBeside(n, n < 1e9 ? 300e6 : 10e9),
  );

  assert.deepEqual(beside, ['10.02B', '10.0004B', '10.0B', '9.99B', '11.0B', '300.000001M', '299M']);
  assert.equal(compactBeside(10.02e9, undefined), '10.0B');
});
