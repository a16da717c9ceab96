import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, tuesday, wednesday} from '../../helpers/house.ts';
import {keyedSource, madeKey, openKeyedHouse, pairForm} from '../../helpers/keyed-house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const dueEnd = '2026-03-04T03:00:00.000Z';

/** Two keyed sources, the first in no list, whose secrets live for a day. */
async function market(t: TestContext) {
  const acme = keyedSource('acme');
  const duo = keyedSource('duo', ordinary(), {...bulk, credentials: pairForm});
  const ids = ['duo', 'open'];
  const house = await openKeyedHouse(t, [acme, duo], {
    free: [fakeSource('open', ordinary(), bulk)],
    settings: {
      priority: {symbols: ids, prices: ids, metadata: ids, fractional: []},
      rotation: {maxAgeDays: 1, windowDays: 1, noticeDays: 1},
    },
  });
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  return {house, acme};
}

const warningsOf = async (house: House) => (await house.control().query({name: 'status'})).warnings;
const due = (house: House) =>
  house.of('credential.due').map(({provider, field, status, dueAt, used}) => [provider, field, status, dueAt, used]);

test('a secret that is due and that nothing uses is warned of wherever the status is shown, after those in use', async (t) => {
  const {house} = await market(t);
  const pair = {keyId: madeKey(), secretKey: madeKey()};
  await house.perform({name: 'credentials.set', provider: 'duo', values: pair});
  await house.goTo(wednesday);

  const warnings = await warningsOf(house);

  assert.deepEqual(warnings, [
    'duo.keyId should have been rotated by 2026-03-04.',
    'duo.secretKey should have been rotated by 2026-03-04.',
    'acme.apiKey should have been rotated by 2026-03-04. No source in use needs it: rotate or remove it.',
  ]);
  assert.deepEqual((await house.control().query({name: 'credentials'})).warnings, warnings);
});

test('a build says once of each secret that is due whether a source in use needs it', async (t) => {
  const {house} = await market(t);
  const pair = {keyId: madeKey(), secretKey: madeKey()};
  await house.perform({name: 'credentials.set', provider: 'duo', values: pair});
  await house.goTo(tuesday);

  await house.perform({name: 'build'});

  assert.deepEqual(due(house), [
    ['acme', 'apiKey', 'pending', dueEnd, false],
    ['duo', 'keyId', 'pending', dueEnd, true],
    ['duo', 'secretKey', 'pending', dueEnd, true],
  ]);
});

test('a build that needs no key says of a stored secret that it is due, all the same', async (t) => {
  const {house} = await market(t);
  await house.perform({name: 'settings.set', field: 'providers.duo.enabled', value: 'false'});
  await house.goTo(tuesday);

  const built = await house.perform({name: 'build'});

  assert.equal(built.kind, 'done');
  assert.deepEqual(due(house), [['acme', 'apiKey', 'pending', dueEnd, false]]);
});

test('a key that its provider refused is warned of with the status, though nothing uses it', async (t) => {
  const {house, acme} = await market(t);
  await house.perform({name: 'settings.set', field: 'providers.duo.enabled', value: 'false'});
  await house.perform({name: 'settings.set', field: 'rotation.maxAgeDays', value: '90'});
  acme.says = 'refused';
  await house.perform({name: 'credentials.check', providers: ['acme']});

  assert.deepEqual(await warningsOf(house), [
    'Acme refused its credentials on 2026-03-03: acme says 401. No source in use needs them: rotate or remove them.',
  ]);
});

test('one of two values of a provider that nothing uses is warned of among the credentials alone', async (t) => {
  const {house} = await market(t);
  await house.perform({name: 'settings.set', field: 'providers.duo.enabled', value: 'false'});
  await house.perform({name: 'settings.set', field: 'rotation.maxAgeDays', value: '90'});
  await house.perform({name: 'credentials.set', provider: 'duo', values: {keyId: madeKey()}});

  const {warnings} = await house.control().query({name: 'credentials'});

  assert.deepEqual([await warningsOf(house), warnings], [undefined, ['Duo lacks its API key (secretKey).']]);
});
