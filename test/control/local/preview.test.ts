import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../../source/failure.ts';
import {type FakeRow, fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

async function market(t: TestContext, rows: Record<string, FakeRow> = {}): Promise<House> {
  const {connection} = fakeSource('main', {...ordinary(), ...rows}, bulk);
  return openHouse(t, {connections: [connection]});
}

const preview = (house: House) => house.control().query({name: 'preview', of: 'refilter'});
const set = (house: House, field: string, value: unknown) => house.perform({name: 'settings.set', field, value});

test('a preview right after a seal says that nothing would change', async (t) => {
  const house = await market(t);
  await house.perform({name: 'build'});

  const {added, removed, kept, criteria, gates} = await preview(house);

  assert.deepEqual(
    {added, removed, kept, criteria, gates},
    {added: [], removed: [], kept: 40, criteria: [], gates: []},
  );
});

test('a preview says who would come and go and why, and the refilter then does just that', async (t) => {
  const house = await market(t, {SMALL: {close: 50, cap: 1e8}, FIVE: {close: 5, cap: 5e9}});
  await house.perform({name: 'build'});
  const before = await readFile(house.paths.final);
  const sealed = await house.sealed();
  await set(house, 'minPrice', 10);
  await set(house, 'minMarketCap', 1e6);

  const answer = await preview(house);
  const untouched = await readFile(house.paths.final);
  await house.perform({name: 'refilter'});

  assert.deepEqual(answer.added, ['SMALL']);
  assert.deepEqual(answer.removed, [
    {symbol: 'FIVE', bucket: 'rejected', reasons: [{rule: 'price-below', observed: 5, limit: 10}]},
  ]);
  assert.deepEqual(answer.criteria, [
    {field: 'minPrice', sealed: '1', now: '10'},
    {field: 'minMarketCap', sealed: '300000000', now: '1000000'},
  ]);
  assert.deepEqual(untouched, before);
  const after = await house.sealed();
  assert.deepEqual(
    after.filter((symbol) => !sealed.includes(symbol)),
    answer.added,
  );
  assert.deepEqual(
    sealed.filter((symbol) => !after.includes(symbol)),
    answer.removed.map(({symbol}) => symbol),
  );
});

test('what was blocked since the seal would leave, with the reason it was blocked for', async (t) => {
  const house = await market(t);
  await house.perform({name: 'build'});
  await house.goTo('2026-03-03T16:00:00.000Z');
  await house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a lawsuit was filed'});

  assert.deepEqual((await preview(house)).removed, [
    {symbol: 'ORDAA', bucket: 'blocked', reasons: [{rule: 'blocked', observed: 'a lawsuit was filed'}]},
  ]);
});

test('a preview names the gates that would refuse the seal, and the refilter is refused by them', async (t) => {
  const house = await market(t);
  await house.perform({name: 'build'});
  await set(house, 'minUniverse', 100);

  const {gates} = await preview(house);
  const result = await house.perform({name: 'refilter'});

  assert.deepEqual(gates, [{gate: 'min-universe', observed: 40, limit: 100, subjects: []}]);
  assert.equal(result.kind, 'unfit');
});

test('without a sealed universe there is nothing to preview, and the answer says what to do', async (t) => {
  const house = await market(t);

  await assert.rejects(preview(house), (thrown) => thrown instanceof Failure && thrown.code === 'seal.nothing');
});
