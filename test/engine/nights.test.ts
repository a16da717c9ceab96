import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {build} from '../../source/engine/build.ts';
import type {BuildEvent} from '../../source/engine/event.ts';
import type {BuildOrder} from '../../source/engine/order.ts';
import type {BuildOutcome} from '../../source/engine/outcome.ts';
import type {Terms} from '../../source/engine/terms.ts';
import {order} from '../helpers/engine-room.ts';
import {type FakeSource, fakeSource} from '../helpers/fake-source.ts';
import {type Nights, nightly} from '../helpers/nights.ts';

const big = {close: 50, cap: 1e9};

/** Forty ordinary symbols, so that a single change stays below every gate. */
function ordinary(): Record<string, typeof big> {
  return Object.fromEntries(
    Array.from({length: 40}, (_, n) => [`ORD${String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26))}`, big]),
  );
}

async function market(
  context: TestContext,
  rows: Parameters<typeof fakeSource>[1],
  terms: Partial<Terms> = {},
): Promise<{source: FakeSource; nights: Nights}> {
  const source = fakeSource(
    'main',
    {...ordinary(), ...rows},
    {priceBatch: Number.POSITIVE_INFINITY, metadataBatch: Number.POSITIVE_INFINITY},
  );
  const nights = await nightly(context, {connections: [source.connection], terms: {...terms}});
  return {source, nights};
}

function sealedOf(outcome: BuildOutcome): Extract<BuildOutcome, {outcome: 'sealed'}> {
  assert.equal(outcome.outcome, 'sealed', JSON.stringify(outcome));
  return outcome as Extract<BuildOutcome, {outcome: 'sealed'}>;
}

async function universe(nights: Nights): Promise<Map<string, {carried?: number; lastClose: number}>> {
  const file: {symbols: {symbol: string; carried?: number; lastClose: number}[]} = JSON.parse(
    await readFile(nights.room().paths.final, 'utf8'),
  );
  return new Map(file.symbols.map((row) => [row.symbol, row]));
}

function of<Type extends BuildEvent['type']>(nights: Nights, type: Type): Extract<BuildEvent, {type: Type}>[] {
  return nights.events.filter((event): event is Extract<BuildEvent, {type: Type}> => event.type === type);
}

function run(nights: Nights, more: Partial<BuildOrder> = {}): Promise<BuildOutcome> {
  return build(nights.room().works, order(more));
}

test('a symbol below the floor is on the blocklist before anybody is told', async (context) => {
  const {nights} = await market(context, {CHEAP: {close: 0.5, cap: 1e9}});
  const onDisk: boolean[] = [];
  nights.room().works.stream.listen(({event}) => {
    if (event.type === 'symbol.blocklisted') onDisk.push(nights.room().works.blocklist.has(event.symbol));
  });

  const {buckets} = sealedOf(await run(nights));

  assert.deepEqual(onDisk, [true]);
  assert.deepEqual([buckets['below-floor'], buckets.admitted], [1, 40]);
});

test('a blocked symbol that rises above the floor comes back without a call of its own', async (context) => {
  const {source, nights} = await market(context, {RISER: {close: 0.8, cap: 1e9}});
  await run(nights);
  await nights.next();
  source.calls.length = 0;
  source.rows.set('RISER', {close: 1.3, cap: 1e9});

  sealedOf(await run(nights));

  assert.ok((await universe(nights)).has('RISER'));
  assert.equal(of(nights, 'symbol.recovered').at(-1)?.blockedClose, 0.8);
  assert.deepEqual(
    source.calls.map((call) => call.split(' ')[0]),
    ['list', 'prices', 'metadata'],
  );
});

test('a symbol that nobody prices tonight is carried for the grace nights and then leaves', async (context) => {
  const {source, nights} = await market(context, {QUIET: big});
  await run(nights);
  source.rows.set('QUIET', {cap: 5e9});
  const seen: (number | undefined)[] = [];

  for (let night = 0; night < 4; night += 1) {
    await nights.next();
    sealedOf(await run(nights));
    seen.push((await universe(nights)).get('QUIET')?.carried);
  }

  assert.deepEqual(seen, [1, 2, 3, undefined]);
  assert.ok(!nights.room().works.blocklist.has('QUIET'));
});

