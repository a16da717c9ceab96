import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Entered, enteredWords} from '../../source/universe/entered.ts';

const words = (change: Partial<Entered>) =>
  enteredWords({symbol: 'UPPP', earlier: 'absent', reasons: [], recovered: false, ...change});

test('who entered is told by what kept it out before', () => {
  const below = {rule: 'cap-below', observed: 1e6, limit: 300e6} as const;

  assert.deepEqual(
    [
      words({}),
      words({earlier: 'rejected', reasons: [below, {rule: 'exchange', observed: 'AMEX', limit: 'NYSE'}]}),
      words({earlier: 'unpriced', reasons: [{rule: 'price-unknown'}]}),
      words({earlier: 'blocked', reasons: [{rule: 'blocked', observed: 0.97, limit: 1}], recovered: true}),
      words({earlier: 'blocked', recovered: true}),
      words({earlier: 'held'}),
    ],
    [
      'newly listed',
      'was rejected: market cap 1M < 300M and exchange AMEX is not among NYSE',
      'was unpriced: close unknown',
      'recovered: was blocked, 0.97',
      'recovered: was blocked',
      'was held',
    ],
  );
});
