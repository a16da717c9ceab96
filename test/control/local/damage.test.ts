import assert from 'node:assert/strict';
import {readdir, readFile, rm, truncate, writeFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../../source/failure.ts';
import {inState, type Paths} from '../../../source/store/paths.ts';
import {type FakeSource, fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse, tuesday} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

async function market(t: TestContext): Promise<{house: House; source: FakeSource}> {
  const source = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});
  return {source, house};
}

/** Writes this into a file while nobody holds it, and opens the house on it. */
async function spoil(house: House, path: string, text: string): Promise<void> {
  await house.close();
  await writeFile(path, text);
  await house.reopen();
}

/** The bytes of what was kept of a file, and what was said about it. */
async function keptOf(house: House, path: string): Promise<{texts: string[]; said: string[]}> {
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(`${basename(path)}.corrupt-`));
  const said = house.of('file.set-aside').filter(({file}) => file === path);
  for (const {keptAs} of said) assert.ok(names.includes(basename(keptAs)), keptAs);
  return {
    texts: await Promise.all(names.map((name) => readFile(join(dirname(path), name), 'utf8'))),
    said: said.map(({because}) => because),
  };
}

const gateOf = (house: House) => house.of('build.refused').flatMap(({gates}) => gates.map(({gate}) => gate));

test('a universe that somebody changed is set aside, and the gates still measure by the night that was sealed', async (t) => {
  const {house, source} = await market(t);
  const text = (await readFile(house.paths.final, 'utf8')).replace('"ORDAA"', '"EVIL"');
  await spoil(house, house.paths.final, text);
  await house.goTo(tuesday);
  for (const symbol of ['ORDAF', 'ORDAG', 'ORDAH', 'ORDAI']) source.rows.set(symbol, {close: 50, cap: 290e6});

  const result = await house.perform({name: 'build'});

  const {texts, said} = await keptOf(house, house.paths.final);
  assert.deepEqual([texts, said.length], [[text], 1]);
  assert.equal(result.kind, 'unfit');
  assert.deepEqual(gateOf(house), ['removed']);
});

test('a universe cut short is set aside, and what nobody prices tonight is carried all the same', async (t) => {
  const {house, source} = await market(t);
  await house.close();
  await truncate(house.paths.final, 500);
  await house.reopen();
  await house.goTo(tuesday);
  source.rows.set('ORDAA', {cap: 5e9});

  const result = await house.perform({name: 'build'});

  assert.equal(result.kind, 'done', result.sentence);
  assert.equal((await keptOf(house, house.paths.final)).said.length, 1);
  assert.equal((await house.sealed()).includes('ORDAA'), true);
});

test('a refilter with a damaged universe seals its night again', async (t) => {
  const {house} = await market(t);
  await spoil(house, house.paths.final, '{"symbols": [');

  const result = await house.perform({name: 'refilter'});

  assert.equal(result.kind, 'done', result.sentence);
  assert.equal((await house.sealed()).length, 40);
});

test('a damaged manifest is set aside and halts the engine by name', async (t) => {
  const {house} = await market(t);
  await spoil(house, house.paths.manifest, '{"format": 1, "na');

  const {texts, said} = await keptOf(house, house.paths.manifest);
  assert.deepEqual([texts, said.length], [['{"format": 1, "na'], 1]);
  assert.deepEqual(
    house.of('halt.set').map(({actor, cause}) => [actor, cause.includes(house.paths.manifest)]),
    [['engine', true]],
  );
  await assert.rejects(
    house.perform({name: 'build'}),
    (thrown) => thrown instanceof Failure && thrown.exitCode === 6 && thrown.message.includes('manifest'),
  );
});

