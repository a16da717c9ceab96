import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import type {Actor, Command} from '../../../source/control/control.ts';
import {Failure, type FailureKind} from '../../../source/failure.ts';
import {type FakeSource, fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse, tuesdayNoon} from '../../helpers/house.ts';
import {ordinary} from '../../helpers/ordinary.ts';

const operator: Actor = {name: 'otto', via: 'command'};
const viewer: Actor = {name: 'vera', via: 'command'};

/** Ten symbols a batch: four batches a pass. */
async function market(t: TestContext): Promise<{house: House; source: FakeSource}> {
  const source = fakeSource('main', ordinary(), {priceBatch: 10, metadataBatch: 10});
  const settings = {access: {users: {otto: 'operator'}}};
  return {source, house: await openHouse(t, {connections: [source.connection], settings: {...settings}})};
}

const fails = (kind: FailureKind, words: RegExp) => (thrown: unknown) =>
  thrown instanceof Failure && thrown.kind === kind && words.test(`${thrown.message} ${thrown.hint ?? ''}`);

/** Performs this during the given price batch, once. */
function during(source: FakeSource, batch: number, work: () => Promise<unknown>): void {
  let batches = 0;
  source.before = async (call) => {
    if (!call.startsWith('prices')) return;
    batches += 1;
    if (batches === batch) await work();
  };
}

const pricesOf = (source: FakeSource) => source.calls.filter((call) => call.startsWith('prices'));

test('halt stops a running build at its next batch, and nothing builds until an admin resumes', async (t) => {
  const {house, source} = await market(t);
  during(source, 2, () => house.perform({name: 'halt', justification: 'closes look wrong'}, operator));

  const built = await house.perform({name: 'build'});

  assert.equal(built.kind, 'halted');
  assert.equal(pricesOf(source).length, 2);
  await assert.rejects(house.perform({name: 'build'}), fails('halted', /by otto: closes look wrong.*universe resume/));
  const {fit, halted, checks} = await house.control().query({name: 'verify', deep: false});
  assert.deepEqual([fit, halted], [false, true]);
  assert.match(
    checks.find(({check}) => check === 'halt')?.sentence ?? '',
    /^HALTED by otto at \S+: closes look wrong\. When that is settled: universe resume --/,
  );
  await assert.rejects(
    house.perform({name: 'resume', justification: 'looked at it'}, operator),
    fails('credentials', /otto is an operator.*takes an admin/),
  );
  assert.equal((await house.perform({name: 'resume', justification: 'looked at it'})).kind, 'done');
  assert.equal((await house.perform({name: 'build'})).kind, 'done');
  assert.equal(new Set(pricesOf(source)).size, pricesOf(source).length);
});

test('a halt outlives the process', async (t) => {
  const {house} = await market(t);
  await house.perform({name: 'halt', justification: 'closes look wrong'});

  await house.reopen();

  await assert.rejects(house.perform({name: 'build'}), fails('halted', /closes look wrong/));
});

test('the owner can halt and stop while the settings cannot be read', async (t) => {
  const {house, source} = await market(t);
  during(source, 2, async () => {
    await writeFile(house.paths.settings, '{"minPrice": ');
    await house.perform({name: 'halt', justification: 'closes look wrong'});
  });

  const built = await house.perform({name: 'build'});

  assert.equal(built.kind, 'halted');
  await assert.rejects(house.perform({name: 'build'}), fails('usage', /is not JSON/));
});

test('stop pauses the build, and the next one goes on without asking again', async (t) => {
  const {house, source} = await market(t);
  during(source, 3, () => house.perform({name: 'stop'}));

  const stopped = await house.perform({name: 'build'});
  await house.reopen();
  const resumed = await house.perform({name: 'build'});

  assert.deepEqual([stopped.kind, resumed.kind], ['interrupted', 'done']);
  assert.deepEqual(
    house.of('build.started').map(({resumed}) => resumed),
    [false, true],
  );
  assert.equal(new Set(source.calls).size, source.calls.length);
  assert.equal((await house.sealed()).length, 40);
});

