import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {drift} from '../../source/universe/drift.ts';
import {symbol} from './symbols.ts';

const night = fc.uniqueArray(
  fc
    .record({symbol: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'), sector: fc.constantFrom('Energy', 'Finance')})
    .map(symbol),
  {selector: (row) => row.symbol},
);

test('drift names who came and went, and counts who stayed and who changed', () => {
  const from = ['A', 'B', 'C', 'D'].map((name) => symbol({symbol: name}));
  const to = [symbol({symbol: 'B', lastClose: 13}), symbol({symbol: 'C', sector: 'Energy'}), symbol({symbol: 'Z'})];

  assert.deepEqual(drift(from, to), {added: ['Z'], removed: ['A', 'D'], changed: 1, kept: 2, turnover: 0.75});
});

test('drift there is the mirror of drift back', () => {
  fc.assert(
    fc.property(night, night, (from, to) => {
      const [there, back] = [drift(from, to), drift(to, from)];

      assert.deepEqual([back.added, back.removed], [there.removed, there.added]);
      assert.deepEqual([back.changed, back.kept], [there.changed, there.kept]);
      assert.equal(there.kept + there.removed.length, from.length);
      assert.equal(there.kept + there.added.length, to.length);
    }),
  );
});

test('nothing drifts from a night to itself', () => {
  fc.assert(
    fc.property(night, (rows) => {
      assert.deepEqual(drift(rows, rows), {added: [], removed: [], changed: 0, kept: rows.length, turnover: 0});
    }),
  );
});

test('the turnover of a first night is whole, not infinite', () => {
  assert.equal(drift([], [symbol()]).turnover, 1);
});
