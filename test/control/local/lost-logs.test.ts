import assert from 'node:assert/strict';
import {rm} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {answerAudit} from '../../../source/control/answers/audit.ts';
import {answerDoctor} from '../../../source/control/answers/doctor.ts';
import {prepareRoot} from '../../../source/store/paths.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';
import {sealedRoot} from '../../helpers/sealed-root.ts';

async function built(t: TestContext): Promise<House> {
  const house = await openHouse(t, {connections: [fakeSource('acme', ordinary(), bulk).connection]});
  assert.equal((await house.perform({name: 'build'})).kind, 'done');
  return house;
}

async function takeAway({paths}: House, more: readonly string[]): Promise<void> {
  const {manifest, opsLog, auditLog} = paths;
  for (const path of [manifest, opsLog, auditLog, ...more]) await rm(path, {recursive: true, force: true});
  await prepareRoot(paths);
}

async function logsOf(house: House) {
  const {checks} = await house.control().query({name: 'audit'});
  return checks.filter(({check}) => /-log$/.test(check));
}

const remains: readonly (readonly [what: string, goes: (house: House) => readonly string[], left: RegExp])[] = [
  ['the state', () => [], /unblocks\.journal shows that an engine/],
  ['the history', ({paths}) => [paths.state], /history\/[\d-]+\/manifest\.json shows that an engine/],
  ['the sealed universe', ({paths}) => [paths.state, paths.history], /symbol_universe\.json shows that an engine/],
];
for (const [what, goes, left] of remains) {
  test(`where manifest and both logs are gone, ${what} tells of it`, async (t) => {
    const house = await built(t);
    await takeAway(house, goes(house));

    const {checks} = await house.control().query({name: 'doctor', reach: false});

    const ofManifest = checks.filter(({check}) => check === 'manifest');
    const ofLogs = await logsOf(house);
    assert.deepEqual(
      [...ofManifest, ...ofLogs].map(({passed}) => passed),
      [false, false, false],
    );
    for (const {sentence} of [...ofManifest, ...ofLogs]) assert.match(sentence, left);
  });

  test(`where manifest and both logs are gone, ${what} halts the next engine, and the logs say it for ever`, async (t) => {
    const house = await built(t);
    await house.close();
    await takeAway(house, goes(house));

    await house.reopen();

    assert.equal(house.works().halt.record?.actor, 'engine');
    for (const {passed, sentence} of await logsOf(house)) {
      assert.equal(passed, false);
      assert.match(sentence, /the manifest that knew where this log ended is gone \(found /);
    }
  });
}

test('a new root has no manifest, and that is well', async (t) => {
  const {reading} = await sealedRoot(t);

  const {checks} = await answerDoctor(reading, {name: 'doctor', reach: false});

  assert.match(checks.find(({check}) => check === 'manifest')?.sentence ?? '', /^There is no manifest yet/);
  assert.equal((await answerAudit(reading)).whole, true);
});
