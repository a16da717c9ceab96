import assert from 'node:assert/strict';
import {test} from 'node:test';
import {axisOver, cellOf, decades, histogram} from '../../../source/tui/views/log-axis.ts';
import {countAbove, countBelow, shapeOf} from '../../../source/tui/views/market-shape.ts';
import {blocklist, listings} from '../../helpers/dashboard-scene.ts';

test('every value falls into exactly one cell, however wide the axis is', () => {
  const {prices, caps} = shapeOf(listings(3000));
  for (const sorted of [prices, caps]) {
    for (const cells of [10, 51, 92, 190]) {
      const axis = axisOver([sorted[0] ?? 1, sorted.at(-1) ?? 1], cells);
      const bins = histogram(axis, sorted);

      assert.equal(bins.length, cells);
      assert.equal(
        bins.reduce((sum, n) => sum + n, 0),
        sorted.length,
      );
    }
  }
});

test('a value stands in the cell that counts it, and decades are evenly apart', () => {
  const axis = axisOver([1, 10_000], 80);
  const bins = histogram(axis, Float64Array.of(1, 50, 10_000));

  assert.deepEqual(
    [1, 50, 10_000].map((value) => bins[cellOf(axis, value) ?? -1]),
    [1, 1, 1],
  );
  const steps = decades(axis).map(({cell}) => cell);
  assert.equal(steps.length, 5);
  const gaps = steps.slice(1).map((cell, i) => cell - (steps[i] ?? 0));
  assert.ok(Math.max(...gaps) - Math.min(...gaps) <= 1);
  assert.equal(cellOf(axis, 1e6), undefined);
});

test('one value, none, and absurd ones still have an axis', () => {
  for (const values of [[], [5], [0.0001, 1e14], [Number.NaN, 3]]) {
    const {from, to} = axisOver(values, 40);
    assert.ok(from > 0 && to > from && Number.isFinite(to));
  }
});

test('a value on a limit is on neither side of it, as the rules judge', () => {
  const sorted = Float64Array.of(0.5, 1, 1, 2, 10_000, 10_001);

  assert.deepEqual([countBelow(sorted, 1), countAbove(sorted, 10_000), countAbove(sorted, 1)], [1, 1, 3]);
});

test('unknown caps and sectors are counted apart, and the blocklist by its closes', () => {
  const [one, two, three] = listings(3);
  const {marketCap: _cap, sector: _sector, ...bare} = one ?? listings(1)[0] ?? assert.fail();
  const shape = shapeOf([bare, ...(two && three ? [two, three] : [])]);

  assert.deepEqual([shape.prices.length, shape.caps.length, shape.sectors.get('unknown')], [3, 2, 1]);
  assert.ok(shapeOf(blocklist(30)).blocked.length > 20);
});

test('a table version is measured once', () => {
  const rows = listings(10);

  assert.equal(shapeOf(rows), shapeOf(rows));
  assert.notEqual(shapeOf([...rows]), shapeOf(rows));
});
