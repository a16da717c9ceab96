import assert from 'node:assert/strict';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {Failure} from '../../../source/failure.ts';
import {writeDurably} from '../../../source/store/file.ts';
import {verifyLog} from '../../../source/store/log-file.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse, symbolsIn, tuesday} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

test('a restore brings back the whole root, keeps the present one, and nothing writes over it', async (t) => {
  const source = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});
  const [universe, file] = [await readFile(house.paths.final), join(house.paths.root, 'snapshot.tar.gz')];
  const packed = await house.perform({name: 'snapshot', file});
  await house.goTo(tuesday);
  await house.perform({name: 'build'});
  await house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a lawsuit was filed'});

  const result = await house.perform({name: 'restore', file, justification: 'moved back'});
  await house.reopen();

  assert.ok(packed.sentence.endsWith(` files and the list of their checksums in ${file}.`), packed.sentence);
  assert.equal(result.kind, 'done');
  assert.deepEqual(house.blocked(), ['CHEAP']);
  assert.deepEqual(await readFile(house.paths.final), universe);
  const {checks} = await house.control().query({name: 'verify', deep: true});
  assert.deepEqual(
    checks.filter(({passed}) => !passed).map(({check}) => check),
    ['tradable-session'],
  );
  const kept = String(result.data?.keptAs);
  assert.equal((await symbolsIn(house.paths.final.replace(house.paths.base, kept))).includes('ORDAA'), false);
  assert.deepEqual(
    (await readdir(house.paths.screeners)).filter((name) => name.includes('corrupt')),
    [],
  );
});

test('a restore is on record in the log that was and in the one that came back', async (t) => {
  const source = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});
  const file = join(house.paths.root, 'snapshot.tar.gz');
  await house.perform({name: 'snapshot', file});

  const result = await house.perform({name: 'restore', file, justification: 'moved back'});
  await house.reopen();

  const was = house.paths.opsLog.replace(house.paths.base, String(result.data?.keptAs));
  assert.equal((await verifyLog(was)).broken, undefined);
  assert.match(await readFile(was, 'utf8'), /"command":"restore","stage":"intended","actor":"olga"/);
  assert.equal((await verifyLog(house.paths.opsLog)).broken, undefined);
  assert.match(await readFile(house.paths.opsLog, 'utf8'), /"command":"restore","stage":"done","actor":"olga"/);
});

test('a damaged snapshot changes nothing, and the engine works on', async (t) => {
  const source = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});
  const file = join(house.paths.root, 'snapshot.tar.gz');
  await house.perform({name: 'snapshot', file});
  const bytes = await readFile(file);
  await writeDurably(file, [bytes.subarray(0, bytes.length / 2)]);
  const before = await readFile(house.paths.final);

  await assert.rejects(
    house.perform({name: 'restore', file, justification: 'moved back'}),
    (thrown) =>
      thrown instanceof Failure && thrown.code === 'snapshot.damaged' && /Nothing was changed/.test(thrown.hint ?? ''),
  );

  assert.deepEqual(await readFile(house.paths.final), before);
  assert.equal((await house.perform({name: 'refilter'})).kind, 'done');
});

const original = (symbols: readonly object[]) =>
  JSON.stringify({schema_version: '1.0.0', build_timestamp_utc: '2026-02-27T23:10:00Z', symbols});
const apple = {symbol: 'AAPL', exchange: 'NASDAQ', lastClose: 190.5, marketCap: 3e12, name: 'Apple Inc.'};
const newCo = {symbol: 'NEWCO', exchange: 'N', lastClose: 12.5, marketCap: null};

test('the files of the Python original are lifted after a backup of each', async (t) => {
  const texts = {
    final: original([apple]),
    unfiltered: original([apple, newCo]),
    blocklist: 'OLDY\nPENNY,2026-02-27T23:00:00Z,yahoo,price below 1\n',
  };
  const house = await openHouse(t, {
    connections: [fakeSource('main', ordinary(), bulk).connection],
    before: async (paths) => {
      await writeDurably(paths.final, texts.final);
      await writeDurably(paths.unfiltered, texts.unfiltered);
      await writeDurably(paths.blocklist, texts.blocklist);
    },
  });

  const dry = await house.perform({name: 'migrate', dryRun: true});
  const untouched = await readFile(house.paths.final, 'utf8');
  const result = await house.perform({name: 'migrate', dryRun: false});
  await house.reopen();

  assert.deepEqual([dry.data?.wouldLift, untouched], [[house.paths.final, house.paths.unfiltered], texts.final]);
  assert.deepEqual(result.data?.lifted, [house.paths.final, house.paths.unfiltered]);
  assert.deepEqual(
    [await symbolsIn(house.paths.final), await symbolsIn(house.paths.unfiltered)],
    [['AAPL'], ['AAPL', 'NEWCO']],
  );
  assert.match(await readFile(house.paths.unfiltered, 'utf8'), /"status": "unfiltered"/);
  assert.deepEqual(house.blocked(), ['OLDY', 'PENNY']);
  const kept = await Promise.all(
    (await readdir(house.paths.screeners))
      .filter((name) => name.includes('.format-1-'))
      .sort()
      .map((name) => readFile(join(house.paths.screeners, name), 'utf8')),
  );
  assert.deepEqual(kept.sort(), Object.values(texts).sort());
});

test('a lifted universe is no universe to trade on, and the next build replaces it', async (t) => {
  const house = await openHouse(t, {
    connections: [fakeSource('main', ordinary(), bulk).connection],
    before: async (paths) => void (await writeDurably(paths.final, original([apple]))),
  });
  await house.perform({name: 'migrate', dryRun: false});

  const {fit} = await house.control().query({name: 'verify', deep: false});
  const built = await house.perform({
    name: 'build',
    override: ['removed', 'large-symbol'],
    justification: 'first night',
  });

  assert.equal(fit, false);
  assert.equal(built.kind, 'done', built.sentence);
  assert.equal((await house.control().query({name: 'verify', deep: true})).fit, true);
});

test('nothing to lift is said as such', async (t) => {
  const house = await openHouse(t, {connections: [fakeSource('main', ordinary(), bulk).connection]});
  await house.perform({name: 'build'});

  const result = await house.perform({name: 'migrate', dryRun: false});

  assert.deepEqual(result.data, {lifted: []});
});

test('a snapshot is not written over what belongs to the root', async (t) => {
  const house = await openHouse(t, {connections: [fakeSource('main', ordinary(), bulk).connection]});
  await mkdir(dirname(house.paths.key), {recursive: true});
  await writeFile(house.paths.key, 'a key');

  for (const file of [house.paths.key, house.paths.blocklist, join(house.paths.state, 'writer.lock')])
    await assert.rejects(house.perform({name: 'snapshot', file}), /belong to the engine/);

  assert.equal(await readFile(house.paths.key, 'utf8'), 'a key');
});

test('a snapshot takes the place of a file that is there only where that was said', async (t) => {
  const house = await openHouse(t, {connections: [fakeSource('main', ordinary(), bulk).connection]});
  const file = join(house.paths.root, 'kept.tar.gz');
  await writeFile(file, 'of somebody');

  const refused = await house.perform({name: 'snapshot', file});
  const before = await readFile(file, 'utf8');
  const replaced = await house.perform({name: 'snapshot', file, replace: true});

  assert.deepEqual([refused.kind, refused.data], ['usage', {exists: true, file}]);
  assert.equal(before, 'of somebody');
  assert.equal(replaced.kind, 'done');
  assert.notEqual(await readFile(file, 'utf8'), 'of somebody');
});
