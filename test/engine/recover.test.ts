import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {type FakeSource, fakeSource} from '../helpers/fake-source.ts';
import {type House, openHouse, tuesday} from '../helpers/house.ts';
import {ordinary} from '../helpers/ordinary.ts';

/** Three below the floor on Monday; Tuesday evening has come. */
async function blockedOnMonday(t: TestContext): Promise<{house: House; source: FakeSource; dear: FakeSource}> {
  const cheap = {close: 0.5, cap: 1e9};
  const rows = {...ordinary(), RISES: cheap, STAYS: cheap, SPLITS: {close: 0.3, cap: 1e9}};
  const source = fakeSource('main', rows, {priceBatch: 100, metadataBatch: 100});
  const dear = fakeSource('dear', {RISES: {close: 9}, STAYS: {close: 9}}, {lists: false, priceBatch: 10});
  const paid = {...dear.connection, tier: 'paid'} as const;
  const settings = {
    minUniverse: 1,
    allowPaidPrices: true,
    priority: {symbols: ['main'], prices: ['main', 'dear'], metadata: ['main']},
  };
  const house = await openHouse(t, {connections: [source.connection, paid], settings});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  source.calls.length = 0;
  return {house, source, dear};
}

test('recovery asks about every automatic entry and takes off what is above the floor', async (t) => {
  const {house, source} = await blockedOnMonday(t);
  source.rows.set('RISES', {close: 1.4, cap: 1e9});
  source.rows.set('STAYS', {close: 0.6, cap: 1e9});

  const result = await house.perform({name: 'recover'});

  assert.equal(result.kind, 'done');
  assert.deepEqual(result.data?.recovered, ['RISES']);
  assert.deepEqual(house.blocked(), ['SPLITS', 'STAYS']);
  assert.equal(house.works().blocklist.get('STAYS')?.origin, 'price-floor');
  assert.deepEqual(source.calls, ['prices RISES,SPLITS,STAYS']);
});

test('recovery never asks a paid source, even where prices may', async (t) => {
  const {house, source, dear} = await blockedOnMonday(t);
  for (const symbol of ['RISES', 'STAYS', 'SPLITS']) source.rows.set(symbol, {cap: 1e9});

  const result = await house.perform({name: 'recover'});
  await house.perform({name: 'build'});

  assert.deepEqual(dear.calls, []);
  assert.deepEqual(result.data?.unanswered, ['RISES', 'SPLITS', 'STAYS']);
  assert.deepEqual(house.blocked(), ['RISES', 'SPLITS', 'STAYS']);
});

test('a limited source whose closes are delayed ones prices and recovers without leave', async (t) => {
  const cheap = {close: 0.5, cap: 1e9};
  const source = fakeSource('main', {...ordinary(), RISES: cheap}, {priceBatch: 100, metadataBatch: 100});
  const limited = {...source.connection, tier: 'limited', pricesTier: 'delayed'} as const;
  const house = await openHouse(t, {connections: [limited]});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  source.rows.set('RISES', {close: 1.4, cap: 1e9});

  const result = await house.perform({name: 'recover'});

  assert.deepEqual(result.data?.recovered, ['RISES']);
});

test('a jump of four times is not believed from one source', async (t) => {
  const {house, source} = await blockedOnMonday(t);
  source.rows.set('SPLITS', {close: 3, cap: 1e9});

  const result = await house.perform({name: 'recover'});

  assert.deepEqual(result.data?.recovered, []);
  assert.equal(house.blocked().includes('SPLITS'), true);
});

test('recovery that reaches nobody is paused, not done', async (t) => {
  const {house, source} = await blockedOnMonday(t);
  source.fail('prices', 'unreachable', 5);

  const result = await house.perform({name: 'recover'});

  assert.equal(result.kind, 'paused');
  assert.match(
    result.sentence,
    /^No price source answered; everything blocked stays blocked\. main could not answer\.$/,
  );
  assert.deepEqual(house.blocked(), ['RISES', 'SPLITS', 'STAYS']);
});

test('what a source told the build of the night before is no answer, and recovery asks it anew', async (t) => {
  const source = fakeSource(
    'main',
    {...ordinary(), RISES: {close: 0.5, cap: 1e9}},
    {priceBatch: 100, metadataBatch: 100},
  );
  const house = await withMemory(t, source);
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  source.rows.set('RISES', {close: 1.4, cap: 1e9});
  source.fail('prices', 'unreachable', 1);

  const unreached = await house.perform({name: 'recover'});
  const reached = await house.perform({name: 'recover'});

  assert.equal(unreached.kind, 'paused');
  assert.equal(reached.kind, 'done');
  assert.deepEqual(reached.data?.recovered, ['RISES']);
});

test('recovery says of how many another source could not be asked, and why', async (t) => {
  const rows = {...ordinary(), RISES: {close: 0.5, cap: 1e9}, STAYS: {close: 0.5, cap: 1e9}};
  const source = fakeSource('main', rows, {priceBatch: 100, metadataBatch: 100});
  const other = fakeSource('other', {STAYS: {close: 9}}, {lists: false, priceBatch: 10});
  const house = await openHouse(t, {connections: [source.connection, other.connection]});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  source.rows.set('RISES', {close: 1.4, cap: 1e9});
  source.rows.set('STAYS', {cap: 1e9});
  other.fail('prices', 'unreachable', 5);

  const result = await house.perform({name: 'recover'});

  assert.equal(result.kind, 'done');
  assert.equal(
    result.sentence,
    '1 recovered, 0 still below the floor, 1 without a usable close. 1 of these could not be asked of every source: other could not answer.',
  );
  assert.deepEqual(result.data?.unasked, ['STAYS']);
});

/** A source that answers from memory until it is told to forget, as the bulk sources do. */
async function withMemory(t: TestContext, {connection}: FakeSource): Promise<House> {
  const {prices} = connection;
  if (!prices) throw new Error('It has no prices.');
  let known: Awaited<ReturnType<typeof prices.fetch>> | undefined;
  return openHouse(t, {
    connections: [
      {
        ...connection,
        prices: {
          ...prices,
          fetch: async (symbols, situation) => {
            known ??= await prices.fetch(symbols, situation);
            return known;
          },
        },
        forget: () => {
          known = undefined;
        },
      },
    ],
  });
}

test('recovery with an empty blocklist asks nobody', async (t) => {
  const source = fakeSource('main', ordinary(), {priceBatch: 100, metadataBatch: 100});
  const house = await openHouse(t, {connections: [source.connection]});

  const result = await house.perform({name: 'recover'});

  assert.deepEqual([result.kind, source.calls], ['done', []]);
});
