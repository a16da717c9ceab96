import assert from 'node:assert/strict';
import {mkdir, rm} from 'node:fs/promises';
import {userInfo} from 'node:os';
import {type TestContext, test} from 'node:test';
import {setTimeout} from 'node:timers/promises';
import {performHalt} from '../../../source/control/perform-halt.ts';
import {haltFormat} from '../../../source/engine/formats.ts';
import {idle} from '../../../source/engine/progress.ts';
import {sentenceOf} from '../../../source/failure.ts';
import {peekState} from '../../../source/store/format.ts';
import {inState} from '../../../source/store/paths.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const me = {name: userInfo().username, via: 'command'} as const;
const market = (t: TestContext) => openHouse(t, {connections: [fakeSource('main', ordinary(), bulk).connection]});
const fileOf = ({paths}: House) => inState(paths, 'halt.json');
const onDisk = async (house: House) => (await peekState(fileOf(house), haltFormat))?.cleared === false;
/** A folder in its place refuses what is written as a full disk does, and can be taken away again. */
const refuse = (house: House) => mkdir(fileOf(house));
const allow = (house: House) => rm(fileOf(house), {recursive: true});

test('a halt that the disk refused holds all the same, and the next one writes it', async (t) => {
  const house = await market(t);
  await refuse(house);
  await assert.rejects(house.perform({name: 'halt', justification: 'closes look wrong'}));
  await assert.rejects(house.perform({name: 'build'}), {kind: 'halted'});
  await assert.rejects(house.perform({name: 'halt', justification: 'once more'}));
  await allow(house);

  const again = await house.perform({name: 'halt', justification: 'and again'});

  assert.match(again.sentence, /^Halted: nothing builds in /);
  assert.equal(await onDisk(house), true);
  assert.match((await house.perform({name: 'halt', justification: 'and more'})).sentence, /^Halted already, since /);
  assert.equal(house.of('halt.set').length, 1);
  await house.reopen();
  await assert.rejects(house.perform({name: 'build'}), {kind: 'halted'});
});

test('an engine that stays open writes a halt that the disk refused as soon as it takes it, and says so', async (t) => {
  const house = await market(t);
  house.control().keepWatch();
  await refuse(house);
  await assert.rejects(house.perform({name: 'halt', justification: 'closes look wrong'}));
  await house.clock.advance(10_000);
  assert.deepEqual(house.of('halt.set'), []);
  await allow(house);

  // The disk is a real one, and takes its time beside other tests.
  while (house.of('halt.set').length === 0) {
    await house.clock.advance(3000);
    await setTimeout(5);
  }

  assert.equal(await onDisk(house), true);
  assert.match(house.of('halt.set')[0]?.cause ?? '', /closes look wrong/);
});

test('an engine that ends writes a halt that the disk refused, where it takes it by then', async (t) => {
  const house = await market(t);
  await refuse(house);
  await assert.rejects(house.perform({name: 'halt', justification: 'closes look wrong'}));
  await allow(house);

  await house.reopen();

  assert.match((await house.perform({name: 'halt', justification: 'again'})).sentence, /^Halted already, .*look wrong/);
});

test('who halts an engine that stays open hears that it holds though the disk refused it', async (t) => {
  const house = await market(t);
  await refuse(house);
  const live = {
    kind: 'dashboard',
    pid: 1,
    since: '',
    opsEnd: 0,
    seq: () => 0,
    progress: () => idle,
    halted: () => undefined,
  } as const;
  const command = {name: 'halt', justification: 'closes look wrong'} as const;

  const refused = await performHalt({works: house.works(), running: {}, reading: {live}}, command, me).catch(
    (thrown: unknown) => thrown,
  );

  assert.match(
    sentenceOf(refused),
    /^Halted as long as the dashboard is open, .*not on disk yet: .*The dashboard tries again/,
  );
});

test('a halt whose file somebody took away is written anew by the next one', async (t) => {
  const house = await market(t);
  await house.perform({name: 'halt', justification: 'closes look wrong'});
  await rm(fileOf(house));

  const again = await house.perform({name: 'halt', justification: 'once more'});

  assert.match(again.sentence, /^Halted: /);
  assert.equal(await onDisk(house), true);
});

test('a resume that the disk refused leaves the engine halted, and the next one lifts it', async (t) => {
  const house = await market(t);
  await house.perform({name: 'halt', justification: 'closes look wrong'});
  await allow(house);
  await refuse(house);
  await assert.rejects(house.perform({name: 'resume', justification: 'they were right'}));
  await assert.rejects(house.perform({name: 'build'}), {kind: 'halted'});
  await allow(house);

  const resumed = await house.perform({name: 'resume', justification: 'they were right'});

  assert.equal(resumed.sentence, 'The engine may build again.');
  assert.equal(await onDisk(house), false);
  assert.equal((await house.perform({name: 'build'})).kind, 'done');
});
