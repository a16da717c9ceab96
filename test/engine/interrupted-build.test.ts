import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {Connection} from '../../source/provider/connection.ts';
import {type FakeSource, fakeSource} from '../helpers/fake-source.ts';
import {type House, openHouse, tuesday} from '../helpers/house.ts';
import {ordinary} from '../helpers/ordinary.ts';

/** Stops the build at its first metadata batch: everything is priced, nothing is complete. */
async function stopped(t: TestContext): Promise<{house: House; source: FakeSource}> {
  const source = fakeSource(
    'main',
    {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}},
    {priceBatch: 10, metadataBatch: 10},
  );
  const house = await openHouse(t, {connections: [source.connection]});
  source.before = async (call) => {
    if (call.startsWith('metadata')) await house.perform({name: 'stop'});
  };
  assert.equal((await house.perform({name: 'build'})).kind, 'interrupted');
  source.before = () => {};
  return {house, source};
}

test('a build that a newer session overtakes is closed as superseded, its blocklist and spending stay', async (t) => {
  const {house, source} = await stopped(t);
  const spent = source.connection.spent();
  const [first] = house.of('build.started');
  await house.goTo(tuesday);

  const result = await house.perform({name: 'build'});

  assert.deepEqual(
    house.of('build.aborted').map(({buildId, code, because}) => [buildId, code, because]),
    [[first?.buildId, 'build.superseded', 'superseded']],
  );
  assert.equal(result.data?.session, '2026-03-03');
  assert.deepEqual(house.blocked(), ['CHEAP']);
  assert.ok(source.connection.spent() > spent);
});

test('other sources make another build, other limits do not', async (t) => {
  const {house, source} = await stopped(t);
  const calls = source.calls.length;
  await house.perform({name: 'settings.set', field: 'minPrice', value: 60});

  const result = await house.perform({name: 'build'});

  assert.deepEqual(
    house.of('build.started').map(({resumed}) => resumed),
    [false, true],
  );
  assert.deepEqual(
    source.calls.slice(calls).filter((call) => call.startsWith('prices') || call === 'list'),
    [],
  );
  assert.equal(result.kind, 'unfit', 'nothing costs sixty dollars');
  assert.equal(house.blocked().length, 41);
});

test('a lower floor takes back what the same build had blocked, without another call', async (t) => {
  const {house, source} = await stopped(t);
  const prices = source.calls.filter((call) => call.startsWith('prices')).length;
  await house.perform({name: 'settings.set', field: 'minPrice', value: 0.25});

  await house.perform({name: 'build'});

  assert.deepEqual(house.blocked(), []);
  assert.equal((await house.sealed()).includes('CHEAP'), true);
  assert.equal(source.calls.filter((call) => call.startsWith('prices')).length, prices);
});

test('a fresh build throws the unfinished one away and asks again about all but the blocked', async (t) => {
  const {house, source} = await stopped(t);
  const calls = source.calls.length;

  const result = await house.perform({name: 'build', fresh: true});

  assert.equal(result.kind, 'done');
  assert.equal(source.calls.slice(calls).filter((call) => call.startsWith('prices')).length, 4);
});

/** A source of which every call costs this many requests. */
function costly(source: FakeSource, requests: number): Connection {
  return {...source.connection, spent: () => source.calls.length * requests};
}

test('a build that spends far more than its plan halts itself and says why', async (t) => {
  const source = fakeSource('main', ordinary(), {priceBatch: 5, metadataBatch: 5});
  const house = await openHouse(t, {connections: [costly(source, 20)]});

  const result = await house.perform({name: 'build'});

  assert.equal(result.kind, 'halted');
  assert.deepEqual(
    house.of('halt.set').map(({actor, cause}) => [actor, /spent \d+ requests where its plan allows \d+/.test(cause)]),
    [['engine', true]],
  );
  assert.ok(source.calls.length < 6, `${source.calls.length} calls`);
});

test('a build within one and a half times its plan goes on', async (t) => {
  const source = fakeSource('main', ordinary(), {priceBatch: 5, metadataBatch: 5});
  const house = await openHouse(t, {connections: [costly(source, 2)]});

  const result = await house.perform({name: 'build'});

  assert.equal(result.kind, 'done');
});

