import assert from 'node:assert/strict';
import {readFile, rm} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {keyWords} from '../../../source/control/key-words.ts';
import {countsWords} from '../../../source/control/when-it-counts.ts';
import {newKey} from '../../../source/vault/fernet.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse} from '../../helpers/house.ts';
import {keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

for (const [field, value, hint] of [
  ['minPrice', 2, 'It counts from the next build or refilter on.'],
  ['providers.main.enabled', true, 'It counts from the next build or refilter on.'],
  ['providers.main.baseUrl', 'http://127.0.0.1:9', 'It counts at once.'],
  ['rotation.maxAgeDays', 30, 'It counts at once.'],
  ['tls.minVersion', 'TLSv1.3', 'It counts at once.'],
] as const) {
  test(`who sets ${field} to ${value} is told from when on it counts`, async (t) => {
    const main = fakeSource('main', ordinary(), bulk);
    const priority = {symbols: ['main'], prices: ['main'], metadata: ['main']};
    const house = await openHouse(t, {connections: [main.connection], settings: {priority}, environment: {}});

    assert.equal((await house.perform({name: 'settings.set', field, value})).hint, hint);
  });
}

test('who orders providers in the sample market is told that it asks none', async () => {
  // Of a house that it only asks which market it is.
  const house = {reading: {sample: true}} as Parameters<typeof countsWords>[0];

  assert.equal(
    await countsWords(house, {field: 'priority.symbols', earlier: undefined}),
    'The sample market asks no provider, whatever stands here; the real market has settings of its own.',
  );
});

test('who makes it production is told that the key file will not do there', async (t) => {
  const main = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {
    connections: [main.connection],
    settings: {priority: {symbols: ['main'], prices: ['main'], metadata: ['main']}},
  });

  const {hint} = await house.perform({name: 'settings.set', field: 'environment', value: 'production'});

  assert.match(hint ?? '', /^It counts at once\. Yet no credential can be opened so: .*allowKeySources/);
});

const variable = 'the environment variable MASTER_ENCRYPTION_KEY';

async function furnished(t: TestContext, environment: Record<string, string> = {}): Promise<House> {
  const house = await openKeyedHouse(t, [keyedSource('acme')], {environment});
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  return house;
}

const keySourceHint = async (house: House, value: string) =>
  (await house.perform({name: 'settings.set', field: 'keySource', value})).hint ?? '';

test('who moves the key is told that the secrets open with the one of the new place', async (t) => {
  const environment: Record<string, string> = {};
  const house = await furnished(t, environment);
  environment.MASTER_ENCRYPTION_KEY = (await readFile(house.paths.key, 'utf8')).trim();

  assert.equal(
    await keySourceHint(house, 'env'),
    `It counts at once. The secrets open with the key of ${variable}. ${house.paths.key} opens them still: delete it now, and keep a copy of the key apart from this machine.`,
  );
  assert.equal(
    await keySourceHint(house, 'file'),
    `It counts at once. The secrets open with the key of ${house.paths.key}.`,
  );
});

test('who moves it to where the key is another, or none, is told how to go back', async (t) => {
  const environment: Record<string, string> = {};
  const house = await furnished(t, environment);

  const none = await keySourceHint(house, 'env');
  environment.MASTER_ENCRYPTION_KEY = newKey();
  const other = await keySourceHint(house, 'env');
  await rm(house.paths.key);
  const lost = await keySourceHint(house, 'file');

  assert.match(
    none,
    /^It counts at once\. Yet the secrets do not open so: The master key that encrypts .* is not in the environment variable MASTER_ENCRYPTION_KEY\. \S*screener_api\.key opens them: keep it until the new place does, and delete it then\. Put the key there that opens them, or go back with: universe settings unset keySource$/,
  );
  assert.match(
    other,
    /Yet the secrets do not open so: .* its master key is another one, .*screener_api\.key opens them: keep it .*: universe settings set keySource env$/,
  );
  assert.match(lost, /is not in .*screener_api\.key\. .*: universe settings set keySource env$/);
});

for (const [source, because] of [
  ['vault', /HashiCorp Vault needs the environment variable VAULT_ADDR/],
  ['aws', /AWS Secrets Manager needs the environment variable AWS_SECRET_NAME/],
] as const) {
  test(`who moves it to ${source}, which cannot be asked now, is told that it was not seen, and what shows it later`, async (t) => {
    const hint = await keySourceHint(await furnished(t), source);

    assert.match(hint, /^It counts at once\. Whether the secrets open so could not be seen: /);
    assert.match(hint, because);
    assert.match(
      hint,
      /screener_api\.key opens them: keep it until the new place does, and delete it then\. See it later with: universe doctor$/,
    );
  });
}

test('a place that does not answer in time holds up nobody', async (t) => {
  const house = await furnished(t);
  const works = {clock: {...house.clock, sleep: async () => {}}};
  const reading = {keyFit: () => new Promise<never>(() => {}), settings: async () => ({keySource: 'file'})};

  // Of a house only these are used.
  const words = await keyWords({works, reading} as never, {field: 'keySource', earlier: 'file'});

  assert.match(words, /could not be seen: The key was not there within 20 seconds\. See it later/);
});

test('before there are any secrets it is told where the first key comes from', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')], {environment: {}, isKeyless: true});

  const variableHint = await keySourceHint(house, 'env');
  const fileHint = await keySourceHint(house, 'file');

  assert.equal(
    variableHint,
    `It counts at once. Yet there is no key in ${variable}, and until there is no credential can be kept. Make one with: universe keys generate --print`,
  );
  assert.equal(
    fileHint,
    `It counts at once. No credentials are kept yet; the first makes its key in ${house.paths.key}.`,
  );
});
