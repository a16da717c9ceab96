import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Command, Result} from '../../../source/control/control.ts';
import {type FakeSource, fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse, tuesday} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const block: Command = {name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a lawsuit was filed'};

/** Performs the block when the source is asked in this way for the first time. */
function blockAt(house: House, source: FakeSource, kind: string): {readonly result: () => Result | undefined} {
  let result: Result | undefined;
  source.before = async (call) => {
    if (result !== undefined || !call.startsWith(kind)) return;
    result = await house.perform(block);
  };
  return {result: () => result};
}

test('a block while a build is running is in force when that build seals', async (t) => {
  const source = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  const blocking = blockAt(house, source, 'metadata');

  const built = await house.perform({name: 'build'});

  assert.match(blocking.result()?.sentence ?? '', /build that is running is over/);
  assert.equal(built.kind, 'done');
  assert.equal((await house.sealed()).includes('ORDAA'), false);
  assert.equal((await house.control().query({name: 'verify', deep: true})).fit, true);
});

test('a block while a build runs that seals nothing leaves the standing universe all the same', async (t) => {
  const source = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  for (const symbol of ['ORDAF', 'ORDAG', 'ORDAH', 'ORDAI']) source.rows.set(symbol, {close: 50, cap: 290e6});
  blockAt(house, source, 'metadata');

  const built = await house.perform({name: 'build'});

  assert.equal(built.kind, 'unfit');
  assert.equal((await house.sealed()).length, 39);
  assert.equal((await house.sealed()).includes('ORDAA'), false);
});

test('a block while recovery is running leaves the sealed universe when it is over', async (t) => {
  const source = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  blockAt(house, source, 'prices');

  await house.perform({name: 'recover'});

  assert.equal((await house.sealed()).includes('ORDAA'), false);
});

test('a person who blocks what is being priced has the last word', async (t) => {
  const source = fakeSource('main', {...ordinary(), ORDAA: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  blockAt(house, source, 'prices');

  await house.perform({name: 'build'});
  const built = house.works().blocklist.get('ORDAA')?.origin;
  await house.goTo(tuesday);
  source.rows.set('ORDAA', {close: 0.9, cap: 1e9});
  await house.perform({name: 'recover'});

  assert.deepEqual([built, house.works().blocklist.get('ORDAA')?.origin], ['manual', 'manual']);
  assert.deepEqual(house.of('symbol.blocklisted'), []);
});

test('an unblock of something below the floor while a build is running is left to the next build', async (t) => {
  const source = fakeSource(
    'main',
    {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}},
    {priceBatch: 41, metadataBatch: 10},
  );
  const house = await openHouse(t, {connections: [source.connection]});
  let asked = false;
  source.before = async (call) => {
    if (asked || !call.startsWith('metadata')) return;
    asked = true;
    await house.perform({name: 'blocklist.remove', symbols: ['CHEAP'], justification: 'merger'});
  };

  const built = await house.perform({name: 'build'});

  assert.equal(built.kind, 'done');
  assert.deepEqual(house.blocked(), []);
  assert.equal((await house.sealed()).includes('CHEAP'), false);
});

test('settings that change while a build is running count from the next one on', async (t) => {
  const source = fakeSource('main', {...ordinary(), SMALL: {close: 50, cap: 1e8}, FIVE: {close: 5, cap: 5e9}}, bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  let changed = false;
  source.before = async (call) => {
    if (changed || !call.startsWith('metadata')) return;
    changed = true;
    await house.perform({name: 'settings.set', field: 'minPrice', value: 10});
    await house.perform({name: 'settings.set', field: 'minMarketCap', value: 1e6});
  };

  await house.perform({name: 'build'});

  assert.equal(changed, true);
  assert.deepEqual([(await house.sealed()).includes('FIVE'), (await house.sealed()).includes('SMALL')], [true, false]);
  assert.equal((await house.control().query({name: 'verify', deep: true})).fit, true);
  await house.perform({name: 'refilter'});
  assert.deepEqual([(await house.sealed()).includes('FIVE'), (await house.sealed()).includes('SMALL')], [false, true]);
});
