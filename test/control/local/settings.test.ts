import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {readFile, writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../../source/failure.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

async function market(t: TestContext): Promise<House> {
  const main = fakeSource('main', {...ordinary(), FIVE: {close: 5, cap: 5e9}}, bulk);
  const dear = fakeSource('dear', {}, {lists: false, priceBatch: 10});
  const paid = {...dear.connection, tier: 'paid'} as const;
  const priority = {symbols: ['main'], prices: ['main'], metadata: ['main']};
  const odd = {...fakeSource('odd', {}, {lists: false, priceBatch: 10}).connection, pricesTier: 'paid'} as const;
  return openHouse(t, {connections: [main.connection, paid, odd], settings: {priority}});
}

const key = randomBytes(16).toString('hex');

const refusals: readonly (readonly [field: string, value: unknown, words: RegExp])[] = [
  ['minPrice', 'a lot', /^minPrice cannot be "a lot"\. It must be a number\./],
  ['minPrice', '-1', /minPrice cannot be -1\. It must be more than 0\./],
  ['minPrice', '1e400', /^minPrice cannot be so large a number\. Numbers end at 1\.8e308\./],
  ['maxPrice', '0.5', /^maxPrice cannot be 0\.5\. It must be above minPrice \(1\)\./],
  ['minPrice', '20000', /^minPrice cannot be 20000\. It must be below maxPrice \(10000\)\./],
  ['maxPrice', 'NaN', /maxPrice cannot be "NaN"\. It must be a number\./],
  ['exchanges', 'NYSE,LSE', /exchanges\.1 cannot be "LSE"\. It must be one of NYSE, NASDAQ/],
  ['gates.maxRemoved', 3, /gates\.maxRemoved cannot be 3\. It must be at most 1\./],
  ['minMarketcap', 1, /minMarketcap cannot be 1\. There is no such setting/],
  ['minMarketCap', '500M', /cannot be "500M"\. It must be a number\. Write 500M as 500e6\./],
  ['calendar.closures', '["tomorrow"]', /calendar\.closures\.0 cannot be "tomorrow"\. It must be a day such as/],
  ['providers.main.baseUrl', 'ftp://x', /providers\.main\.baseUrl cannot be "ftp:\/\/x"/],
  ['priority.prices', 'iex', /IEX Cloud closed on 2024-08-31.*use nasdaq, yahoo or alpaca/],
  ['providers.iex.enabled', true, /IEX Cloud closed on 2024-08-31/],
  ['crossCheck.sources', '["iex"]', /IEX Cloud closed on 2024-08-31/],
  ['crossCheck.sources', '["nasdak"]', /no provider nasdak.*Known are/],
  ['priority.metadata', 'nasdak', /no provider nasdak.*Known are/],
  ['priority.prices', 'main,dear', /priority\.prices names dear, whose quota.*allowPaidPrices true/],
  ['priority.prices', 'main,odd', /priority\.prices names odd, whose quota.*allowPaidPrices true/],
  ['providers.main.options', `{"apiKey":"${key}"}`, /options\.apiKey is refused: settings are no place for secrets/],
  [
    'providers.main.options',
    `{"feed":"${key}"}`,
    /options\.feed is refused: main has no such option\. It takes none\./,
  ],
  ['providers.main.apiKey', key, /^providers\.main\.apiKey cannot be "••••••••"\. There is no such setting/],
  ['providers.main.baseUrl', `https://m.example/?apiKey=${key}`, /baseUrl holds more than an address\..*credentials/],
  ['minPrice', key, /cannot be "••••••••"\. It must be a number\./],
  ['__proto__.polluted', 1, /not the name of a setting/],
];

for (const [field, value, words] of refusals) {
  test(`setting ${field} to ${JSON.stringify(value).replace(key, 'a key')} is refused with what is wrong, and the file stays`, async (t) => {
    const house = await market(t);
    const before = await readFile(house.paths.settings);

    await assert.rejects(
      house.perform({name: 'settings.set', field, value}),
      (thrown) =>
        thrown instanceof Failure && thrown.exitCode === 2 && words.test(`${thrown.message} ${thrown.hint ?? ''}`),
    );

    assert.deepEqual(await readFile(house.paths.settings), before);
    assert.deepEqual(house.of('settings.changed'), []);
    assert.equal(house.of('command.recorded').at(-1)?.stage, 'failed');
    assert.doesNotMatch(await readFile(house.paths.opsLog, 'utf8'), new RegExp(key));
  });
}

test('a paid price source is taken once it is allowed', async (t) => {
  const house = await market(t);

  await house.perform({name: 'settings.set', field: 'allowPaidPrices', value: true});
  const result = await house.perform({name: 'settings.set', field: 'priority.prices', value: 'main,dear'});

  assert.equal(result.kind, 'done');
  assert.deepEqual(house.works().terms().order.prices, ['main', 'dear']);
});

test('a setting that is changed and taken back is on record with both values, and the manifest knows the file', async (t) => {
  const house = await market(t);

  await house.perform({name: 'settings.set', field: 'minPrice', value: '2.5'});
  const result = await house.perform({name: 'settings.unset', field: 'minPrice'});
  const again = await house.perform({name: 'settings.unset', field: 'minPrice'});

  assert.equal(result.sentence, 'minPrice is back on its default.');
  assert.equal(again.sentence, 'minPrice stands on its default already.');
  assert.deepEqual(
    house.of('settings.changed').map(({actor, earlier, value}) => [actor, earlier, value]),
    [
      ['olga', undefined, '2.5'],
      ['olga', '2.5', undefined],
    ],
  );
  const text = await readFile(house.paths.settings, 'utf8');
  assert.equal(house.works().manifest.get('settings').current?.bytes, Buffer.byteLength(text));
});

for (const [field, typed, kept] of [
  ['exchanges', 'nyse', ['NYSE']],
  ['exchanges', ['nyse', 'Nasdaq'], ['NYSE', 'NASDAQ']],
  ['instruments', 'Common,ADR', ['common', 'adr']],
  ['instruments', 'ANY', 'any'],
] as const) {
  test(`${field} ${JSON.stringify(typed)} are understood in any case, and kept in their own`, async (t) => {
    const house = await market(t);

    await house.perform({name: 'settings.set', field, value: typed});

    assert.deepEqual(JSON.parse(await readFile(house.paths.settings, 'utf8'))[field], kept);
  });
}

test('settings that a person edits by hand count in the next build, without a restart', async (t) => {
  const house = await market(t);
  const settings = JSON.parse(await readFile(house.paths.settings, 'utf8'));
  await writeFile(house.paths.settings, JSON.stringify({...settings, minPrice: 10}));

  await house.perform({name: 'build'});

  assert.equal((await house.sealed()).includes('FIVE'), false);
  assert.equal((await house.control().query({name: 'verify', deep: true})).fit, true);
});

test('settings edited by hand to a retired provider stop the build with its sentence', async (t) => {
  const house = await market(t);
  const settings = JSON.parse(await readFile(house.paths.settings, 'utf8'));
  await writeFile(
    house.paths.settings,
    JSON.stringify({...settings, priority: {...settings.priority, prices: ['iex']}}),
  );

  await assert.rejects(
    house.perform({name: 'build'}),
    (thrown) => thrown instanceof Failure && thrown.exitCode === 2 && /IEX Cloud closed/.test(thrown.message),
  );
});