test('a symbol that the official list drops leaves at once', async (context) => {
  const {source, nights} = await market(context, {GONE: big});
  await run(nights);
  await nights.next();
  source.rows.delete('GONE');

  sealedOf(await run(nights));

  assert.ok(!(await universe(nights)).has('GONE'));
});

test('while its list source is down a sealed symbol stays a candidate', async (context) => {
  const second = fakeSource('second', ordinary(), {official: false});
  const main = fakeSource('main', {...ordinary(), ONLY: big}, {priceBatch: 1000, metadataBatch: 1000});
  const nights = await nightly(context, {connections: [main.connection, second.connection]});
  await run(nights);
  await nights.next();
  main.fail('list', 'unreachable');

  sealedOf(await run(nights));

  assert.ok((await universe(nights)).has('ONLY'));
  assert.deepEqual(
    of(nights, 'source.failed').map(({source}) => source),
    ['main'],
  );
});

test('when no source answers the build pauses and the sealed universe stands', async (context) => {
  const {source, nights} = await market(context, {});
  await run(nights);
  const before = await readFile(nights.room().paths.final);
  await nights.next();
  source.fail('prices', 'unreachable');

  const outcome = await run(nights);

  assert.equal(outcome.outcome, 'paused');
  assert.deepEqual(await readFile(nights.room().paths.final), before);
});

test('a gate refuses a universe that loses too much, and an override by name seals it without a new call', async (context) => {
  const {source, nights} = await market(context, {});
  await run(nights);
  await nights.next();
  for (const symbol of [...source.rows.keys()].slice(0, 5)) source.rows.set(symbol, {close: 50, cap: 290e6});

  const refused = await run(nights);
  assert.equal(refused.outcome, 'refused');
  assert.equal((await universe(nights)).size, 40);
  const calls = source.calls.length;
  const sealed = sealedOf(await run(nights, {overrides: ['removed'], justification: 'checked by hand', actor: 'ann'}));

  assert.equal(sealed.records, 35);
  assert.equal(source.calls.length, calls);
  assert.deepEqual(
    of(nights, 'gate.overridden').map(({gate, actor}) => [gate, actor]),
    [['removed', 'ann']],
  );
});

test('a large symbol never leaves for want of data', async (context) => {
  const {source, nights} = await market(context, {HUGE: {close: 500, cap: 2e12}}, {graceNights: 0});
  await run(nights);
  await nights.next();
  source.rows.set('HUGE', {cap: 2e12});

  const outcome = await run(nights);

  assert.deepEqual(
    outcome.outcome === 'refused' ? outcome.gates.map(({gate, subjects}) => [gate, subjects]) : outcome,
    [['large-symbol', ['HUGE']]],
  );
});

test('a collapse and a reverse split each need a second source', async (context) => {
  const second = fakeSource('second', {}, {lists: false, priceBatch: 20});
  const main = fakeSource(
    'main',
    {...ordinary(), FELL: big, SPLIT: {close: 0.3, cap: 1e9}},
    {priceBatch: Number.POSITIVE_INFINITY, metadataBatch: 1000},
  );
  const nights = await nightly(context, {connections: [main.connection, second.connection]});
  await run(nights);
  await nights.next();
  main.rows.set('FELL', {close: 0.02, cap: 5e9});
  main.rows.set('SPLIT', {close: 3, cap: 1e9});
  second.rows.set('SPLIT', {close: 3.01});

  sealedOf(await run(nights));

  assert.ok(!nights.room().works.blocklist.has('FELL'));
  assert.equal((await universe(nights)).get('FELL')?.carried, 1);
  assert.ok((await universe(nights)).has('SPLIT'));
  assert.deepEqual(
    second.calls.map((call) => call.replace('prices ', '').split(',').sort()),
    [['FELL', 'SPLIT']],
  );
});

test('what a person unblocks is looked at again, and blocked again by an event that names them', async (context) => {
  const {nights} = await market(context, {CHEAP: {close: 0.5, cap: 1e9}});
  await run(nights);
  const {works} = nights.room();
  await works.unblocks.append([{symbol: 'CHEAP', at: works.clock.now().toISOString(), actor: 'bob'}]);
  await works.blocklist.remove(['CHEAP']);
  await nights.next();

  await run(nights);

  assert.ok(nights.room().works.blocklist.has('CHEAP'));
  assert.match(of(nights, 'symbol.blocklisted').at(-1)?.afterUnblock ?? '', /bob$/);
});
