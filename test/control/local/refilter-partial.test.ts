import assert from 'node:assert/strict';
import {mkdir, readFile, rm} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import type {SetAside} from '../../../source/store/checkpoint.ts';
import {keptAside} from '../../../source/store/kept-aside.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

async function built(t: TestContext): Promise<House> {
  const {connection} = fakeSource('main', {...ordinary(), FIVE: {close: 5, cap: 5e9}}, bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  await house.perform({name: 'settings.set', field: 'minPrice', value: 10});
  return house;
}

async function partial({paths}: House): Promise<readonly string[]> {
  const file: {symbols: {symbol: string}[]} = JSON.parse(await readFile(paths.partial, 'utf8'));
  return file.symbols.map(({symbol}) => symbol).sort();
}

/** What the program took for damage, and kept. */
async function doubted(house: House): Promise<{said: readonly SetAside[]; kept: readonly string[]}> {
  return {said: house.of('file.set-aside'), kept: await keptAside(house.paths)};
}

test('the build after a refilter takes the partial file for its own', async (t) => {
  const house = await built(t);

  const refiltered = await house.perform({name: 'refilter'});
  const again = await house.perform({name: 'build'});

  assert.deepEqual([refiltered.kind, again.kind], ['done', 'done']);
  assert.deepEqual(await doubted(house), {said: [], kept: []});
  const doctor = await house.control().query({name: 'doctor', reach: false});
  assert.deepEqual(
    doctor.checks.filter(({check, passed}) => !passed && ['files', 'state', 'set-aside'].includes(check)),
    [],
  );
});

test('the manifest knows the partial file that a refilter wrote', async (t) => {
  const house = await built(t);

  await house.perform({name: 'refilter'});

  const bytes = await readFile(house.paths.partial);
  const {current, next} = house.works().manifest.get('partial');
  assert.deepEqual([current?.bytes, current?.records, next], [bytes.length, 40, undefined]);
});

test('a refilter whose partial file cannot be written is sealed, and says what is behind', async (t) => {
  const house = await built(t);
  await rm(house.paths.partial);
  await mkdir(house.paths.partial);

  const result = await house.perform({name: 'refilter'});

  assert.equal(result.kind, 'done');
  assert.match(
    result.sentence,
    /^Sealed 40 symbols .* The partial file still holds what passed before, .*partial.json/,
  );
  assert.equal((await house.sealed()).includes('FIVE'), false);
  assert.deepEqual([house.of('build.aborted').length, house.of('build.finished').length], [0, 2]);
  await rm(house.paths.partial, {recursive: true});
  await house.perform({name: 'refilter'});
  assert.deepEqual(await partial(house), await house.sealed());
});

test('who is blocked leaves the partial file with the universe, and comes back with it', async (t) => {
  const house = await built(t);
  const justification = 'a lawsuit was filed';

  await house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification});
  const without = await partial(house);
  await house.perform({name: 'blocklist.remove', symbols: ['ORDAA'], justification});

  assert.deepEqual([without.length, without.includes('ORDAA')], [40, false]);
  assert.equal((await partial(house)).includes('ORDAA'), true);
  await house.perform({name: 'build'});
  assert.deepEqual(await doubted(house), {said: [], kept: []});
});
