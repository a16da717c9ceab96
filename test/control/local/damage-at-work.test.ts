import assert from 'node:assert/strict';
import {copyFile, readFile, rename, rm, truncate, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {Failure} from '../../../source/failure.ts';
import {type House, tuesday} from '../../helpers/house.ts';
import {leftHouse} from '../../helpers/keyed-house.ts';

/** An engine that has both logs open and has written to them. */
async function atWork(t: Parameters<typeof leftHouse>[0]): Promise<House> {
  const house = await leftHouse(t);
  await house.reopen();
  await house.perform({name: 'credentials.reveal', provider: 'acme'});
  await house.perform({name: 'settings.set', field: 'graceNights', value: 4});
  return house;
}

const cut = async (path: string) => {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  await truncate(path, Buffer.byteLength(`${lines.slice(0, -2).join('\n')}\n`));
};

/** What an editor or `mv` does. */
const replacedShorter = async (path: string) => {
  await copyFile(path, `${path}.new`);
  await cut(`${path}.new`);
  await rename(`${path}.new`, path);
};

const harms: readonly (readonly [what: string, harm: (path: string) => Promise<unknown>])[] = [
  ['cut in place', cut],
  ['emptied', (path) => truncate(path)],
  ['replaced by a shorter one', replacedShorter],
  ['moved away', (path) => rename(path, `${path}.1`)],
  ['removed', (path) => rm(path)],
];

const logs = [
  ['opsLog', 'ops-log'],
  ['auditLog', 'audit-log'],
] as const;
for (const [log, check] of logs) {
  for (const [what, harm] of harms) {
    test(`under an open engine a ${check} that is ${what} halts it, and goes on behind a gap that shows`, async (t) => {
      const house = await atWork(t);
      const path = house.paths[log];
      await harm(path);

      await house.perform({name: 'credentials.reveal', provider: 'acme'});
      await house.perform({name: 'settings.set', field: 'graceNights', value: 5});

      assert.match(
        house.works().halt.record?.cause ?? '',
        /does not hold: it ends before record \d+, which this engine wrote$|which the manifest knows$/,
      );
      assert.equal(house.of('halt.set').length, 1);
      await assert.rejects(
        house.perform({name: 'build'}),
        (thrown) => thrown instanceof Failure && thrown.kind === 'halted',
      );
      const text = await readFile(path, 'utf8');
      assert.match(text, /^\{"seq":\d+,.*"type":"log\.damaged"/);
      assert.ok(!text.includes('\0'));
      const {checks} = await house.control().query({name: 'audit'});
      const found = checks.find((one) => one.check === check);
      assert.equal(found?.passed, false);
      assert.match(
        found?.sentence ?? '',
        /^It was damaged before, and goes on behind a gap: .*Nobody has resumed since/,
      );
      await house.perform({name: 'resume', justification: 'looked at it'});
      await house.reopen();
      assert.equal(house.works().halt.record, undefined);
    });
  }
}

test('a log that was put back as it was is no damage', async (t) => {
  const house = await atWork(t);
  const {opsLog} = house.paths;
  await copyFile(opsLog, `${opsLog}.new`);
  await rename(`${opsLog}.new`, opsLog);

  await house.perform({name: 'settings.set', field: 'graceNights', value: 5});

  assert.equal(house.works().halt.record, undefined);
  assert.match(await readFile(opsLog, 'utf8'), /graceNights.*5/);
  assert.equal((await house.control().query({name: 'audit'})).whole, true);
});

const losses: readonly (readonly [
  what: string,
  harm: (path: string, earlier: string) => Promise<unknown>,
  words: RegExp,
])[] = [
  ['removed', (path) => rm(path), /the manifest that knew where this log ended is gone \(found /],
  ['replaced by rubbish', (path) => writeFile(path, 'rubbish'), /could not be trusted \(found /],
  ['replaced by an earlier one', (path, earlier) => writeFile(path, earlier), /was replaced \(found /],
];
for (const [what, harm, words] of losses) {
  test(`a manifest that is ${what} under an open engine halts it, and both logs say so for ever`, async (t) => {
    const house = await leftHouse(t);
    const earlier = await readFile(house.paths.manifest, 'utf8');
    await house.reopen();
    await house.perform({name: 'credentials.reveal', provider: 'acme'});
    await harm(house.paths.manifest, earlier);

    await house.perform({name: 'credentials.reveal', provider: 'acme'});
    // Whoever waits for the lock of the secrets does so by the clock.
    await house.goTo(tuesday);
    await house.reopen();

    assert.equal(house.works().halt.record?.actor, 'engine');
    await house.perform({name: 'resume', justification: 'looked at both logs'});
    const {checks} = await house.control().query({name: 'audit'});
    for (const check of ['ops-log', 'audit-log']) {
      const found = checks.find((one) => one.check === check);
      assert.equal(found?.passed, true, found?.sentence);
      assert.match(found?.sentence ?? '', words);
    }
    await house.reopen();
    assert.equal(house.works().halt.record, undefined);
  });
}

test('what is found lost at the very end is written down before the engine is closed, and nothing after it', async (t) => {
  const house = await atWork(t);
  const {manifest} = house.works();
  const setLogHead = manifest.setLogHead.bind(manifest);
  let isClosed = false;
  const late: string[] = [];
  t.mock.method(manifest, 'setLogHead', async (...head: Parameters<typeof setLogHead>) => {
    await new Promise((resolve) => setImmediate(resolve));
    await setLogHead(...head);
    if (isClosed) late.push(head[0]);
  });
  await rm(house.paths.opsLog);
  await rm(house.paths.manifest);

  await house.close();
  isClosed = true;
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));

  assert.deepEqual(late, []);
});
