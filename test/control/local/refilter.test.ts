import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {Failure} from '../../../source/failure.ts';
import {type FakeRow, type FakeSource, fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse, tuesday, wednesday} from '../../helpers/house.ts';
import {big, bulk, ordinary} from '../../helpers/ordinary.ts';

async function market(t: TestContext, rows: Record<string, FakeRow>): Promise<{house: House; source: FakeSource}> {
  const source = fakeSource('main', {...ordinary(), ...rows}, bulk);
  return {source, house: await openHouse(t, {connections: [source.connection]})};
}

const set = (field: string, value: unknown): Command => ({name: 'settings.set', field, value});
const fit = async (house: House) => (await house.control().query({name: 'verify', deep: true})).fit;

test('a refilter under tighter and looser settings judges the same rows again without a call', async (t) => {
  const {house, source} = await market(t, {SMALL: {close: 50, cap: 1e8}, FIVE: {close: 5, cap: 5e9}});
  await house.perform({name: 'build'});
  const calls = source.calls.length;

  await house.perform(set('minPrice', 10));
  const tight = await house.perform({name: 'refilter'});
  const afterTight = await house.sealed();
  await house.perform(set('minPrice', 1));
  await house.perform(set('minMarketCap', 1e6));
  const loose = await house.perform({name: 'refilter'});

  assert.deepEqual([tight.kind, loose.kind], ['done', 'done']);
  assert.deepEqual([afterTight.includes('FIVE'), afterTight.length], [false, 40]);
  assert.deepEqual(
    (await house.sealed()).filter((symbol) => !symbol.startsWith('ORD')),
    ['FIVE', 'SMALL'],
  );
  assert.equal(source.calls.length, calls);
  assert.deepEqual(house.blocked(), []);
  assert.equal(await fit(house), true);
});

test('a refilter of a preview that something has overtaken seals nothing', async (t) => {
  const {house} = await market(t, {FIVE: {close: 5, cap: 5e9}});
  await house.perform({name: 'build'});
  const preview = async (): Promise<string> => (await house.control().query({name: 'preview', of: 'refilter'})).digest;
  const before = await preview();
  assert.equal(await preview(), before);
  await house.perform(set('minPrice', 10));
  const sealed = await house.sealed();

  const because = (thrown: unknown): boolean =>
    thrown instanceof Failure && thrown.code === 'refilter.overtaken' && /Nothing was sealed/.test(thrown.message);
  await assert.rejects(house.perform({name: 'refilter', preview: before}), because);
  assert.deepEqual(await house.sealed(), sealed);
  assert.equal((await house.perform({name: 'refilter', preview: await preview()})).kind, 'done');
  assert.ok(!(await house.sealed()).includes('FIVE'));
});

test('after a refilter the partial file holds what the new criteria let pass, under those criteria', async (t) => {
  const {house} = await market(t, {SMALL: {close: 50, cap: 1e8}, FIVE: {close: 5, cap: 5e9}});
  await house.perform({name: 'build'});
  await house.perform(set('minPrice', 10));
  await house.perform(set('minMarketCap', 1e6));

  await house.perform({name: 'refilter'});

  const {symbols, criteria, build_id} = JSON.parse(await readFile(house.paths.partial, 'utf8'));
  assert.deepEqual(
    symbols.map(({symbol}: {symbol: string}) => symbol),
    await house.sealed(),
  );
  assert.deepEqual([criteria.minPrice, criteria.minMarketCap], [10, 1e6]);
  assert.equal(build_id, JSON.parse(await readFile(house.paths.unfiltered, 'utf8')).build_id);
  assert.equal(await fit(house), true);
});

