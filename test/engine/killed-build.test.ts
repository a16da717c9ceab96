import assert from 'node:assert/strict';
import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {fakeSource} from '../helpers/fake-source.ts';
import {openHouse} from '../helpers/house.ts';
import {ordinary} from '../helpers/ordinary.ts';

const batches = {priceBatch: 10, metadataBatch: 10};

for (const [what, at, spent, passes] of [
  ['prices', 'prices', {'collect main': 1, 'price main': 2}, ['collect 40/40 finished', 'price 20/40 running']],
  [
    'metadata',
    'metadata',
    {'collect main': 1, 'price main': 4, 'enrich main': 2},
    ['collect 40/40 finished', 'price 40/40 finished', 'enrich 20/40 running'],
  ],
] as const) {
  test(`a build that is killed at its third call for ${what} tells how far it came, and counts the calls before it when it is taken up, and in the history`, async (t) => {
    const killed = await mkdtemp(join(tmpdir(), 'universe-killed-'));
    const first = fakeSource('main', ordinary(), batches);
    const house = await openHouse(t, {connections: [first.connection]});
    // A copy of the folder at this moment is what a kill leaves; the build itself runs on.
    first.before = async (call) => {
      if (!call.startsWith(at) || first.calls.filter((one) => one.startsWith(at)).length !== 3) return;
      await cp(house.paths.root, killed, {recursive: true});
    };
    assert.equal((await house.perform({name: 'build'})).kind, 'done');
    await house.close();

    const second = fakeSource('main', ordinary(), batches);
    const next = await openHouse(t, {root: killed, connections: [second.connection]});
    t.after(() => rm(killed, {recursive: true, force: true}));
    const {progress, unfinished} = await next.control().query({name: 'status'});
    const plan = await next.control().query({name: 'plan'});
    await next.perform({name: 'build'});
    const history = await next.control().query({name: 'history'});

    const before = Object.values(spent).reduce((sum, calls) => sum + calls, 0);
    const begun = progress.passes.filter(({state}) => state !== 'waiting');
    assert.deepEqual(
      begun.map(({pass, done, total, state}) => `${pass} ${done}/${total} ${state}`),
      passes,
    );
    assert.deepEqual([progress.state, progress.buildId, progress.calls], ['idle', unfinished?.buildId, {main: before}]);
    assert.match(plan.sentence ?? '', new RegExp(`made ${before} calls`));
    assert.deepEqual(next.of('build.started')[0]?.resumed, true);
    assert.equal(history[0]?.making?.calls, before + second.calls.length);
  });
}
