import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {
  isDue,
  isExpired,
  isSuspect,
  type ManualEntry,
  type PriceFloorEntry,
  readReasonText,
  reasonText,
} from '../../source/universe/blocklist.ts';

const cheap: PriceFloorEntry = {
  symbol: 'ACME',
  at: '2026-03-02T22:00:00Z',
  origin: 'price-floor',
  provider: 'nasdaq',
  lastClose: 0.42,
  floor: 1,
  session: '2026-03-02',
};
const manual: ManualEntry = {
  symbol: 'ACME',
  at: '2026-03-02T22:00:00Z',
  origin: 'manual',
  actor: 'ann',
  justification: 'under investigation',
};
const terms = {floor: 1, session: '2026-03-03', nightlyFrom: 0.5, restEveryDays: 7};

test('the reason of an automatic entry names close, floor and session; that of a person is theirs', () => {
  assert.equal(reasonText(cheap), 'below price floor: 0.42 < 1.00 (session 2026-03-02)');
  assert.equal(reasonText(manual), 'under investigation');
});

test('a close just below the floor is not written as the floor', () => {
  assert.equal(reasonText({...cheap, lastClose: 0.99996}), 'below price floor: 0.99996 < 1.00 (session 2026-03-02)');
});

test('the reason of an automatic entry reads back without loss', () => {
  const dollars = fc.double({min: 0.0001, max: 10_000, noNaN: true});
  fc.assert(
    fc.property(dollars, dollars, (lastClose, floor) => {
      assert.deepEqual(readReasonText(reasonText({...cheap, lastClose, floor})), {
        lastClose,
        floor,
        session: '2026-03-02',
      });
    }),
  );
  assert.equal(readReasonText('below price floor: a lot'), undefined);
});

test('a temporary block is over at its hour, any other block never', () => {
  const temporary = {...manual, expires: '2026-03-05T00:00:00Z'};

  assert.equal(isExpired(temporary, new Date('2026-03-04T23:59:59Z')), false);
  assert.equal(isExpired(temporary, new Date('2026-03-05T00:00:00Z')), true);
  assert.equal(isExpired(manual, new Date('2036-03-05T00:00:00Z')), false);
  assert.equal(isExpired(cheap, new Date('2036-03-05T00:00:00Z')), false);
});

test('from half the floor a blocked symbol is looked at every night, the rest once a week', () => {
  const near = {...cheap, lastClose: 0.5};

  assert.equal(isDue(near, terms), true);
  assert.equal(isDue(near, {...terms, session: '2026-03-02'}), false);
  assert.equal(isDue(cheap, {...terms, session: '2026-03-06'}), false);
  assert.equal(isDue(cheap, {...terms, session: '2026-03-09'}), true);
});

test('an entry whose recorded close passes the floor now in force is due at once', () => {
  assert.equal(isDue(cheap, {...terms, floor: 0.42, session: '2026-03-02'}), true);
});

test('a person’s entry is never due', () => {
  assert.equal(isDue(manual, {...terms, session: '2027-03-02'}), false);
});

test('a close four times the last one, or a quarter of it, is suspected of a split', () => {
  assert.equal(isSuspect(0.5, 2, 4), true);
  assert.equal(isSuspect(0.5, 1.99, 4), false);
  assert.equal(isSuspect(2, 0.5, 4), true);
  assert.equal(isSuspect(2, 0.51, 4), false);
});