test('an ops log that was tampered with halts the engine, and the chain goes on in a new segment', async (t) => {
  const {house} = await market(t);
  const text = await readFile(house.paths.opsLog, 'utf8');
  await spoil(house, house.paths.opsLog, text.replace('"actor":"olga"', '"actor":"otto"'));

  assert.deepEqual(
    house.of('halt.set').map(({actor, cause}) => [actor, /universe_ops\.log/.test(cause)]),
    [['engine', true]],
  );
  const {halted} = await house.control().query({name: 'verify', deep: false});
  assert.equal(halted, true);
});

test('an ops log whose end was cut off halts the engine', async (t) => {
  const {house} = await market(t);
  const lines = (await readFile(house.paths.opsLog, 'utf8')).split('\n');
  await spoil(house, house.paths.opsLog, `${lines.slice(0, -4).join('\n')}\n`);

  assert.deepEqual(
    house.of('halt.set').map(({actor}) => actor),
    ['engine'],
  );
});

test('a kill-switch that cannot be read counts as set, and is kept and named', async (t) => {
  const {house} = await market(t);
  const path = inState(house.paths, 'halt.json');
  await spoil(house, path, 'nonsense');

  const {texts, said} = await keptOf(house, path);
  assert.deepEqual([texts, said.length], [['nonsense'], 1]);
  await assert.rejects(house.perform({name: 'build'}), (thrown) => thrown instanceof Failure && thrown.exitCode === 6);
});

for (const name of ['build.json', 'seal.json']) {
  test(`a damaged ${name} is set aside and named, and the next night is built`, async (t) => {
    const {house} = await market(t);
    const path = inState(house.paths, name);
    await spoil(house, path, '{"half');
    await house.goTo(tuesday);

    const result = await house.perform({name: 'build'});

    const {texts, said} = await keptOf(house, path);
    assert.deepEqual([texts, said.length], [['{"half'], 1]);
    assert.equal(result.kind, 'done', result.sentence);
  });
}

test('damaged rows of an unfinished build are set aside, and only they are asked again', async (t) => {
  const {house, source} = await market(t);
  await house.goTo(tuesday);
  source.before = async (call) => {
    if (call.startsWith('metadata')) await house.perform({name: 'stop'});
  };
  await house.perform({name: 'build'});
  source.before = () => {};
  const path = inState(house.paths, 'prices.rows');
  await spoil(house, path, 'not rows');

  const result = await house.perform({name: 'build'});

  assert.equal(result.kind, 'done', result.sentence);
  const {texts, said} = await keptOf(house, path);
  assert.deepEqual([texts, said.length], [['not rows'], 1]);
  assert.equal((await house.sealed()).length, 40);
});

test('a blocklist journal damaged in the middle keeps the whole entries and a copy', async (t) => {
  const {house} = await market(t);
  const {blocklist, clock} = house.works();
  const entry = {at: clock.now().toISOString(), origin: 'manual', actor: 'ann', justification: 'why'} as const;
  for (const symbol of ['ORDAA', 'ORDAB', 'ORDAC']) await blocklist.append([{symbol, ...entry}]);
  const journal = inState(house.paths, 'blocklist.journal');
  const [published, text] = [await readFile(house.paths.blocklist), await readFile(journal, 'utf8')];
  await house.close();
  await writeFile(house.paths.blocklist, published);
  const spoiled = text.replace('"ORDAB"', '"ORDXX"');

  await writeFile(journal, spoiled);
  await house.reopen();

  const {texts, said} = await keptOf(house, journal);
  assert.deepEqual([texts, said.length], [[spoiled], 1]);
  assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAA', 'ORDAC']);
});

test('settings that cannot be read stop everything with a sentence, and stay as they are', async (t) => {
  const {house} = await market(t);
  await writeFile(house.paths.settings, '{"minPrice": "a lot"}');

  await assert.rejects(
    house.perform({name: 'build'}),
    (thrown) =>
      thrown instanceof Failure && thrown.exitCode === 2 && /minPrice .* cannot be "a lot"/.test(thrown.message),
  );

  assert.equal(await readFile(house.paths.settings, 'utf8'), '{"minPrice": "a lot"}');
});

