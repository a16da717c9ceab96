import assert from 'node:assert/strict';
import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import type {Progress} from '../../source/engine/progress.ts';
import {type FakeSource, fakeSource} from '../helpers/fake-source.ts';
import {type House, openHouse} from '../helpers/house.ts';
import {ordinary} from '../helpers/ordinary.ts';

const market = {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}};
const batches = {priceBatch: 10, metadataBatch: 10};

type Killed = {
  readonly house: House;
  readonly source: FakeSource;
  /** Calls that the killed process had made and that were answered; one more was in flight. */
  readonly answered: number;
};

/** A root as a kill leaves it while this call, the third of its kind, is in flight: no pass and no pause has said what it cost. */
async function killed(t: TestContext, kind: 'prices' | 'metadata', failures = 0): Promise<Killed> {
  const root = await mkdtemp(join(tmpdir(), 'killed-build-'));
  const first = fakeSource('main', market, batches);
  if (failures > 0) first.fail(kind, 'unreachable', failures);
  const doomed = await openHouse(t, {connections: [first.connection]});
  let answered = 0;
  first.before = async (call) => {
    if (!call.startsWith(kind) || first.calls.filter((one) => one.startsWith(kind)).length !== 3) return;
    answered = first.calls.length - 1;
    await cp(doomed.paths.root, root, {recursive: true});
  };
  await doomed.perform({name: 'build'});
  await doomed.close();
  const source = fakeSource('main', market, batches);
  const house = await openHouse(t, {connections: [source.connection], root});
  t.after(() => rm(root, {recursive: true, force: true}));
  return {house, source, answered};
}

for (const kind of ['prices', 'metadata'] as const) {
  test(`every answered call of a build that was killed among its ${kind} counts in plan, dashboard, history and seal`, async (t) => {
    const {house, source, answered} = await killed(t, kind);

    const planned = await house.control().query({name: 'plan'});
    await house.perform({name: 'build'});
    const spent = answered + source.calls.length;
    const [night] = await house.control().query({name: 'history'});
    const next = await house.control().query({name: 'plan'});

    assert.match(planned.sentence ?? '', new RegExp(`has made ${answered} calls already`));
    assert.deepEqual(house.of('heartbeat').at(-1)?.calls, {main: spent});
    assert.deepEqual([night?.making?.calls, night?.making?.resumed], [spent, true]);
    assert.equal(next.calls, spent);
  });
}

test('a call that failed before the kill was made all the same', async (t) => {
  const {house, answered} = await killed(t, 'prices', 2);

  const {sentence} = await house.control().query({name: 'plan'});

  assert.equal(answered, 3);
  assert.match(sentence ?? '', /has made 3 calls already/);
});

test('of a build that was killed the status shows what its files hold: how far each pass came, and what it called', async (t) => {
  const [whole, low] = [Object.keys(market).length, 1];
  const priced = await killed(t, 'prices');
  const enriched = await killed(t, 'metadata');
  const standing = async ({house}: Killed) => {
    const {progress, unfinished} = await house.control().query({name: 'status'});
    assert.deepEqual([progress.state, progress.session], ['idle', unfinished?.session]);
    return progress;
  };

  const pricing = await standing(priced);
  const enriching = await standing(enriched);

  assert.deepEqual(shown(pricing), [
    ['collect', 'finished', whole, whole, 1],
    ['price', 'running', 20, whole, 2],
    ['enrich', 'waiting', 0, 0, undefined],
    ['judge', 'waiting', 0, 0, undefined],
    ['seal', 'waiting', 0, 0, undefined],
  ]);
  assert.deepEqual(pricing.calls, {main: priced.answered});
  assert.deepEqual(shown(enriching).slice(1, 3), [
    ['price', 'finished', whole, whole, Math.ceil(whole / 10)],
    ['enrich', 'running', 20, whole - low, 2],
  ]);
  assert.deepEqual([enriching.calls, enriching.blocklisted], [{main: enriched.answered}, low]);
});

test('once it is sealed nothing of it is shown as saved any more', async (t) => {
  const {house} = await killed(t, 'prices');
  const {progress} = await house.control().query({name: 'status'});
  await house.perform({name: 'build'});
  await house.reopen();

  const sealed = await house.control().query({name: 'status'});

  assert.deepEqual([Object.keys(progress.calls), sealed.progress.calls], [['main'], {}]);
});

function shown({passes}: Progress): readonly unknown[] {
  return passes.map(({pass, state, done, total, calls}) => [pass, state, done, total, calls]);
}