test('a build that somebody stopped is on record as stopped, and said without a warning', async (t) => {
  const {house, source} = await market(t);
  during(source, 3, () => house.perform({name: 'stop'}));

  await house.perform({name: 'build'});

  const [ended] = house
    .of('command.recorded')
    .filter(({command, stage}) => command === 'build' && stage !== 'intended');
  const [paused] = house.of('build.paused');
  assert.deepEqual([ended?.stage, paused?.why], ['stopped', 'stopped']);
});

test('stop with nothing running says so', async (t) => {
  const {house} = await market(t);

  assert.deepEqual(await house.perform({name: 'stop'}), {kind: 'done', sentence: 'Nothing was running.'});
});

test('closing waits for what is running to come to rest', async (t) => {
  const {house, source} = await market(t);
  const closing: Promise<void>[] = [];
  during(source, 2, async () => void closing.push(house.close()));

  const built = await house.perform({name: 'build'});
  await Promise.all(closing);
  await house.reopen();

  assert.equal(built.kind, 'interrupted');
  assert.equal((await house.perform({name: 'build'})).kind, 'done');
  assert.equal(new Set(source.calls).size, source.calls.length);
});

test('one thing at a time: what comes second is told who is first', async (t) => {
  const {house, source} = await market(t);
  const second: Promise<unknown>[] = [];
  const commands: Command[] = [
    {name: 'build'},
    {name: 'refilter'},
    {name: 'recover'},
    {name: 'rollback'},
    {name: 'snapshot', file: `${house.paths.root}.tar.gz`},
    {name: 'migrate', dryRun: false},
  ];
  during(source, 2, async () => {
    for (const command of commands)
      second.push(assert.rejects(house.perform(command), fails('failed', /A build by olga is running/)));
    await Promise.allSettled(second);
  });

  await house.perform({name: 'build'});

  await Promise.all(second);
  assert.equal(second.length, commands.length);
});

const guarded: readonly Command[] = [{name: 'build'}, {name: 'refilter'}, {name: 'recover'}, {name: 'rollback'}];

for (const command of guarded) {
  test(`${command.name} inside a session needs force and a reason`, async (t) => {
    const {house, source} = await market(t);
    await house.goTo(tuesdayNoon);

    await assert.rejects(house.perform(command), fails('usage', /market is open.*--force --reason TEXT/));
    await assert.rejects(house.perform({...command, force: true} as Command), fails('usage', /--force needs a reason/));

    assert.deepEqual(source.calls, []);
  });
}

test('a forced build inside a session is done, and who forced it is on record', async (t) => {
  const {house} = await market(t);
  await house.goTo(tuesdayNoon);

  const result = await house.perform({name: 'build', force: true, justification: 'the list was wrong'}, operator);

  assert.equal(result.kind, 'done');
  const recorded = house.of('command.recorded').map(({stage, actor, justification}) => [stage, actor, justification]);
  assert.deepEqual(recorded, [
    ['intended', 'otto', 'the list was wrong'],
    ['done', 'otto', 'the list was wrong'],
  ]);
});

test('a viewer changes nothing, and an operator neither overrides a gate nor edits settings', async (t) => {
  const {house} = await market(t);
  const before = house.events.length;

  for (const command of [...guarded, {name: 'stop'} as const, {name: 'halt', justification: 'just so'} as const])
    await assert.rejects(house.perform(command, viewer), fails('credentials', /vera is a viewer.*takes an operator/));
  for (const command of [
    {name: 'build', override: ['removed'], justification: 'just so'},
    {name: 'settings.set', field: 'minPrice', value: 2},
    {name: 'settings.unset', field: 'minPrice'},
    {name: 'snapshot', file: '/nowhere.tar.gz'},
    {name: 'migrate', dryRun: true},
  ] satisfies Command[])
    await assert.rejects(house.perform(command, operator), fails('credentials', /otto is an operator.*takes an admin/));

  assert.deepEqual(
    house.events.slice(before).filter((event) => event.type !== 'command.recorded' || event.stage !== 'failed'),
    [],
  );
});
