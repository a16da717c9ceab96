import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

/** Blocked under a floor of 2 at 1.50, and off the blocklist again under one of 1, at the close seen then. */
async function recovered(t: TestContext, seen: number): Promise<House> {
  const source = fakeSource('main', {...ordinary(), FREED: {close: 1.5, cap: 5e9}}, bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await floor(house, 2);
  await house.perform({name: 'build'});
  await floor(house, 1);
  source.rows.set('FREED', {close: seen, cap: 5e9});
  await house.perform({name: 'recover'});
  assert.deepEqual(house.blocked(), []);
  return house;
}

const floor = (house: House, value: number) => house.perform({name: 'settings.set', field: 'minPrice', value});

async function explained(house: House) {
  const {bucket, sentence, counterfactual} = await house.control().query({name: 'explain', symbol: 'FREED'});
  return {bucket, sentence, counterfactual};
}

test('who came off the blocklist and is below the floor of a refilter is out for the close that was seen then', async (t) => {
  const house = await recovered(t, 1.8);
  await floor(house, 3);

  await house.perform({name: 'refilter'});

  const out = {
    bucket: 'rejected',
    sentence: 'FREED is not in the universe: close 1.80 < 3.00; missing market cap, which the next build asks for.',
    counterfactual: undefined,
  };
  assert.deepEqual(await explained(house), out);
  await house.perform({name: 'refilter'});
  assert.deepEqual(await explained(house), out);
});

test('who came off the blocklist and is above the floor of a refilter waits for the next build, which admits it', async (t) => {
  const house = await recovered(t, 1.5);

  await house.perform({name: 'refilter'});

  assert.deepEqual(await explained(house), {
    bucket: 'rejected',
    sentence: 'FREED is not in the universe: missing market cap, which the next build asks for.',
    counterfactual: undefined,
  });
  await house.perform({name: 'build'});
  assert.equal((await house.sealed()).includes('FREED'), true);
});

test('who came off the blocklist lacks by name every fact that the criteria of a refilter want', async (t) => {
  const house = await recovered(t, 1.5);
  await house.perform({name: 'settings.set', field: 'requireTradable', value: true});
  await house.perform({name: 'settings.set', field: 'fractionalAbove', value: 1});

  await house.perform({
    name: 'refilter',
    override: ['removed', 'large-symbol', 'min-universe'],
    justification: 'a test',
  });

  const {reasons} = await house.control().query({name: 'explain', symbol: 'FREED'});
  assert.deepEqual(reasons, [
    {
      rule: 'fact-missing',
      observed: 'market cap and fractional eligibility and tradability, which the next build asks for',
    },
  ]);
});

test('who is below the floor is told the floor, and not that an unblock would do', async (t) => {
  const {connection} = fakeSource('main', {...ordinary(), CHEAP: {close: 0.42, cap: 5e9}}, bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});

  const {counterfactual, listed} = await house.control().query({name: 'explain', symbol: 'CHEAP'});

  assert.equal(counterfactual, 'is looked up and judged in full if minPrice ≤ 0.42');
  assert.deepEqual([listed?.symbol, listed?.listedBy], ['CHEAP', ['main']]);
});
