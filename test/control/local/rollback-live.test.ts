import assert from 'node:assert/strict';
import {mkdir, readFile, rm} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {keptAside} from '../../../source/store/kept-aside.ts';
import {type FakeSource, fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse, tuesday, wednesday} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const [mondays, tuesdays] = ['2026-03-02', '2026-03-03'];

/** Two nights: MOVES closes at 50 on Monday and at 60 on Tuesday. */
async function twoNights(t: TestContext): Promise<{house: House; source: FakeSource}> {
  const source = fakeSource('main', {...ordinary(), MOVES: {close: 50, cap: 5e9}}, bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  source.rows.set('MOVES', {close: 60, cap: 5e9});
  await house.perform({name: 'build'});
  return {house, source};
}

/** Of each file its session, the close of MOVES, and whether it is what the manifest knows. */
async function files({paths, works}: House): Promise<readonly (readonly unknown[])[]> {
  const found = [];
  for (const name of ['final', 'partial', 'unfiltered'] as const) {
    const text = await readFile(paths[name], 'utf8');
    const file: {session: string; symbols: {symbol: string; lastClose: number}[]} = JSON.parse(text);
    const {current, next} = works().manifest.get(name);
    const isKnown = current?.bytes === Buffer.byteLength(text) && next === undefined;
    found.push([name, file.session, file.symbols.find(({symbol}) => symbol === 'MOVES')?.lastClose, isKnown]);
  }
  return found;
}

const all = (session: string, close: number) =>
  ['final', 'partial', 'unfiltered'].map((name) => [name, session, close, true]);

async function partial({paths}: House): Promise<readonly string[]> {
  const file: {symbols: {symbol: string}[]} = JSON.parse(await readFile(paths.partial, 'utf8'));
  return file.symbols.map(({symbol}) => symbol).sort();
}

test('after a rollback the live files are of that night too, and a block is judged in them', async (t) => {
  const {house} = await twoNights(t);
  const before = await files(house);

  await house.perform({name: 'rollback', date: mondays});

  assert.deepEqual(before, all(tuesdays, 60));
  assert.deepEqual(await files(house), all(mondays, 50));
  await house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a lawsuit was filed'});
  assert.equal((await partial(house)).includes('ORDAA'), false);
  assert.deepEqual(await partial(house), await house.sealed());
});

test('a rollback can be rolled back, and the next night is built as ever', async (t) => {
  const {house} = await twoNights(t);
  await house.perform({name: 'rollback', date: mondays});

  await house.perform({name: 'rollback', date: tuesdays});

  assert.deepEqual(await files(house), all(tuesdays, 60));
  await house.perform({name: 'rollback', date: mondays});
  const again = await house.perform({name: 'build'});
  assert.equal(again.data?.session, tuesdays);
  assert.deepEqual(await files(house), all(tuesdays, 60));
  await house.goTo(wednesday);
  assert.equal((await house.perform({name: 'build'})).data?.session, '2026-03-04');
  assert.deepEqual([house.of('file.set-aside'), await keptAside(house.paths)], [[], []]);
});

for (const name of ['unfiltered', 'partial'] as const) {
  test(`a rollback whose ${name} file cannot be written is sealed and says so, and a refilter puts it right`, async (t) => {
    const {house} = await twoNights(t);
    await rm(house.paths[name]);
    await mkdir(house.paths[name]);

    const result = await house.perform({name: 'rollback', date: mondays});
    await rm(house.paths[name], {recursive: true});
    await house.perform({name: 'refilter'});

    assert.equal(result.kind, 'done');
    assert.match(
      result.sentence,
      /The unfiltered or the partial file is still that of 2026-03-03, until the next refilter/,
    );
    assert.deepEqual(await files(house), all(mondays, 50));
  });
}

test('a rollback leaves the live files to the build that is unfinished', async (t) => {
  const {house, source} = await twoNights(t);
  await house.goTo(wednesday);
  source.rows.set('MOVES', {close: 70, cap: 5e9});
  source.before = async (call) => {
    if (call.startsWith('metadata') || call.startsWith('prices')) await house.perform({name: 'stop'});
  };
  const stopped = await house.perform({name: 'build'});
  source.before = () => {};

  await house.perform({name: 'rollback', date: mondays});
  await house.perform({name: 'build'});

  assert.equal(stopped.kind, 'interrupted');
  assert.deepEqual(house.of('build.started').at(-1)?.resumed, true);
  assert.deepEqual(await files(house), all('2026-03-04', 70));
});
