import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const unset =
  'It counts at once. Yet the environment variable MASTER_ENCRYPTION_KEY is not set: until it is, no credential can be opened or kept.';

for (const [field, value, hint] of [
  ['minPrice', 2, 'It counts from the next build or refilter on.'],
  ['providers.main.enabled', true, 'It counts from the next build or refilter on.'],
  ['providers.main.baseUrl', 'http://127.0.0.1:9', 'It counts at once.'],
  ['rotation.maxAgeDays', 30, 'It counts at once.'],
  ['tls.minVersion', 'TLSv1.3', 'It counts at once.'],
  ['keyStore.field', 'key', 'It counts at once.'],
  ['keySource', 'keychain', 'It counts at once.'],
  ['keySource', 'env', unset],
] as const) {
  test(`who sets ${field} to ${value} is told from when on it counts`, async (t) => {
    const main = fakeSource('main', ordinary(), bulk);
    const priority = {symbols: ['main'], prices: ['main'], metadata: ['main']};
    const house = await openHouse(t, {connections: [main.connection], settings: {priority}, environment: {}});

    assert.equal((await house.perform({name: 'settings.set', field, value})).hint, hint);
  });
}

test('who makes it production is told that the key file will not do there', async (t) => {
  const main = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {
    connections: [main.connection],
    settings: {priority: {symbols: ['main'], prices: ['main'], metadata: ['main']}},
  });

  const {hint} = await house.perform({name: 'settings.set', field: 'environment', value: 'production'});

  assert.match(hint ?? '', /^It counts at once\. Yet no credential can be opened so: .*allowKeySources/);
});
