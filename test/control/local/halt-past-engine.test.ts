import assert from 'node:assert/strict';
import {userInfo} from 'node:os';
import {test} from 'node:test';
import {haltPastEngine} from '../../../source/control/halt-past-engine.ts';
import {Failure} from '../../../source/failure.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const unreadable = new Failure('settings.unreadable', 'The settings are not JSON.', {kind: 'usage'});
const me = {name: userInfo().username, via: 'command'} as const;

test('a kill-switch thrown past the engine stops its running build and every one after', async (t) => {
  const source = fakeSource('main', ordinary(), {priceBatch: 10, metadataBatch: 10});
  const house = await openHouse(t, {connections: [source.connection]});
  let batches = 0;
  source.before = async (call) => {
    if (!call.startsWith('prices') || ++batches !== 2) return;
    const order = {actor: me, justification: 'closes look wrong', because: unreadable};
    const result = await haltPastEngine(house.paths, house.clock, order);
    assert.match(
      `${result.sentence} ${result.hint}`,
      /^Halted: .*The engine itself could not do it: The settings are not JSON\./,
    );
    await house.clock.advance(10_000);
  };

  const built = await house.perform({name: 'build'});

  assert.deepEqual([built.kind, /closes look wrong/.test(built.sentence), batches], ['halted', true, 2]);
  await assert.rejects(house.perform({name: 'build'}), {kind: 'halted'});
  await house.perform({name: 'resume', justification: 'they were right'});
  source.before = async () => {};
  assert.notEqual((await house.perform({name: 'build'})).kind, 'halted');
});

const kept: readonly (readonly [what: string, name: string, because: Failure])[] = [
  ['somebody else than the owner of the root', 'mallory', unreadable],
  ['whoever was denied it', me.name, new Failure('access.denied', 'vera is a viewer here.', {kind: 'credentials'})],
];
for (const [what, name, because] of kept) {
  test(`${what} throws no kill-switch past the engine`, async (t) => {
    const house = await openHouse(t, {connections: [fakeSource('main', ordinary(), bulk).connection]});
    const order = {actor: {name, via: 'command'} as const, justification: 'closes look wrong', because};

    await assert.rejects(haltPastEngine(house.paths, house.clock, order), because);

    assert.equal((await house.perform({name: 'build'})).kind, 'done');
  });
}

test('an engine that is at rest says at once that it was halted past it, and takes it back when an admin resumes', async (t) => {
  const house = await openHouse(t, {connections: [fakeSource('main', ordinary(), bulk).connection]});
  await house.perform({name: 'build'});
  const order = {actor: me, justification: 'closes look wrong', because: unreadable};
  await haltPastEngine(house.paths, house.clock, order);

  const {halted} = await house.control().query({name: 'status'});
  const verified = await house.control().query({name: 'verify', deep: false});
  const again = await house.perform({name: 'halt', justification: 'once more'});
  const resumed = await house.perform({name: 'resume', justification: 'they were right'});

  assert.deepEqual([halted?.cause, verified.halted], ['closes look wrong', true]);
  assert.match(again.sentence, /^Halted already, since .*: closes look wrong\.$/);
  assert.equal(resumed.sentence, 'The engine may build again.');
  assert.equal((await house.control().query({name: 'status'})).halted, undefined);
});
