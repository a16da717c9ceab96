import assert from 'node:assert/strict';
import {test} from 'node:test';
import {tuesday} from '../../helpers/house.ts';
import {keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

test('what no pass uses is warned of among the credentials alone, not wherever the status is shown', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const until = house.clock.now().toISOString().replace(/T.*/, 'T23:59:59.000Z');
  const command = {name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}} as const;
  await house.perform({...command, expires: {apiKey: until}});
  await house.goTo(tuesday);
  const asked = async () => {
    const control = house.control();
    return [(await control.query({name: 'status'})).warnings, (await control.query({name: 'credentials'})).warnings];
  };
  const [used, all] = await asked();

  await house.perform({name: 'settings.set', field: 'providers.acme.enabled', value: 'false'});

  assert.match(String(used), /The apiKey of Acme expired/);
  assert.deepEqual(used, all);
  assert.deepEqual(await asked(), [undefined, all]);
});
