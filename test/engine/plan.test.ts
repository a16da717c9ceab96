import assert from 'node:assert/strict';
import {test} from 'node:test';
import {plan, recoveryPlan} from '../../source/engine/plan.ts';
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
