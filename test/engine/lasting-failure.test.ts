import assert from 'node:assert/strict';
import {mkdir, rm} from 'node:fs/promises';
import {test} from 'node:test';
import {build} from '../../source/engine/build.ts';
import {ProviderFailure} from '../../source/provider/failure.ts';
import {order} from '../helpers/engine-room.ts';
import {fakeSource} from '../helpers/fake-source.ts';
import {openHouse} from '../helpers/house.ts';
import {nightly} from '../helpers/nights.ts';
import {ordinary} from '../helpers/ordinary.ts';

const rows = Object.fromEntries(['AA', 'BB', 'CC', 'DD'].map((symbol) => [symbol, {close: 50, cap: 1e9}]));

test('a source whose certificate is bad is asked once, and the next one gets its whole work', async (context) => {
  const strange = fakeSource('strange', rows, {lists: false, priceBatch: 1});
  const main = fakeSource('main', rows, {priceBatch: 2, metadataBatch: 10});
  strange.before = () => {
    throw new ProviderFailure('strange', 'unreachable', 'Strange shows a certificate for another host.', {
      lasting: true,
    });
  };
  const nights = await nightly(context, {connections: [strange.connection, main.connection]});

  const outcome = await build(nights.room().works, order());

  assert.equal(outcome.outcome, 'sealed');
  assert.deepEqual(strange.calls, ['prices AA']);
  assert.deepEqual(
    main.calls.filter((call) => call.startsWith('prices')),
    ['prices AA,BB', 'prices CC,DD'],
  );
});

test('a build whose files cannot be opened has begun and is over, and the next one goes on', async (context) => {
  const main = fakeSource('main', rows, {priceBatch: 2, metadataBatch: 10});
  const nights = await nightly(context, {connections: [main.connection]});
  const {works, paths} = nights.room();
  const said: string[] = [];
  works.stream.listen(({event}) => said.push(event.type));
  await rm(paths.partial, {force: true});
  await mkdir(paths.partial);

  const outcome = await build(works, order());

  assert.equal(outcome.outcome, 'aborted');
  assert.deepEqual(
    said.filter((type) => type.startsWith('build.')),
    ['build.started', 'build.aborted'],
  );
  await rm(paths.partial, {recursive: true});
  assert.equal((await build(works, order())).outcome, 'sealed');
});

test('a price pass that nobody answered did not finish: the build pauses in it', async (t) => {
  const source = fakeSource('main', ordinary(), {priceBatch: 10, metadataBatch: 10});
  source.fail('prices', 'unreachable', 9);
  const house = await openHouse(t, {connections: [source.connection]});

  const result = await house.perform({name: 'build'});

  assert.equal(result.kind, 'paused');
  assert.deepEqual(
    house.of('pass.finished').map(({report}) => report.pass),
    ['collect'],
  );
});
