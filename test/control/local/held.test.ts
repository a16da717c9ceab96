import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {type FakeRow, fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse} from '../../helpers/house.ts';
import {big, bulk, ordinary} from '../../helpers/ordinary.ts';

const check = {
  priority: {symbols: ['main'], prices: ['main'], metadata: ['main']},
  crossCheck: {enabled: true, sources: ['second'], maxDivergence: 0.005},
};

/** A market whose closes a second source is asked about. */
async function checked(t: TestContext, second: Record<string, FakeRow>): Promise<House> {
  const main = fakeSource('main', {...ordinary(), ODD: big, EVEN: big}, bulk);
  const other = fakeSource('second', {...ordinary(), ...second}, {lists: false, priceBatch: 50});
  const house = await openHouse(t, {connections: [main.connection, other.connection], settings: check});
  await house.perform({name: 'build'});
  return house;
}

const inside = async (house: House, ...symbols: string[]) => {
  const sealed = await house.sealed();
  return symbols.map((symbol) => sealed.includes(symbol));
};

test('a symbol whose sources differ by more than allowed is held: out of the universe, not on the blocklist', async (t) => {
  const house = await checked(t, {ODD: {close: 50.3}, EVEN: {close: 50.2}});

  assert.deepEqual(await inside(house, 'ODD', 'EVEN'), [false, true]);
  assert.deepEqual(house.blocked(), []);
  assert.deepEqual(
    house.of('symbol.held').map(({symbol, divergence}) => [symbol, Math.round(divergence * 1e5) / 1e5]),
    [['ODD', 0.00596]],
  );
  const {bucket, reasons} = await house.control().query({name: 'explain', symbol: 'ODD'});
  assert.deepEqual([bucket, reasons.map(({rule}) => rule)], ['held', ['held']]);
  assert.equal((await house.control().query({name: 'verify', deep: true})).fit, true);
});

test('a stale or unusable second close decides nothing', async (t) => {
  const house = await checked(t, {ODD: {close: 99, session: '2026-02-27'}, EVEN: {close: 0}});

  assert.deepEqual(await inside(house, 'ODD', 'EVEN'), [true, true]);
  assert.deepEqual(house.of('symbol.held'), []);
});

test('a held symbol stays out through a refilter, a block and an unblock', async (t) => {
  const house = await checked(t, {ODD: {close: 60}});
  const justification = 'a reason';

  await house.perform({name: 'refilter'});
  const afterRefilter = await inside(house, 'ODD');
  await house.perform({name: 'blocklist.add', symbols: ['ODD', 'ORDAA'], justification});
  await house.perform({name: 'blocklist.remove', symbols: ['ODD', 'ORDAA'], justification});
  await house.perform({name: 'refilter'});

  assert.deepEqual([afterRefilter, await inside(house, 'ODD', 'ORDAA')], [[false], [false, true]]);
});

test('a night that was below the floor stays so through a block and an unblock', async (t) => {
  const main = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [main.connection]});
  await house.perform({name: 'build'});
  const justification = 'a reason';

  await house.perform({name: 'blocklist.add', symbols: ['CHEAP'], justification});
  await house.perform({name: 'blocklist.remove', symbols: ['CHEAP'], justification});
  await house.perform({name: 'refilter'});

  assert.deepEqual(await inside(house, 'CHEAP'), [false]);
});
