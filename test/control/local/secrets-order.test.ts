import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {judgeSecrets} from '../../../source/control/secrets-judged.ts';
import {sumOf} from '../../../source/store/file.ts';
import type {House} from '../../helpers/house.ts';
import {auditOf, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {recordAudit, type Told} from '../../helpers/record-audit.ts';

const set = (provider: string) => ({name: 'credentials.set', provider, values: {apiKey: madeKey()}}) as const;
const rotate = {name: 'keys.rotate', dropOld: true} as const;

async function furnished(t: TestContext): Promise<House> {
  const house = await openKeyedHouse(t, [keyedSource('acme'), keyedSource('bolt')]);
  await house.perform(set('acme'));
  return house;
}

/** Three files, each of which was in the place of the secrets once, the first before the second and the third last. */
type Files = {readonly rotated: string; readonly edited: string; readonly last: string};

async function threeFiles({paths}: House): Promise<Files> {
  const sumAfter = async (text: string) => {
    await writeFile(paths.secrets, text);
    return (await sumOf(paths.secrets))?.sha256 ?? '';
  };
  return {rotated: await sumAfter('gAAAA1'), edited: await sumAfter('gAAAA2'), last: await sumAfter('gAAAA3')};
}

async function record(house: House, records: readonly Partial<Told>[]): Promise<void> {
  await recordAudit(house, ...records.map((one) => ({action: 'add', stage: 'done', ...one}) as const));
}

const of = {
  rotation: {action: 'key-rotate'},
  edit: {provider: 'acme'},
  last: {provider: 'bolt'},
} as const;

function written({rotated, edited, last}: Files): readonly Partial<Told>[] {
  return [
    ...Object.values(of).map((act) => ({...act, stage: 'intended' as const})),
    {...of.rotation, stage: 'writing', next: rotated},
    {...of.edit, stage: 'writing', next: edited},
    {...of.last, stage: 'writing', next: last},
  ];
}

const ends: Readonly<Record<string, (files: Files) => readonly Partial<Told>[]>> = {
  'each its own, the last first': ({rotated, edited, last}) => [
    {...of.last, sha256: last},
    {...of.edit, sha256: edited},
    {...of.rotation, sha256: rotated},
  ],
  'a rotation of earlier versions the file of another, before it does itself': ({edited, last}) => [
    {...of.rotation, sha256: edited},
    {...of.last, sha256: last},
    {...of.edit, sha256: edited},
  ],
  'a rotation of earlier versions the file of another, long after it did itself': ({edited, last}) => [
    {...of.edit, sha256: edited},
    {...of.last, sha256: last},
    {...of.rotation, sha256: edited},
  ],
  'all but the last, which was killed': ({rotated, edited}) => [
    {...of.edit, sha256: edited},
    {...of.rotation, sha256: rotated},
  ],
  'all but the last, which was killed, and another of its kind was refused': ({edited}) => [
    {...of.edit, sha256: edited},
    {...of.last, stage: 'intended'},
    {...of.last, stage: 'failed'},
  ],
};
for (const [what, endsOf] of Object.entries(ends)) {
  test(`the file that was written last counts, whatever order the ends are recorded in: ${what}`, async (t) => {
    const house = await furnished(t);
    const files = await threeFiles(house);

    await record(house, [...written(files), ...endsOf(files)]);

    assert.equal((await judgeSecrets(house.paths)).stranger, undefined);
    for (const earlier of ['gAAAA1', ...(what.startsWith('all but') ? [] : ['gAAAA2'])]) {
      await writeFile(house.paths.secrets, earlier);
      assert.notEqual((await judgeSecrets(house.paths)).stranger, undefined, `${earlier} was put back`);
    }
  });
}

test('a rotation of keys tells of the file that it wrote, also where another change follows before it is on record', async (t) => {
  const house = await furnished(t);
  const {vault} = house.safe();
  const own = vault.rotateKey.bind(vault);
  t.mock.method(vault, 'rotateKey', async (...given: Parameters<typeof own>) => {
    const rotated = await own(...given);
    await house.perform(set('bolt'));
    return rotated;
  });

  await house.perform(rotate);

  const log = await auditOf(house.paths);
  const done = log.findLast(({action, stage}) => action === 'key-rotate' && stage === 'done');
  const writing = log.findLast(({action, stage}) => action === 'key-rotate' && stage === 'writing');
  assert.deepEqual([done?.sha256, done?.revision], [writing?.next, 1]);
  assert.equal((await judgeSecrets(house.paths)).stranger, undefined);
});
