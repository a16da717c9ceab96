import assert from 'node:assert/strict';
import {readFile, rm} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import type {Command, Result} from '../../../source/control/control.ts';
import {Failure} from '../../../source/failure.ts';
import {exists} from '../../../source/store/file.ts';
import {type FakeSource, fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse, tuesday} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

async function market(t: TestContext): Promise<{house: House; source: FakeSource}> {
  const source = fakeSource('main', ordinary(), bulk);
  return {source, house: await openHouse(t, {connections: [source.connection]})};
}

const halting: Command = {name: 'halt', justification: 'closes look wrong'};

/** Performs this once, just before the manifest takes this step with the sealed file. */
function beforeStep(t: TestContext, house: House, step: 'expect' | 'settle', work: () => Promise<unknown>): void {
  const {manifest} = house.works();
  const original = manifest[step].bind(manifest) as (...given: unknown[]) => Promise<void>;
  let isDone = false;
  t.mock.method(manifest, step, async (...given: unknown[]) => {
    if (given[0] === 'final' && !isDone) {
      isDone = true;
      await work();
    }
    return original(...given);
  });
}

for (const command of [halting, {name: 'stop'}] as const) {
  test(`a ${command.name} that comes while the sealed file is written keeps it from being put in place`, async (t) => {
    const {house} = await market(t);
    const said: Result[] = [];
    beforeStep(t, house, 'expect', async () => said.push(await house.perform(command)));

    const built = await house.perform({name: 'build'});

    assert.equal(built.kind, command.name === 'halt' ? 'halted' : 'interrupted');
    assert.match(said[0]?.sentence ?? '', /stops at its next batch/);
    assert.equal(await exists(house.paths.final), false);
    assert.deepEqual(house.of('build.finished'), []);
  });

  test(`a ${command.name} that comes after the last look says that it comes too late`, async (t) => {
    const {house} = await market(t);
    const said: Result[] = [];
    beforeStep(t, house, 'settle', async () => said.push(await house.perform(command)));

    const built = await house.perform({name: 'build'});

    assert.equal(built.kind, 'done');
    assert.match(said[0]?.sentence ?? '', /sealed already and is not stopped/);
    assert.equal((await house.sealed()).length, 40);
    if (command.name === 'halt') await house.perform({name: 'resume', justification: 'looked at it'});
    const next: Result[] = [];
    await house.goTo(tuesday);
    beforeStep(t, house, 'expect', async () => next.push(await house.perform(command)));
    await house.perform({name: 'build'});
    assert.match(next[0]?.sentence ?? '', /stops at its next batch/);
  });
}

test('a manifest that is gone when a build begins halts it before anything is asked', async (t) => {
  const {house, source} = await market(t);
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  const [before, calls] = [await readFile(house.paths.final, 'utf8'), source.calls.length];
  await rm(house.paths.manifest);

  await assert.rejects(
    house.perform({name: 'build'}),
    (thrown) => thrown instanceof Failure && thrown.kind === 'halted' && /manifest\.json is gone/.test(thrown.message),
  );

  assert.equal(source.calls.length, calls);
  assert.equal(await readFile(house.paths.final, 'utf8'), before);
});

test('a manifest that is lost during a build halts it before the seal, and the sealed universe stands', async (t) => {
  const {house, source} = await market(t);
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  const before = await readFile(house.paths.final, 'utf8');
  source.before = async (call) => {
    if (call.startsWith('prices')) await rm(house.paths.manifest, {force: true});
  };

  const built = await house.perform({name: 'build'});

  assert.equal(built.kind, 'halted');
  assert.equal(await readFile(house.paths.final, 'utf8'), before);
});
