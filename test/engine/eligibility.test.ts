import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {Connection} from '../../source/provider/connection.ts';
import type {Eligibility} from '../../source/provider/contract.ts';
import {fakeSource} from '../helpers/fake-source.ts';
import {type House, openHouse} from '../helpers/house.ts';
import {bulk, ordinary} from '../helpers/ordinary.ts';

/** A broker that knows this of its symbols, and nothing of others. */
function broker(known: Readonly<Record<string, Eligibility>>): {connection: Connection; asked: string[]} {
  const asked: string[] = [];
  const {connection} = fakeSource('broker', {}, {lists: false});
  return {
    asked,
    connection: {
      ...connection,
      fractional: {
        batchSize: 100,
        fetch: async (symbols) => {
          asked.push(...symbols);
          return new Map(symbols.flatMap((symbol) => (known[symbol] ? [[symbol, known[symbol]] as const] : [])));
        },
      },
    },
  };
}

const rich = {close: 600, cap: 5e9};

async function built(t: TestContext, connection: Connection, settings: Record<string, unknown>): Promise<House> {
  const main = fakeSource('main', {...ordinary(), YES: rich, NO: rich, MAYBE: rich}, bulk);
  const priority = {symbols: ['main'], prices: ['main'], metadata: ['main'], fractional: ['broker']};
  const house = await openHouse(t, {
    connections: [main.connection, connection],
    settings: {minUniverse: 1, priority, ...settings},
  });
  await house.perform({name: 'build'});
  return house;
}

const reasonsOf = async (house: House, symbol: string) =>
  (await house.control().query({name: 'explain', symbol})).reasons.map(({rule}) => rule);

test('above the limit only a fractionable symbol passes, and unknown is a reason of its own', async (t) => {
  const {connection, asked} = broker({YES: {fractionable: true}, NO: {fractionable: false}});

  const house = await built(t, connection, {fractionalAbove: 500});

  const sealed = await house.sealed();
  assert.deepEqual(
    ['YES', 'NO', 'MAYBE', 'ORDAA'].map((symbol) => sealed.includes(symbol)),
    [true, false, false, true],
  );
  assert.deepEqual(await reasonsOf(house, 'NO'), ['fractional']);
  assert.deepEqual(await reasonsOf(house, 'MAYBE'), ['fractional-unknown']);
  assert.deepEqual(asked.sort(), ['MAYBE', 'NO', 'YES']);
});

test('where only tradable symbols are wanted, unknown is a reason of its own too', async (t) => {
  const names = Object.keys(ordinary());
  const known = Object.fromEntries(names.map((symbol) => [symbol, {tradable: true}]));
  const {connection} = broker({...known, YES: {tradable: true}, NO: {tradable: false}});

  const house = await built(t, connection, {requireTradable: true});

  const sealed = await house.sealed();
  assert.deepEqual(
    ['YES', 'NO', 'MAYBE', 'ORDAA'].map((symbol) => sealed.includes(symbol)),
    [true, false, false, true],
  );
  assert.deepEqual(
    [await reasonsOf(house, 'NO'), await reasonsOf(house, 'MAYBE')],
    [['tradable'], ['tradable-unknown']],
  );
});

test('nobody is asked about fractions where no rule needs them', async (t) => {
  const {connection, asked} = broker({});

  const house = await built(t, connection, {});

  assert.deepEqual(asked, []);
  assert.equal((await house.sealed()).length, 43);
});
