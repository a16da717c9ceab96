import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {build} from '../../source/engine/build.ts';
import {order} from '../helpers/engine-room.ts';
import {type FakeSource, fakeSource} from '../helpers/fake-source.ts';
import {type Nights, nightly} from '../helpers/nights.ts';

const bulk = {priceBatch: Number.POSITIVE_INFINITY, metadataBatch: Number.POSITIVE_INFINITY};

/** Sixty symbols, enough for a median to say something, closes between two and sixty dollars. */
function market(): Record<string, {close: number; cap: number}> {
  return Object.fromEntries(
    Array.from({length: 60}, (_, n) => [
      `ORD${String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26))}`,
      {close: n + 1.5, cap: 1e9 + n * 1e9},
    ]),
  );
}

async function twoNights(context: TestContext, lie: (main: FakeSource, second: FakeSource) => void): Promise<Nights> {
  const main = fakeSource('main', market(), bulk);
  const second = fakeSource('second', {}, {lists: false, priceBatch: 20, metadataBatch: 50});
  const nights = await nightly(context, {connections: [main.connection, second.connection]});
  assert.equal((await build(nights.room().works, order())).outcome, 'sealed');
  await nights.next();
  lie(main, second);
  return nights;
}

type Bent = {readonly close?: number; readonly cap?: number; readonly session?: string};

function bend(source: FakeSource, change: (row: {close: number; cap: number}) => Bent): void {
  for (const [symbol, row] of source.rows)
    source.rows.set(symbol, {...row, ...change(row as {close: number; cap: number})});
}

async function sealed(nights: Nights): Promise<Map<string, {lastClose: number; marketCap: number; carried?: number}>> {
  const {symbols} = JSON.parse(await readFile(nights.room().paths.final, 'utf8'));
  return new Map(symbols.map((row: {symbol: string}) => [row.symbol, row]));
}

test('prices that are all half of the last ones are not believed: nothing is blocked, the sealed file stands', async (context) => {
  const nights = await twoNights(context, (main) => bend(main, ({close}) => ({close: close / 2})));
  const before = await readFile(nights.room().paths.final);

  const outcome = await build(nights.room().works, order());

  assert.equal(outcome.outcome, 'paused');
  assert.equal(nights.room().works.blocklist.size, 0);
  assert.deepEqual(await readFile(nights.room().paths.final), before);
  assert.match(
    JSON.stringify(nights.events.filter(({type}) => type === 'provider.failed')),
    /0\.50 times the last ones/,
  );
});

test('a source that still has the session before is asked again when the build goes on', async (context) => {
  const main = fakeSource('main', market(), bulk);
  const nights = await nightly(context, {connections: [main.connection]});
  bend(main, () => ({session: '2026-02-27'}));
  assert.equal((await build(nights.room().works, order())).outcome, 'paused');
  bend(main, () => ({session: '2026-03-02'}));

  assert.equal((await build(nights.room().works, order())).outcome, 'sealed');

  const [failure] = nights.events.filter(({type}) => type === 'provider.failed');
  assert.match(JSON.stringify(failure), /The closes of main are of 2026-02-27, not yet of 2026-03-02\./);
});

test('caps in another unit are unknown, and the last ones stand', async (context) => {
  const nights = await twoNights(context, (main) => bend(main, ({cap}) => ({cap: cap / 1e6})));

  assert.equal((await build(nights.room().works, order())).outcome, 'sealed');

  const universe = await sealed(nights);
  assert.equal(universe.size, 60);
  assert.equal(universe.get('ORDAA')?.marketCap, 1e9);
});

test('one cap that jumped against its own price is asked again, and the second source counts', async (context) => {
  const nights = await twoNights(context, (main, second) => {
    main.rows.set('ORDBA', {close: 27.5, cap: 27e3});
    second.rows.set('ORDBA', {cap: 27.1e9});
  });

  await build(nights.room().works, order());

  assert.equal((await sealed(nights)).get('ORDBA')?.marketCap, 27.1e9);
});

test('a fourfold move needs a second source above the floor too', async (context) => {
  const nights = await twoNights(context, (main, second) => {
    main.rows.set('ORDBA', {close: 2.5, cap: 27e9});
    main.rows.set('ORDBB', {close: 5, cap: 28e9});
    second.rows.set('ORDBB', {close: 5.01});
  });

  await build(nights.room().works, order());

  const universe = await sealed(nights);
  assert.deepEqual([universe.get('ORDBA')?.lastClose, universe.get('ORDBA')?.carried], [27.5, 1]);
  assert.deepEqual([universe.get('ORDBB')?.lastClose, universe.get('ORDBB')?.carried], [5.01, undefined]);
});

test('a source that types securities overrules the name', async (context) => {
  const main = fakeSource('main', {...market(), BULL: {close: 20}}, {priceBatch: Number.POSITIVE_INFINITY});
  const second = fakeSource('second', market(), {lists: false, metadataBatch: 50});
  second.rows.set('BULL', {cap: 2e9, instrument: 'etf'});
  const nights = await nightly(context, {connections: [main.connection, second.connection]});

  await build(nights.room().works, order());

  const universe = await sealed(nights);
  assert.deepEqual([universe.size, universe.has('BULL')], [60, false]);
});

test('a clock that was set back puts no older night in the place of a newer one', async (context) => {
  const nights = await twoNights(context, () => {});
  await build(nights.room().works, order());
  const before = await readFile(nights.room().paths.final);
  await nights.back();

  await assert.rejects(build(nights.room().works, order()), {code: 'build.backwards', kind: 'usage'});

  assert.deepEqual(await readFile(nights.room().paths.final), before);
});

test('with the official list down the last night says what each symbol is', async (context) => {
  const main = fakeSource('main', {...market(), FUNDY: {listing: {instrument: 'fund'}, close: 20, cap: 2e9}}, bulk);
  const second = fakeSource('second', {...market(), FUNDY: {}}, {official: false});
  const nights = await nightly(context, {connections: [main.connection, second.connection]});
  await build(nights.room().works, order());
  await nights.next();
  main.fail('list', 'unreachable');

  assert.equal((await build(nights.room().works, order())).outcome, 'sealed');

  assert.deepEqual([(await sealed(nights)).size, (await sealed(nights)).has('FUNDY')], [60, false]);
});
