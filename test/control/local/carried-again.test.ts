import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {type FakeSource, fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse, tuesday, wednesday} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const set = (house: House, field: string, value: unknown) => house.perform({name: 'settings.set', field, value});

/** Two large symbols of which the second night knows no more than a listing, and a listing and a close. */
async function carried(t: TestContext): Promise<{house: House; source: FakeSource}> {
  const NOPRICE = {close: 20, cap: 28e9, listing: {exchange: 'NASDAQ'}} as const;
  const NOCAP = {close: 2.6, cap: 5e9, listing: {exchange: 'NASDAQ'}} as const;
  const source = fakeSource('main', {...ordinary(), NOPRICE, NOCAP}, bulk);
  const house = await openHouse(t, {connections: [source.connection], settings: {gates: {maxRemoved: 1}}});
  await house.perform({name: 'build'});
  source.rows.set('NOPRICE', {listing: NOPRICE.listing});
  source.rows.set('NOCAP', {close: 2.5, listing: NOCAP.listing});
  await house.goTo(tuesday);
  return {house, source};
}

const verdicts = async (house: House) => {
  const explain = async (symbol: string) => {
    const {bucket, facts} = await house.control().query({name: 'explain', symbol});
    return [bucket, facts?.lastClose, facts?.marketCap, facts?.carried];
  };
  return [await explain('NOPRICE'), await explain('NOCAP')];
};
const standing = [
  ['carried', 20, 28e9, 1],
  ['carried', 2.5, 5e9, 1],
];
const fit = async (house: House) => (await house.control().query({name: 'verify', deep: true})).fit;

test('carried symbols come back on the same values when a criterion is changed and put back', async (t) => {
  const {house, source} = await carried(t);
  await house.perform({name: 'build'});
  const calls = source.calls.length;

  for (const [field, other, own] of [
    ['exchanges', ['NYSE'], ['NYSE', 'NASDAQ', 'ARCA']],
    ['minPrice', 30, 1],
  ] as const) {
    await set(house, field, other);
    await house.perform({name: 'refilter'});
    assert.equal((await house.sealed()).length, 40, field);
    assert.deepEqual(
      (await verdicts(house)).map(([bucket]) => bucket),
      ['rejected', 'rejected'],
      field,
    );
    await set(house, field, own);
    await house.perform({name: 'refilter'});
    assert.deepEqual(await verdicts(house), standing, field);
  }

  assert.deepEqual(
    (await house.control().query({name: 'reasons', symbols: ['NOPRICE', 'NOCAP']})).reasons.map(({words}) => words),
    ['carried on its values of 2026-03-03: market cap unknown', 'carried on its values of 2026-03-02: close unknown'],
  );
  assert.equal(source.calls.length, calls);
  assert.equal(await fit(house), true);
});

test('a night built under other criteria judges its last values again', async (t) => {
  const {house} = await carried(t);
  await set(house, 'exchanges', ['NYSE']);
  await house.perform({name: 'build'});
  assert.equal((await house.sealed()).length, 40);
  await set(house, 'exchanges', ['NYSE', 'NASDAQ', 'ARCA']);

  await house.perform({name: 'refilter'});

  assert.deepEqual(await verdicts(house), standing);
  assert.equal(await fit(house), true);
});

test('another build of the night knows what a refilter in between rejected, and counts the night once', async (t) => {
  const {house} = await carried(t);
  await house.perform({name: 'build'});
  await set(house, 'exchanges', ['NYSE']);
  await house.perform({name: 'refilter'});
  await set(house, 'exchanges', ['NYSE', 'NASDAQ', 'ARCA']);

  await house.perform({name: 'build'});

  assert.deepEqual(await verdicts(house), standing);
});

test('the night after owes nothing to who was rejected last night', async (t) => {
  const {house} = await carried(t);
  await set(house, 'exchanges', ['NYSE']);
  await house.perform({name: 'build'});
  await set(house, 'exchanges', ['NYSE', 'NASDAQ', 'ARCA']);
  await house.goTo(wednesday);

  await house.perform({name: 'build'});

  assert.deepEqual(
    (await verdicts(house)).map(([bucket]) => bucket),
    ['unpriced', 'rejected'],
  );
});

test('a person who blocks a carried symbol and unblocks it finds it on its last values', async (t) => {
  const {house} = await carried(t);
  await house.perform({name: 'build'});
  const justification = 'a reason';

  await house.perform({name: 'blocklist.add', symbols: ['NOPRICE', 'NOCAP'], justification});
  assert.equal((await house.sealed()).length, 40);
  await house.perform({name: 'blocklist.remove', symbols: ['NOPRICE', 'NOCAP'], justification});

  assert.deepEqual(await verdicts(house), standing);
});
