import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {emptyBuckets, funnelOf} from '../../source/universe/funnel.ts';
import {Bucket, Funnel, Rule, type VerdictLine} from '../../source/universe/verdict.ts';

const line: fc.Arbitrary<VerdictLine> = fc.record({
  symbol: fc.constantFrom('A', 'B', 'C'),
  bucket: fc.constantFrom(...Bucket.options),
  reasons: fc.array(fc.record({rule: fc.constantFrom(...Rule.options)}), {maxLength: 4}),
});

test('a symbol counts once in its bucket and once a rule', () => {
  const funnel = funnelOf([
    {symbol: 'A', bucket: 'admitted', reasons: []},
    {symbol: 'B', bucket: 'rejected', reasons: [{rule: 'cap-below'}, {rule: 'exchange'}, {rule: 'cap-below'}]},
    {symbol: 'C', bucket: 'rejected', reasons: [{rule: 'cap-below'}]},
  ]);

  assert.deepEqual(funnel, {
    candidates: 3,
    buckets: {...emptyBuckets(), admitted: 1, rejected: 2},
    rules: {'cap-below': 2, exchange: 1},
  });
});

test('the buckets add up to all candidates, and no rule rejects more than there are', () => {
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const funnel = funnelOf(lines);

      assert.ok(Funnel.safeParse(funnel).success);
      assert.equal(funnel.candidates, lines.length);
      assert.equal(
        Object.values(funnel.buckets).reduce((sum, count) => sum + count, 0),
        lines.length,
      );
      assert.ok(Object.values(funnel.rules).every((count) => count > 0 && count <= lines.length));
    }),
  );
});
