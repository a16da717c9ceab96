import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {Failure} from '../../../source/failure.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {monday, openHouse, tuesday, tuesdayNoon, wednesday} from '../../helpers/house.ts';
import {big, bulk, ordinary} from '../../helpers/ordinary.ts';

const why = 'a lawsuit was filed';
const blockFirst: Extract<Command, {name: 'blocklist.add'}> = {
  name: 'blocklist.add',
  symbols: ['ORDAA'],
  justification: why,
};

test('a block outside a session leaves the blocklist and the sealed universe changed at once', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});

  const result = await house.perform(blockFirst);

  assert.deepEqual(result.data, {symbols: ['ORDAA'], action: 'added', resealed: true});
  assert.equal((await house.sealed()).includes('ORDAA'), false);
  assert.equal((await house.sealed()).length, 39);
  assert.match(await readFile(house.paths.blocklist, 'utf8'), /^ORDAA,.*,user:olga,a lawsuit was filed,manual$/m);
  assert.equal((await house.control().query({name: 'verify', deep: true})).fit, true);
});

test('a symbol that no list had may be blocked, and the result says that it was not among the candidates', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});
  const before = await house.perform({name: 'blocklist.add', symbols: ['EARLY'], justification: why});
  await house.perform({name: 'build'});

  const alone = await house.perform({name: 'blocklist.add', symbols: ['TYPO'], justification: why});
  const beside = await house.perform({name: 'blocklist.add', symbols: ['ordaa', 'TYPO'], justification: why});

  assert.equal(before.sentence, 'EARLY blocked. The sealed universe does not hold it.');
  assert.equal(
    alone.sentence,
    'TYPO blocked, though not among the candidates of 2026-03-02. The sealed universe does not hold it.',
  );
  assert.match(beside.sentence, /^ORDAA, TYPO blocked, though TYPO is not among the candidates of 2026-03-02\./);
  assert.ok(house.blocked().includes('TYPO'));
});

test('a block inside a session waits for the next seal, and result and verify say so', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  const before = await readFile(house.paths.final);
  await house.goTo(tuesdayNoon);

  const result = await house.perform(blockFirst);

  assert.match(result.sentence, /session is on: it stays in the sealed universe until the next seal/);
  assert.deepEqual(await readFile(house.paths.final), before);
  const {fit, checks} = await house.control().query({name: 'verify', deep: false});
  const disjoint = checks.find(({check}) => check === 'disjoint');
  assert.deepEqual([fit, disjoint?.passed, disjoint?.reported], [true, true, true]);
  assert.match(disjoint?.sentence ?? '', /ORDAA/);
});

test('the next build leaves out what was blocked inside the session', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  await house.goTo(tuesdayNoon);
  await house.perform(blockFirst);
  await house.goTo(tuesday);

  const result = await house.perform({name: 'build'});

  assert.equal(result.kind, 'done');
  assert.equal((await house.sealed()).includes('ORDAA'), false);
});

test('an unblock outside a session gives back at once what the night had judged', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  await house.perform(blockFirst);

  const result = await house.perform({name: 'blocklist.remove', symbols: ['ORDAA'], justification: 'settled'});

  assert.deepEqual(result.data, {symbols: ['ORDAA'], action: 'removed', resealed: true});
  assert.equal((await house.sealed()).length, 40);
  assert.equal((await house.control().query({name: 'verify', deep: true})).fit, true);
});

test('an unblock inside a session waits for the next seal and says so', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  await house.perform(blockFirst);
  await house.goTo(tuesdayNoon);

  const result = await house.perform({name: 'blocklist.remove', symbols: ['ORDAA'], justification: 'settled'});

  assert.match(result.sentence, /session is on/);
  assert.equal((await house.sealed()).length, 39);
});

test('an unblocked symbol of which the night has no price waits for the next build', async (t) => {
  const source = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});

  const result = await house.perform({name: 'blocklist.remove', symbols: ['CHEAP'], justification: 'merger'});

  assert.deepEqual(result.data, {symbols: ['CHEAP'], action: 'removed', resealed: false});
  assert.match(result.sentence, /next build prices/);
});

test('the unblock of a symbol that is not blocked is refused with nothing changed', async (t) => {
  const source = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});
  const [before, universe] = [await readFile(house.paths.blocklist), await readFile(house.paths.final)];

  await assert.rejects(
    house.perform({name: 'blocklist.remove', symbols: ['CHEAP', 'ORDAB'], justification: 'settled'}),
    (thrown) =>
      thrown instanceof Failure && thrown.exitCode === 2 && /ORDAB is not on the blocklist/.test(thrown.message),
  );

  assert.deepEqual(house.blocked(), ['CHEAP']);
  assert.deepEqual([await readFile(house.paths.blocklist), await readFile(house.paths.final)], [before, universe]);
  assert.deepEqual([...house.works().unblocks.values()], []);
});

test('text that cannot be a ticker is refused with nothing changed', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});

  await assert.rejects(
    house.perform({name: 'blocklist.add', symbols: ['ORDAA', 'not a ticker'], justification: why}),
    (thrown) => thrown instanceof Failure && thrown.exitCode === 2 && /"not a ticker"/.test(thrown.message),
  );

  assert.deepEqual(house.blocked(), []);
});

test('a temporary block ends by itself and the symbol comes back with the next build', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  await house.perform({...blockFirst, until: '2026-03-04T12:00:00.000Z'});
  await house.goTo(tuesday);
  await house.perform({name: 'build'});
  const during = await house.sealed();
  await house.goTo(wednesday);

  await house.perform({name: 'build'});

  assert.equal(during.includes('ORDAA'), false);
  assert.equal((await house.sealed()).includes('ORDAA'), true);
  assert.deepEqual(
    house.of('blocklist.changed').map(({action}) => action),
    ['added', 'expired'],
  );
});

test('a block until a moment that has passed is refused', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});

  await assert.rejects(
    house.perform({...blockFirst, until: monday}),
    (thrown) => thrown instanceof Failure && thrown.exitCode === 2 && thrown.message.includes(monday),
  );

  assert.deepEqual(house.blocked(), []);
});

test('no price ever touches an entry of a person', async (t) => {
  const source = fakeSource('main', {...ordinary(), HIGH: big, LOW: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'blocklist.add', symbols: ['HIGH', 'LOW'], justification: why});
  const before = [...house.works().blocklist.values()];

  await house.perform({name: 'build'});
  await house.perform({name: 'recover'});
  source.rows.set('LOW', big);
  await house.goTo(tuesday);
  await house.perform({name: 'build'});

  assert.deepEqual([...house.works().blocklist.values()], before);
  assert.deepEqual([house.of('symbol.blocklisted'), house.of('symbol.recovered')], [[], []]);
});

test('a block in any spelling that means one symbol blocks that symbol', async (t) => {
  const {connection} = fakeSource('main', {...ordinary(), 'BRK.B': {close: 50, cap: 5e9}}, bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});

  const added = await house.perform({...blockFirst, symbols: ['brk-b', 'ordab']});
  const removed = await house.perform({name: 'blocklist.remove', symbols: ['BRK/B'], justification: why});

  assert.deepEqual([added.data?.symbols, removed.data?.symbols], [['BRK.B', 'ORDAB'], ['BRK.B']]);
});
