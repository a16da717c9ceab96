import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import {type Credentials, decodeCredentials} from '../../source/vault/credential-file.ts';
import {assertUnspoken} from '../helpers/unspoken.ts';
import {made, plainOf} from './vault-fixture.ts';

const path = '/root/screener_api.json.enc';

function decoded(value: Readonly<Record<string, unknown>>): Credentials {
  return decodeCredentials(path, JSON.stringify(value));
}

function refusal(value: Readonly<Record<string, unknown>>): Failure {
  try {
    decoded(value);
  } catch (thrown) {
    assert.ok(thrown instanceof Failure && thrown.code === 'secrets.malformed' && thrown.kind === 'credentials');
    return thrown;
  }
  return assert.fail('It was not refused.');
}

test('every key with the number of a provider is a field of it, under its earlier name', () => {
  const credentials = decoded({
    PROVIDER_01: 'FINNHUB',
    SCREENER_NAME_01: 'finnhub',
    SCREENER_API_KEY_01: 'k',
    SCREENER_TOKEN_01: 't',
    SCREENER_USERNAME_01: 'u',
    SCREENER_PASSWORD_01: 'p',
    SCREENER_URL_01: 'https://finnhub.test',
    UNIVERSE_ENABLED_01: 'true',
    ENRICHMENT_ENABLED_01: 'false',
    TRADING_ENABLED_01: 'false',
    PROVIDER_02: 'Massive (Polygon)',
    SCREENER_API_KEY_02: 'k2',
  });

  assert.deepEqual([credentials.revision, [...credentials.ages]], [0, []]);
  assert.deepEqual(plainOf(credentials), {
    finnhub: {
      NAME: 'finnhub',
      API_KEY: 'k',
      TOKEN: 't',
      USERNAME: 'u',
      PASSWORD: 'p',
      URL: 'https://finnhub.test',
      UNIVERSE_ENABLED: 'true',
      ENRICHMENT_ENABLED: 'false',
      TRADING_ENABLED: 'false',
    },
    'massive-polygon': {API_KEY: 'k2'},
  });
});

test('a number may have any of its spellings, and no order', () => {
  const credentials = decoded({SCREENER_API_KEY_1: 'k', PROVIDER_003: 'b', PROVIDER_01: 'a', SCREENER_TOKEN_3: 't'});

  assert.deepEqual(Object.entries(plainOf(credentials)), [
    ['a', {API_KEY: 'k'}],
    ['b', {TOKEN: 't'}],
  ]);
});

test('blank values are none, a number without any is left out, and a name without a provider names it', () => {
  const credentials = decoded({
    ...{PROVIDER_01: ' tradier ', SCREENER_TOKEN_01: ' t\n', SCREENER_USERNAME_01: '', SCREENER_PASSWORD_01: '  '},
    ...{PROVIDER_02: '', SCREENER_API_KEY_02: '', SCREENER_URL_02: null},
    ...{SCREENER_NAME_03: 'Alpaca', SCREENER_API_KEY_03: 'k'},
  });

  assert.deepEqual(plainOf(credentials), {tradier: {TOKEN: 't'}, alpaca: {NAME: 'Alpaca', API_KEY: 'k'}});
});

test('a provider that nobody knows is kept', () => {
  const credentials = decoded({PROVIDER_01: 'My Own Broker!', SCREENER_API_KEY_01: 'k'});

  assert.deepEqual(plainOf(credentials), {'my-own-broker': {API_KEY: 'k'}});
});

test('numbers and booleans become text, and other keys belong to nobody', () => {
  const credentials = decoded({
    PROVIDER_01: 'gateway',
    SCREENER_USERNAME_01: 123456,
    UNIVERSE_ENABLED_01: true,
    TRADING_ENABLED_01: false,
    comment: 'ours',
    screener_api_key_01: 'small letters',
  });

  assert.deepEqual(plainOf(credentials), {
    gateway: {USERNAME: '123456', UNIVERSE_ENABLED: 'true', TRADING_ENABLED: 'false'},
  });
});

test('an empty object holds no credentials', () => {
  assert.deepEqual(plainOf(decoded({})), {});
});

const refused: Readonly<Record<string, {value: (secret: string) => Readonly<Record<string, unknown>>; says: RegExp}>> =
  {
    'in which two numbers are one provider': {
      value: (secret) => ({PROVIDER_01: 'finnhub', PROVIDER_02: 'FinnHub', SCREENER_API_KEY_02: secret}),
      says: /two of its numbers are the provider "finnhub"/,
    },
    'in which values belong to no provider': {
      value: (secret) => ({PROVIDER_01: 'finnhub', SCREENER_API_KEY_02: secret}),
      says: /the values with the number 2 belong to no PROVIDER_2/,
    },
    'whose provider has a name of signs alone': {
      value: (secret) => ({PROVIDER_01: '***', SCREENER_API_KEY_01: secret}),
      says: /PROVIDER_1 has no letters or digits in it/,
    },
    'that names no providers': {value: (secret) => ({API_KEY: secret}), says: /it names no providers/},
  };

for (const [name, {value, says}] of Object.entries(refused)) {
  test(`a flat file ${name} is refused, and nothing of it is said`, () => {
    const secret = made();

    const failure = refusal(value(secret));

    assert.match(failure.message, says);
    assertUnspoken(failure, [secret]);
  });
}
