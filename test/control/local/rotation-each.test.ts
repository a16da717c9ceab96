import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {isSetting, whyNotSet} from '../../../source/control/check-setting.ts';
import type {House} from '../../helpers/house.ts';
import {keyedSource, openKeyedHouse} from '../../helpers/keyed-house.ts';

const newHouse = (t: TestContext) => openKeyedHouse(t, [keyedSource('acme'), keyedSource('bolt')]);
const set = (house: House, field: string, value: unknown) => house.perform({name: 'settings.set', field, value});
const unset = (house: House, field: string) => house.perform({name: 'settings.unset', field});
const kept = async (house: House) => JSON.parse(await readFile(house.paths.settings, 'utf8')).rotation;

test('a policy of a provider, of one of its secrets and of several is set, and listed by the name that it was set by', async (t) => {
  const house = await newHouse(t);

  const {sentence} = await set(house, 'rotation.each.acme.maxAgeDays', '30');
  await set(house, 'rotation.each.acme.apiKey.maxAgeDays', 5);
  await set(house, 'rotation.each.bolt', '{"windowDays": 3}');

  assert.equal(sentence, 'rotation.each.acme.maxAgeDays is now 30.');
  const each = {acme: {maxAgeDays: 30}, 'acme.apiKey': {maxAgeDays: 5}, bolt: {windowDays: 3}};
  assert.deepEqual(await kept(house), {each});
  const rows = await house.control().query({name: 'settings'});
  assert.deepEqual(
    rows.filter(({field}) => field.startsWith('rotation.each')).map(({field, value, label}) => [field, value, label]),
    [
      ['rotation.each', each, 'Rotation of one secret'],
      ['rotation.each.acme.maxAgeDays', 30, 'Rotate after'],
      ['rotation.each.acme.apiKey.maxAgeDays', 5, 'Rotate after'],
      ['rotation.each.bolt.windowDays', 3, 'Rotation window'],
    ],
  );
});

test('each is unset by the name that the list has, and the last takes the rest with it', async (t) => {
  const house = await newHouse(t);
  await set(house, 'rotation.each', '{"acme": {"maxAgeDays": 30}, "acme.apiKey": {"maxAgeDays": 5, "noticeDays": 4}}');

  const {sentence} = await unset(house, 'rotation.each.acme.apiKey.maxAgeDays');
  const once = await kept(house);
  const again = await unset(house, 'rotation.each.acme.apiKey.maxAgeDays');
  await unset(house, 'rotation.each.acme.apiKey');
  const twice = await kept(house);
  await unset(house, 'rotation.each.acme.maxAgeDays');

  assert.equal(sentence, 'rotation.each.acme.apiKey.maxAgeDays is back on its default.');
  assert.deepEqual(once, {each: {acme: {maxAgeDays: 30}, 'acme.apiKey': {noticeDays: 4}}});
  assert.match(again.sentence, /stands on its default already/);
  assert.deepEqual(twice, {each: {acme: {maxAgeDays: 30}}});
  assert.equal(await kept(house), undefined);
});

for (const [field, value, words] of [
  [
    'rotation.each.acne.maxAgeDays',
    30,
    /^There is no provider "acne" whose secrets .* Those with secrets: .*acme, bolt\.$/,
  ],
  ['rotation.each.acme.apikey.maxAgeDays', 30, /^acme has no secret "apikey"\. Its secrets: apiKey, pin\./],
  ['rotation.each.acme.account.maxAgeDays', 30, /^acme has no secret "account"\./],
  ['rotation.each.acme.maxAgeDay', 30, /The settings of a policy: rotation\.each\.acme\.maxAgeDays, /],
  [
    'rotation.each.acme',
    30,
    /^rotation\.each\.acme is a policy, and no value\. Its settings are rotation\.each\.acme\.max/,
  ],
  ['rotation.each', '{"acne": {"maxAgeDays": 30}}', /^There is no provider "acne"/],
  ['rotation.each.acme.maxAgeDays', 0, /^rotation\.each\.acme\.maxAgeDays cannot be 0\. It must be more than 0\.$/],
  [
    'rotation.each.acme.maxAgeDays',
    'soon',
    /^rotation\.each\.acme\.maxAgeDays cannot be "soon"\. It must be a number\.$/,
  ],
] as const) {
  test(`${field} ${value} is refused, with the names there are`, async (t) => {
    const house = await newHouse(t);

    await assert.rejects(set(house, field, value), (thrown: Error & {hint?: string}) => {
      assert.match(`${thrown.message} ${thrown.hint}`, words);
      return true;
    });
    assert.deepEqual(
      (await house.control().query({name: 'settings'})).filter(({field: name}) => name.startsWith('rotation.each.')),
      [],
    );
  });
}

test('a dashboard tells what cannot be before it asks, and leaves whose secret it names to the engine', () => {
  assert.equal(isSetting('rotation.each.acme.apiKey.maxAgeDays'), true);
  assert.equal(whyNotSet('rotation.each.acme.apiKey.maxAgeDays', '5'), undefined);
  assert.match(whyNotSet('rotation.each.acme.apiKey.maxAgeDays', '0') ?? '', /It must be more than 0/);
  assert.equal(whyNotSet('rotation.each.acme.maxAgeDay', '5'), undefined);
});
