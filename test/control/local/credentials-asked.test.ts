import assert from 'node:assert/strict';
import {mkdir, rename} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, tuesday} from '../../helpers/house.ts';
import {
  auditOf,
  deedsOf,
  type KeyedSource,
  keyedSource,
  madeKey,
  openKeyedHouse,
  pairForm,
} from '../../helpers/keyed-house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

type Market = {readonly house: House; readonly acme: KeyedSource; readonly duo: KeyedSource};

/** Two keyed sources with their keys, and a free one after them. */
async function market(t: TestContext, freeOnly = true): Promise<Market> {
  const acme = keyedSource('acme');
  const duo = keyedSource('duo', ordinary(), {...bulk, credentials: pairForm});
  const house = await openKeyedHouse(t, [acme, duo], {
    free: [fakeSource('open', ordinary(), bulk)],
    settings: {freeOnlyWithoutCredentials: freeOnly},
  });
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  const pair = {keyId: madeKey(), secretKey: madeKey()};
  await house.perform({name: 'credentials.set', provider: 'duo', values: pair});
  return {house, acme, duo};
}

/** What a run put on record of its use of the keys. */
async function usesOf({paths}: House): Promise<readonly unknown[]> {
  return (await auditOf(paths))
    .filter(({action}) => action === 'read' || action === 'check')
    .map(({action, stage, provider, fields, justification, detail}) => [
      `${action} ${stage}`,
      provider ?? justification,
      fields?.join(' '),
      detail,
    ]);
}

const reads = [
  ['read done', 'acme', 'apiKey', 'for a build'],
  ['read done', 'duo', 'keyId secretKey', 'for a build'],
];

test('a build puts on record that it uses keys, and that it asks about them, before the first goes out', async (t) => {
  const {house, acme, duo} = await market(t);
  const before: (readonly string[])[] = [];
  for (const one of [acme, duo]) one.beforeSaying = async () => void before.push(await deedsOf(house.paths));

  await house.perform({name: 'build'});

  const beginning = [...reads, ['check intended', 'for a build', 'acme duo', undefined]];
  const deeds = ['read done', 'read done', 'check intended'];
  assert.deepEqual(
    before.map((one) => one.slice(-3)),
    [deeds, deeds],
  );
  const end = ['check done', 'for a build', 'acme duo', 'acme accepted, duo accepted'];
  assert.deepEqual(await usesOf(house), [...beginning, end]);
});

test('a build that asks nobody about a key puts on record that it uses each, and no more', async (t) => {
  const {house} = await market(t);
  await house.perform({name: 'credentials.check'});
  const before = (await usesOf(house)).length;

  await house.perform({name: 'build'});

  assert.deepEqual((await usesOf(house)).slice(before), reads);
});

for (const freeOnly of [true, false]) {
  test(`a key that the provider refuses before a build that ${freeOnly ? 'goes on' : 'stops'} leaves its record`, async (t) => {
    const {house, acme} = await market(t, freeOnly);
    acme.says = 'refused';

    const ended = await house.perform({name: 'build'}).then(
      ({kind}) => kind,
      () => 'stopped',
    );

    assert.equal(ended, freeOnly ? 'done' : 'stopped');
    assert.deepEqual(await usesOf(house), [
      ...reads,
      ['check intended', 'for a build', 'acme duo', undefined],
      ['check failed', 'for a build', 'acme duo', 'acme refused, duo accepted'],
    ]);
  });
}

test('of a refusal the fields that went out are said, in the night of it and later', async (t) => {
  const {house, duo} = await market(t);
  duo.says = 'refused';

  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  await house.perform({name: 'build'});

  const said = ['duo', 'refused', 'keyId, secretKey'];
  assert.deepEqual(
    house.of('credential.unusable').map(({provider, because, field}) => [provider, because, field]),
    [said, said],
  );
});

for (const isChecked of [false, true]) {
  test(`where the audit log cannot be written a build sends no key${isChecked ? ', although the provider took it today' : ''}`, async (t) => {
    const {house, acme, duo} = await market(t);
    if (isChecked) await house.perform({name: 'credentials.check'});
    const asked = isChecked ? 1 : 0;
    await rename(house.paths.auditLog, `${house.paths.auditLog}.aside`);
    // No user, root included, can append to a folder.
    await mkdir(house.paths.auditLog);

    await assert.rejects(house.perform({name: 'build'}), /screener_credentials_audit\.log/);

    assert.deepEqual(
      [acme, duo].map((one) => [one.asked.length, one.source.calls]),
      [
        [asked, []],
        [asked, []],
      ],
    );
    assert.equal(house.safe().inUse.size, 0);
  });
}

for (const action of ['read', 'check'] as const) {
  test(`a build whose ${action} cannot be recorded sends no key`, async (t) => {
    const {house, acme, duo} = await market(t);
    const append = house.safe().audit.append.bind(house.safe().audit);
    t.mock.method(house.safe().audit, 'append', async (record: Parameters<typeof append>[0]) => {
      if (record.action === action) throw new Error('the disk is full');
      await append(record);
    });

    await assert.rejects(house.perform({name: 'build'}), /the disk is full/);

    assert.deepEqual(
      [acme, duo].flatMap((one) => [one.asked, one.source.calls]),
      [[], [], [], []],
    );
  });
}