test('a refilter that gates refused is told by the status until the next seal', async (t) => {
  const {house} = await market(t, {});
  const refused = async () => (await house.control().query({name: 'status'})).refused;
  await house.perform({name: 'build'});
  await house.perform(set('minUniverse', 100));

  await house.perform({name: 'refilter'});

  const told = await refused();
  assert.deepEqual([told?.kind, told?.gates], ['refilter', ['min-universe']]);
  await house.perform(set('minUniverse', 1));
  await house.perform({name: 'refilter'});
  assert.equal(await refused(), undefined);
});

test('a refilter leaves the live files of an unfinished build alone', async (t) => {
  const {house, source} = await market(t, {});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  source.before = (call) => {
    if (call.startsWith('metadata')) void house.perform({name: 'stop'});
  };
  await house.perform({name: 'build'});
  const partial = await readFile(house.paths.partial, 'utf8');

  await house.perform({name: 'refilter'});

  assert.equal(await readFile(house.paths.partial, 'utf8'), partial);
});

test('a refilter never uses the rows of an unfinished build', async (t) => {
  const {house, source} = await market(t, {});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  for (const symbol of source.rows.keys()) source.rows.set(symbol, {close: 77, cap: 5e9});
  source.before = (call) => {
    if (call.startsWith('metadata')) void house.perform({name: 'stop'});
  };
  const stopped = await house.perform({name: 'build'});

  const result = await house.perform({name: 'refilter'});

  assert.equal(stopped.kind, 'interrupted');
  assert.equal(result.data?.session, '2026-03-02');
  const file: {symbols: {lastClose: number}[]} = JSON.parse(await readFile(house.paths.final, 'utf8'));
  assert.deepEqual(new Set(file.symbols.map(({lastClose}) => lastClose)), new Set([50]));
});

test('the build that was unfinished when somebody refiltered goes on without asking again', async (t) => {
  const {house, source} = await market(t, {});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  let stops = 1;
  source.before = async (call) => {
    if (call.startsWith('metadata') && stops-- > 0) await house.perform({name: 'stop'});
  };
  await house.perform({name: 'build'});
  await house.perform({name: 'refilter'});
  source.calls.length = 0;

  const result = await house.perform({name: 'build'});

  assert.equal(result.data?.session, '2026-03-03');
  assert.deepEqual(
    source.calls.filter((call) => !call.startsWith('metadata')),
    [],
  );
});

test('a gate refuses a refilter too, and its hint names the command that overrides it', async (t) => {
  const {house} = await market(t, {});
  await house.perform({name: 'build'});
  const before = await readFile(house.paths.final);
  await house.perform(set('minUniverse', 41));

  const refused = await house.perform({name: 'refilter'});

  assert.equal(refused.kind, 'unfit');
  assert.match(refused.hint ?? '', /universe refilter --override min-universe --reason TEXT/);
  assert.deepEqual(await readFile(house.paths.final), before);
  const sealed = await house.perform({name: 'refilter', override: ['min-universe'], justification: 'checked by hand'});
  assert.equal(sealed.kind, 'done');
  assert.deepEqual(
    house.of('gate.overridden').map(({gate, actor, justification}) => [gate, actor, justification]),
    [['min-universe', 'olga', 'checked by hand']],
  );
});

test('the plan after a refilter still knows what a night costs', async (t) => {
  const {house} = await market(t, {});
  await house.perform({name: 'build'});
  const before = await house.control().query({name: 'plan'});

  await house.perform({name: 'refilter'});

  assert.ok(before.calls > 1);
  assert.deepEqual((await house.control().query({name: 'plan'})).steps, before.steps);
});

test('a refilter before the first seal says what to do first', async (t) => {
  const {house} = await market(t, {});

  await assert.rejects(
    house.perform({name: 'refilter'}),
    (thrown) => thrown instanceof Failure && thrown.exitCode === 3 && /universe build/.test(thrown.hint ?? ''),
  );
});

