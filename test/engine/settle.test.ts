import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Settlement, settle} from '../../source/engine/settle.ts';
import type {BlocklistEntry} from '../../source/universe/blocklist.ts';
import {type CandidateSymbol, type EnrichedSymbol, UniverseEntry} from '../../source/universe/symbol.ts';

const session = '2026-03-03';
const startedAt = '2026-03-03T22:00:00.000Z';
const candidate: CandidateSymbol = {symbol: 'GOOD', exchange: 'NYSE', instrument: 'common', listedBy: ['nasdaqtrader']};
const row: EnrichedSymbol = {
  ...candidate,
  lastClose: 20,
  priceSource: 'nasdaq',
  priceSession: session,
  marketCap: 2e9,
  metadataSource: 'nasdaq',
  fetchedAt: startedAt,
};
const lastNight = UniverseEntry.parse({...row, lastClose: 19, priceSession: '2026-03-02'});

function settled(more: Partial<Settlement>) {
  const [only] = settle({
    candidates: [candidate],
    rowOf: () => undefined,
    blockedOf: () => undefined,
    heldOf: () => undefined,
    admittedOf: () => undefined,
    admittedSession: '2026-03-02',
    session,
    startedAt,
    criteria: {
      exchanges: ['NYSE'],
      instruments: ['common'],
      minPrice: 1,
      maxPrice: 10_000,
      minMarketCap: 300e6,
      requireTradable: false,
    },
    graceNights: 3,
    ...more,
  });
  return only;
}

function withoutCap(): EnrichedSymbol {
  const {marketCap: _unknown, ...rest} = row;
  return rest;
}

test('a passing row is admitted, a failing one rejected with its reasons', () => {
  assert.equal(settled({rowOf: () => row})?.line.bucket, 'admitted');
  assert.deepEqual(settled({rowOf: () => ({...row, marketCap: 287e6})})?.line, {
    symbol: 'GOOD',
    bucket: 'rejected',
    reasons: [{rule: 'cap-below', observed: 287e6, limit: 300e6}],
  });
});

test('a symbol that nobody prices is unpriced: neither blocked nor eligible', () => {
  assert.deepEqual(settled({})?.line, {symbol: 'GOOD', bucket: 'unpriced', reasons: [{rule: 'price-unknown'}]});
});

test('an admitted symbol without a price tonight stands on its last values and counts the nights', () => {
  const first = settled({admittedOf: () => lastNight});

  assert.equal(first?.line.bucket, 'carried');
  assert.equal(first?.entry?.lastClose, 19);
  assert.equal(first?.entry?.priceSession, '2026-03-02');
  assert.equal(first?.entry?.carried, 1);
});

test('after the grace nights it leaves', () => {
  const third = UniverseEntry.parse({...lastNight, carried: 3});

  assert.equal(settled({admittedOf: () => third})?.line.bucket, 'unpriced');
});

test('a second build of the same night does not count the night twice', () => {
  const again = UniverseEntry.parse({...lastNight, carried: 2});

  assert.equal(settled({admittedOf: () => again, admittedSession: session})?.entry?.carried, 2);
});

test('a fresh price decides although only the cap is carried', () => {
  const kept = settled({rowOf: withoutCap, admittedOf: () => lastNight});

  assert.equal(kept?.line.bucket, 'carried');
  assert.equal(kept?.entry?.lastClose, 20);
  assert.equal(kept?.entry?.marketCap, 2e9);
  assert.equal(
    settled({rowOf: () => ({...withoutCap(), lastClose: 20_000}), admittedOf: () => lastNight})?.line.bucket,
    'rejected',
  );
});

test('last values that the criteria reject stay in the verdict, with the nights counted and what is lacking', () => {
  const nasdaq = {...lastNight, exchange: 'NASDAQ'} as const;
  const unpriced = settled({candidates: [{...candidate, exchange: 'NASDAQ'}], admittedOf: () => nasdaq})?.line;
  const capless = settled({rowOf: () => ({...withoutCap(), lastClose: 0.5}), admittedOf: () => lastNight})?.line;

  assert.deepEqual(
    [unpriced?.bucket, unpriced?.reasons.map(({rule}) => rule)],
    ['unpriced', ['price-unknown', 'exchange']],
  );
  assert.deepEqual(unpriced?.lastValues, {entry: {...nasdaq, carried: 1}, lacking: [{rule: 'price-unknown'}]});
  assert.deepEqual(
    [capless?.bucket, capless?.reasons.map(({rule}) => rule)],
    ['rejected', ['price-below', 'cap-unknown']],
  );
  assert.deepEqual(capless?.lastValues, {
    entry: {...lastNight, lastClose: 0.5, priceSession: session, carried: 1},
    lacking: [{rule: 'cap-unknown'}],
  });
});

test('last values past the grace nights are not kept for other criteria', () => {
  const third = {...lastNight, exchange: 'NASDAQ', carried: 3} as const;

  assert.deepEqual(
    settled({candidates: [{...candidate, exchange: 'NASDAQ'}], admittedOf: () => third})?.line.lastValues,
    undefined,
  );
});

test('an unknown cap of a symbol never admitted is unknown, not small', () => {
  assert.deepEqual(settled({rowOf: withoutCap})?.line.reasons, [{rule: 'cap-unknown'}]);
});

test('a blocked or held symbol is never carried nor admitted', () => {
  const entry: BlocklistEntry = {symbol: 'GOOD', at: startedAt, origin: 'manual', actor: 'ann', justification: 'fraud'};

  assert.equal(
    settled({rowOf: () => row, admittedOf: () => lastNight, blockedOf: () => entry})?.line.bucket,
    'blocked',
  );
  assert.equal(settled({rowOf: () => row, admittedOf: () => lastNight, heldOf: () => 0.02})?.line.bucket, 'held');
});

test('a close below the floor seen tonight is told from an older entry', () => {
  const entry: BlocklistEntry = {
    symbol: 'GOOD',
    at: startedAt,
    origin: 'price-floor',
    provider: 'nasdaq',
    lastClose: 0.5,
    floor: 1,
    session,
  };

  assert.equal(settled({blockedOf: () => entry})?.line.bucket, 'below-floor');
  assert.equal(settled({blockedOf: () => ({...entry, at: '2026-03-02T22:00:00.000Z'})})?.line.bucket, 'blocked');
});