test('the seal of a resumed build has how much its passes had to do in all, and that of a refilter no passes', async (t) => {
  const {house} = await stopped(t);
  await house.perform({name: 'build'});
  const whole = house.of('pass.started').findLast(({pass}) => pass === 'enrich')?.total;
  const built = await house.control().query({name: 'funnel'});
  await house.perform({name: 'refilter'});
  const refiltered = await house.control().query({name: 'funnel'});

  const enrich = built.passes?.find(({pass}) => pass === 'enrich');
  assert.deepEqual([enrich?.total, built.passes?.find(({pass}) => pass === 'judge')?.total], [whole, whole]);
  assert.equal(refiltered.passes, undefined);
});

test('the calls of a build that is over are all counted, sealed or stopped before a heartbeat', async (t) => {
  const {house, source} = await stopped(t);
  const counted = () => house.of('heartbeat').at(-1)?.calls;

  assert.deepEqual(counted(), {main: source.connection.spent()});
  await house.perform({name: 'build'});
  assert.deepEqual(counted(), {main: source.connection.spent()});
});

test('the plan of a build that goes on leaves out the calls that were made, and its seal counts those of all runs', async (t) => {
  const {house, source} = await stopped(t);
  const made = source.connection.spent();

  const planned = await house.control().query({name: 'plan'});
  await house.perform({name: 'build'});
  const next = await house.control().query({name: 'plan'});

  assert.match(
    planned.sentence ?? '',
    new RegExp(`goes on with the build of this night, which has made ${made} calls`),
  );
  assert.deepEqual(
    planned.steps.map(({pass, calls}) => [pass, calls]),
    [['enrich', source.connection.spent() - made]],
  );
  assert.equal(next.sentence, undefined);
  assert.equal(next.calls, source.connection.spent());
});

test('calls that failed are no progress: what has no answer yet is planned again, and the lists are not', async (t) => {
  const source = fakeSource('main', ordinary(), {priceBatch: 10, metadataBatch: 10});
  source.fail('prices', 'unreachable', 3);
  const house = await openHouse(t, {connections: [source.connection]});
  assert.equal((await house.perform({name: 'build'})).kind, 'paused');

  const {steps} = await house.control().query({name: 'plan'});

  const batches = Math.ceil(Object.keys(ordinary()).length / 10);
  assert.deepEqual(
    steps.filter(({pass}) => pass !== 'enrich').map(({pass, calls}) => [pass, calls]),
    [['price', batches]],
  );
  assert.ok(steps.some(({pass, calls}) => pass === 'enrich' && calls > 0));
});

test('a build that would begin anew is planned whole', async (t) => {
  const {house} = await stopped(t);
  await house.goTo(tuesday);

  const {sentence, steps} = await house.control().query({name: 'plan'});

  assert.equal(sentence, undefined);
  assert.deepEqual(
    steps.map(({pass}) => pass),
    ['collect', 'price', 'enrich'],
  );
});

test('a build that was resumed has the calls of all its runs in the history, and says that it was', async (t) => {
  const {house, source} = await stopped(t);

  await house.perform({name: 'build'});
  const [night] = await house.control().query({name: 'history'});

  assert.deepEqual([night?.making?.calls, night?.making?.resumed], [source.calls.length, true]);
});

test('a build that was stopped while it judged is not said to stand in the pass before', async (t) => {
  const source = fakeSource('main', ordinary(), {priceBatch: 10, metadataBatch: 10});
  const house = await openHouse(t, {connections: [source.connection]});
  house.works().stream.listen(({event}) => {
    if (event.type === 'pass.started' && event.pass === 'judge') void house.perform({name: 'stop'});
  });
  assert.equal((await house.perform({name: 'build'})).kind, 'interrupted');

  const {unfinished} = await house.control().query({name: 'status'});
  const {steps} = await house.control().query({name: 'plan'});

  assert.deepEqual([unfinished?.pass, steps], ['seal', []]);
});