test('a rollback seals an earlier night again, and who was blocked since stays out', async (t) => {
  const {house, source} = await market(t, {LATER: {close: 0.5, cap: 5e9}, LEAVES: big});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  source.rows.set('LATER', big);
  source.rows.set('LEAVES', {close: 50, cap: 290e6});
  await house.perform({name: 'build'});
  await house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a lawsuit was filed'});

  const result = await house.perform({name: 'rollback', justification: 'bad closes'});

  assert.equal(result.kind, 'done', result.sentence);
  assert.equal(result.data?.session, '2026-03-02');
  const sealed = await house.sealed();
  assert.deepEqual(
    ['LATER', 'LEAVES', 'ORDAA', 'ORDAB'].map((symbol) => sealed.includes(symbol)),
    [false, true, false, true],
  );
  assert.equal(house.of('build.started').at(-1)?.trigger, 'rollback');
});

test('a rollback is not refused for what the earlier night lacked', async (t) => {
  const {house, source} = await market(t, {HUGE: {close: 50}});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  source.rows.set('HUGE', {close: 50, cap: 90e9});
  await house.perform({name: 'build'});
  const between = await house.sealed();

  const result = await house.perform({name: 'rollback', date: '2026-03-02', justification: 'bad closes'});

  assert.equal(result.kind, 'done', result.sentence);
  assert.deepEqual([between.includes('HUGE'), (await house.sealed()).includes('HUGE')], [true, false]);
});

test('the night after a rollback is built and gated like any other', async (t) => {
  const {house} = await market(t, {});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  await house.perform({name: 'build'});
  await house.perform({name: 'rollback', date: '2026-03-02'});
  await house.goTo(wednesday);

  const result = await house.perform({name: 'build'});

  assert.equal(result.data?.session, '2026-03-04');
  assert.equal(await fit(house), true);
});

test('a rollback to a night that is not kept changes nothing', async (t) => {
  const {house} = await market(t, {});
  await house.perform({name: 'build'});
  const before = await readFile(house.paths.final);

  await assert.rejects(
    house.perform({name: 'rollback', date: '2026-02-27'}),
    (thrown) => thrown instanceof Failure && thrown.exitCode === 3 && /2026-02-27/.test(thrown.message),
  );
  await assert.rejects(house.perform({name: 'rollback'}), (thrown) => thrown instanceof Failure);

  assert.deepEqual(await readFile(house.paths.final), before);
});

test('a rollback says who stays out because of a block since', async (t) => {
  const {house} = await market(t, {});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  await house.perform({name: 'build'});
  await house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a lawsuit was filed'});

  const {kind, sentence} = await house.perform({name: 'rollback', date: '2026-03-02'});

  assert.equal(kind, 'done');
  assert.match(sentence, /^Sealed 39 symbols .* One symbol stays out because it has been blocked since\.$/);
});

test('what a lowered floor lets pass comes back with the next build of the night, and a refilter says so', async (t) => {
  const {house, source} = await market(t, {FIVE: {close: 5, cap: 5e9}, SIX: {close: 6, cap: 5e9}});
  await house.perform(set('minPrice', 10));
  await house.perform({name: 'build'});
  assert.deepEqual(house.blocked(), ['FIVE', 'SIX']);

  await house.perform(set('minPrice', 5.5));
  const words =
    'One blocked symbol passes the floor of 5.5 now, and comes back with the next build, which asks for a price.';
  assert.equal((await house.control().query({name: 'preview', of: 'refilter'})).passing, words);
  assert.equal((await house.perform({name: 'refilter'})).hint, words);
  assert.deepEqual(house.blocked(), ['FIVE', 'SIX']);
  source.calls.length = 0;
  await house.perform({name: 'build'});

  assert.deepEqual(house.blocked(), ['FIVE']);
  assert.deepEqual((await house.sealed()).includes('SIX'), true);
  assert.ok(
    source.calls.some((call) => /^prices .*SIX/.test(call) && !/FIVE/.test(call)),
    source.calls.join('; '),
  );
  assert.equal((await house.control().query({name: 'preview', of: 'refilter'})).passing, undefined);
});
