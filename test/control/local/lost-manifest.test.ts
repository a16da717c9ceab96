import assert from 'node:assert/strict';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {inState} from '../../../source/store/paths.ts';
import type {House} from '../../helpers/house.ts';
import {keyedSource, leftHouse, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

type Found = readonly (readonly [check: string, passed: boolean, sentence: string])[];

async function logsOf(house: House): Promise<Found> {
  const {checks} = await house.control().query({name: 'audit'});
  return checks.flatMap(({check, passed, sentence}) =>
    /-log$/.test(check) ? [[check, passed, sentence] as const] : [],
  );
}

/** Both logs say it and pass, or fail, as it should be. */
function assertSaid(found: Found, words: RegExp, shouldPass: boolean): void {
  assert.deepEqual(
    found.map(([check, passed]) => [check, passed]),
    [
      ['ops-log', shouldPass],
      ['audit-log', shouldPass],
    ],
  );
  for (const [, , sentence] of found) assert.match(sentence, words);
}

const cut = async (path: string) => {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  await writeFile(path, `${lines.slice(0, -2).join('\n')}\n`);
};

const losses: readonly (readonly [what: string, spoil: (house: House) => Promise<unknown>, words: RegExp])[] = [
  ['gone', ({paths}) => rm(paths.manifest), /the manifest that knew where this log ended is gone \(found /],
  [
    'gone, and with it the end of the audit log',
    async ({paths}) => {
      await rm(paths.manifest);
      await cut(paths.auditLog);
    },
    /the manifest that knew where this log ended is gone \(found /,
  ],
  [
    'gone, and with it the end of the ops log',
    async ({paths}) => {
      await rm(paths.manifest);
      await cut(paths.opsLog);
    },
    /the manifest that knew where this log ended is gone \(found /,
  ],
  [
    'gone, and with it the whole ops log',
    async ({paths}) => {
      await rm(paths.manifest);
      await rm(paths.opsLog);
    },
    /the manifest that knew where this log ended is gone \(found /,
  ],
  [
    'not to be read',
    async ({paths}) => {
      await writeFile(paths.manifest, 'rubbish');
      await cut(paths.auditLog);
    },
    /the manifest that knew where this log ended could not be trusted \(found /,
  ],
];
for (const [what, spoil, words] of losses) {
  test(`where the manifest is ${what}, both logs say so for ever, and fail until a person has resumed`, async (t) => {
    const house = await leftHouse(t);
    await spoil(house);

    await house.reopen();

    const {record} = house.works().halt;
    assert.equal(record?.actor, 'engine');
    assertSaid(await logsOf(house), words, false);
    await house.reopen();
    const failed = await logsOf(house);
    assertSaid(failed, words, false);
    assertSaid(failed, /Nobody has resumed since\. .*then: universe resume --reason TEXT$/, false);
    await house.perform({name: 'resume', justification: 'looked at both logs'});
    assertSaid(await logsOf(house), words, true);
    await house.reopen();
    assert.equal(house.works().halt.record, undefined);
    const passed = await logsOf(house);
    assertSaid(passed, words, true);
    assertSaid(
      passed,
      /^It was damaged before.* Somebody has resumed since\. The chain of [\d,]+ records holds\.$/,
      true,
    );
  });
}

test('a root that never was opened before has lost nothing', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  await house.reopen();

  assert.equal(house.works().halt.record, undefined);
  assertSaid(await logsOf(house), /^The chain of \d+ records holds\.$/, true);
});

test('what an older program or a profile left where no engine was ever opened is no sign of a manifest', async (t) => {
  const other = await leftHouse(t);
  const audit = await readFile(other.paths.auditLog);
  const house = await openKeyedHouse(t, [keyedSource('acme')], {
    before: async (paths) => {
      // The root's audit log begins with whoever comes first: a doctor that reads, or a profile.
      await writeFile(paths.auditLog, audit, {mode: 0o600});
      await writeFile(paths.blocklist, 'AAPL\nMSFT\n');
      await writeFile(join(paths.root, 'output', 'symbols.txt'), 'AAPL\n');
    },
  });

  assert.equal(house.works().halt.record, undefined);
  assert.deepEqual(house.of('halt.set'), []);
  assertSaid((await logsOf(house)).slice(0, 2), /^The chain of \d+ records holds\.$/, true);
});

test('a root that was put back from a snapshot knows its logs', async (t) => {
  const house = await leftHouse(t);
  await house.reopen();
  const file = join(house.paths.root, '..', `${madeKey()}.tar.gz`);
  t.after(() => rm(file, {force: true}));
  await house.perform({name: 'snapshot', file});
  await house.perform({name: 'restore', file, justification: 'a test of the way back'});

  await house.reopen();

  assert.equal(house.works().halt.record, undefined);
  assertSaid(await logsOf(house), /^The chain of \d+ records holds\. A restore put it in the place of another, /, true);
});

test('a journal that an engine left behind says that there was a manifest', async (t) => {
  const house = await leftHouse(t);
  const {manifest, opsLog, auditLog} = house.paths;
  for (const path of [manifest, opsLog, auditLog]) await rm(path);
  assert.ok(await readFile(inState(house.paths, 'unblocks.journal')));

  await house.reopen();

  assert.match(
    house.works().halt.record?.cause ?? '',
    /manifest\.json is gone, and nothing else knows where the logs ended/,
  );
  assertSaid(await logsOf(house), /is gone/, false);
});