const line = (symbol: string) => `${symbol}\n`;
const edited = async (paths: Paths, change: (text: string) => string) =>
  writeFile(paths.blocklist, change(await readFile(paths.blocklist, 'utf8')));

test('a blocklist edited by hand while nobody ran is adopted, and said to be', async (t) => {
  const {house} = await market(t);
  await house.close();
  await edited(house.paths, (text) => text + line('ORDAA'));
  await house.reopen();

  assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAA']);
  const said = house.of('blocklist.changed').at(-1);
  assert.deepEqual([said?.action, said?.actor, said?.symbols], ['file-edit', 'user:file-edit', ['ORDAA']]);
});

test('a blocklist edited by hand while the engine runs counts in the next build', async (t) => {
  const {house} = await market(t);
  await edited(house.paths, (text) => text + line('ORDAA'));
  await house.goTo(tuesday);

  await house.perform({name: 'build'});

  assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAA']);
  assert.equal((await house.sealed()).includes('ORDAA'), false);
  assert.deepEqual(house.of('blocklist.changed').at(-1)?.symbols, ['ORDAA']);
});

test('a blocklist edited by hand during a build is neither lost nor silent', async (t) => {
  const {house, source} = await market(t);
  await house.goTo(tuesday);
  source.before = async (call) => {
    if (call.startsWith('metadata')) await edited(house.paths, (text) => text + line('ORDAA'));
  };

  await house.perform({name: 'build'});

  assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAA']);
  assert.equal((await house.sealed()).includes('ORDAA'), false);
});

test('a hand-edited blocklist that cannot be read is kept and named, and everything blocked stays blocked', async (t) => {
  const {house} = await market(t);
  await house.perform({name: 'blocklist.add', symbols: ['ORDAA', 'ORDAB'], justification: 'a lawsuit was filed'});
  await house.perform({name: 'blocklist.remove', symbols: ['ORDAB'], justification: 'settled'});
  const text = 'CHEAP,yesterday,me\n"open\nORDAC\n';
  await spoil(house, house.paths.blocklist, text);

  const {texts, said} = await keptOf(house, house.paths.blocklist);
  assert.deepEqual([texts, said.length], [[text], 1]);
  assert.match(said[0] ?? '', /Line 1 of the blocklist/);
  assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAA', 'ORDAC']);
  assert.equal(house.works().blocklist.get('ORDAA')?.origin, 'manual');
});

test('an edit that cannot be read while the engine runs changes nothing but what it names clearly', async (t) => {
  const {house} = await market(t);
  const text = 'CHEAP,yesterday,me\nORDAC\n';
  await writeFile(house.paths.blocklist, text);

  await house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a lawsuit was filed'});

  const {texts, said} = await keptOf(house, house.paths.blocklist);
  assert.deepEqual([texts, said.length], [[text], 1]);
  assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAA', 'ORDAC']);
});

test('a blocklist file that is gone does not let everything in', async (t) => {
  const {house} = await market(t);
  await house.close();
  await rm(house.paths.blocklist);

  await house.reopen();

  assert.deepEqual(house.blocked(), ['CHEAP']);
  assert.deepEqual(
    house.of('blocklist.changed').map(({action, actor, symbols}) => [action, actor, symbols]),
    [['added', 'engine', ['CHEAP']]],
  );
});

test('a universe file that is gone does not switch the gates off', async (t) => {
  const {house, source} = await market(t);
  await rm(house.paths.final);
  await house.goTo(tuesday);
  for (const symbol of ['ORDAF', 'ORDAG', 'ORDAH', 'ORDAI']) source.rows.set(symbol, {close: 50, cap: 290e6});

  const result = await house.perform({name: 'build'});

  assert.equal(result.kind, 'unfit');
  assert.deepEqual(gateOf(house), ['removed']);
});
