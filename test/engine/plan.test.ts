import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Planning, plan, recoveryPlan} from '../../source/engine/plan.ts';
import {fakeSource} from '../helpers/fake-source.ts';

const bulk = Number.POSITIVE_INFINITY;

function steps(metadataBatch: number): readonly string[] {
  const {connection} = fakeSource('main', {}, {priceBatch: bulk, metadataBatch});
  const order = {symbols: [], prices: ['main'], metadata: ['main'], fractional: []};
  const found = plan({order, connections: new Map([['main', connection]]), lastSeal: undefined});
  return found.steps.map(({pass, calls, because}) => `${pass} ${calls} ${because}`);
}

test('metadata of the bulk body that priced the market cost nothing more', () => {
  assert.deepEqual(steps(bulk), ['price 1 in bulk']);
});

test('metadata that a bulk price source gives by the symbol are counted by the symbol', () => {
  assert.deepEqual(steps(1), ['price 1 in bulk', 'enrich 12400 about 12400 symbols, 1 a call']);
});

test('a recovery is planned by whom it asks and how many a call takes, and without anybody asks nothing', () => {
  const {connection} = fakeSource('main', {}, {priceBatch: 250});
  const order = {symbols: [], prices: ['main'], metadata: [], fractional: []};
  const planning = {order, connections: new Map([['main', connection]]), lastSeal: undefined};

  assert.deepEqual(
    [662, 1, 0].map((symbols) => recoveryPlan(symbols, planning).map(({calls}) => calls)),
    [[3], [1], []],
  );
});

test('the calls of the cross-check are planned, those of the first price source only for what others priced', () => {
  const connections = ['main', 'other'].map((id) => fakeSource(id, {}, {priceBatch: 100}).connection);
  const planning: Planning = {
    order: {symbols: [], prices: ['main'], metadata: [], fractional: []},
    checks: ['other', 'main'],
    connections: new Map(connections.map((one) => [one.id, one])),
    lastSeal: undefined,
  };
  const judged = (more: Partial<Planning> = {}) =>
    plan({...planning, ...more})
      .steps.filter(({pass}) => pass === 'judge')
      .map(({provider, calls}) => [provider, calls]);

  assert.deepEqual(judged(), [
    ['other', 31],
    ['main', 2],
  ]);
  assert.deepEqual(judged({lastSeal: sealed({'judge other': 29})}), [['other', 29]]);
  const resumes = {isCollected: true, asked: {'judge other': 20}, left: new Map()};
  assert.deepEqual(judged({lastSeal: sealed({'judge other': 29}), resumes}), [['other', 9]]);
  assert.deepEqual(judged({checks: []}), []);
});

test('who is asked about fractions alone is planned where a rule hangs on it', () => {
  const {connection} = fakeSource('broker', {}, {lists: false});
  const broker = {...connection, fractional: {batchSize: Number.POSITIVE_INFINITY, fetch: async () => new Map()}};
  const planning = {
    order: {symbols: [], prices: [], metadata: [], fractional: ['broker']},
    connections: new Map([['broker', broker]]),
    lastSeal: undefined,
  };

  assert.deepEqual(
    [true, false].map((wantsEligibility) => plan({...planning, wantsEligibility}).steps),
    [[{pass: 'enrich', provider: 'broker', calls: 1, because: 'in bulk'}], []],
  );
});

test('a share of a request is a whole one', () => {
  const {connection} = fakeSource('main', {}, {priceBatch: 12_400});
  const order = {symbols: [], prices: ['main'], metadata: [], fractional: []};
  const connections = new Map([['main', {...connection, calls: {prices: 1.3}}]]);

  assert.equal(plan({order, connections, lastSeal: undefined}).calls, 2);
});

function sealed(asked: Readonly<Record<string, number>>): NonNullable<Planning['lastSeal']> {
  return {
    buildId: 'a',
    session: '2026-02-27',
    sealedAt: '2026-02-28T01:00:00.000Z',
    sources: [],
    candidates: 12_400,
    asked,
  };
}
