import assert from 'node:assert/strict';
import {test} from 'node:test';
import {observe, type Sight} from '../../source/engine/observe.ts';
import type {PriceFloorEntry} from '../../source/universe/blocklist.ts';

const session = '2026-03-02';
const blocked: PriceFloorEntry = {
  symbol: 'WORN',
  at: '2026-02-20T22:00:00.000Z',
  origin: 'price-floor',
  provider: 'nasdaq',
  lastClose: 0.6,
  floor: 1,
  session: '2026-02-27',
};

function sight(lastClose: number | undefined, more: Partial<Sight> = {}): Sight {
  const answer = lastClose === undefined ? undefined : {lastClose, session};
  return {symbol: 'WORN', source: 'nasdaq', answer, session, floor: 1, suspectJump: 4, maxDivergence: 0.005, ...more};
}

test('what nobody says, and what cannot be a price, is a miss', () => {
  assert.deepEqual(observe(sight(undefined)), {kind: 'missed', because: 'unknown'});
  for (const rubbish of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e308, 1e-9]) {
    assert.deepEqual(observe(sight(rubbish)), {kind: 'missed', because: 'unusable'}, String(rubbish));
  }
});

test('a close of another session never decides anything', () => {
  const answer = {lastClose: 0.5, session: '2026-02-27'};

  assert.deepEqual(observe(sight(1, {answer})), {kind: 'missed', because: 'stale'});
});

test('a close is seen, above and below the floor, of new and of blocked symbols', () => {
  assert.deepEqual(observe(sight(0.99)), {kind: 'seen', lastClose: 0.99});
  assert.deepEqual(observe(sight(1)), {kind: 'seen', lastClose: 1});
  assert.deepEqual(observe(sight(1.2, {blocked})), {kind: 'seen', lastClose: 1.2});
});

test('a blocked symbol that multiplies in one session is a suspect, not a recovery', () => {
  const seen = observe(sight(2.4, {blocked}));

  assert.deepEqual(seen, {kind: 'suspected', suspicion: {lastClose: 2.4, source: 'nasdaq', earlierClose: 0.6}});
});

test('an admitted symbol that collapses below the floor in one session is a suspect, not a block', () => {
  const seen = observe(sight(0.01, {admittedClose: 250}));

  assert.deepEqual(seen, {kind: 'suspected', suspicion: {lastClose: 0.01, source: 'nasdaq', earlierClose: 250}});
});

test('a second source that agrees settles the doubt, the same source never', () => {
  const suspicion = {lastClose: 2.4, source: 'nasdaq', earlierClose: 0.6};

  assert.equal(observe(sight(2.41, {blocked, suspicion, source: 'yahoo'})).kind, 'seen');
  assert.equal(observe(sight(2.6, {blocked, suspicion, source: 'yahoo'})).kind, 'suspected');
  assert.equal(observe(sight(2.4, {blocked, suspicion})).kind, 'suspected');
});

test('a second source with a believable close overrules the first', () => {
  const suspicion = {lastClose: 0.01, source: 'nasdaq', earlierClose: 250};

  assert.deepEqual(observe(sight(251, {admittedClose: 250, suspicion, source: 'yahoo'})), {
    kind: 'seen',
    lastClose: 251,
  });
});
