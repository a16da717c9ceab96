import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Credentials} from '../../source/vault/credential-file.ts';
import {type EarlierNames, fitted} from '../../source/vault/fitted.ts';
import {Secret} from '../../source/vault/secret.ts';
import {plainOf} from './vault-fixture.ts';

const earlier: EarlierNames = new Map([
  ['tradier', new Map([['token', ['TOKEN', 'API_KEY']]])],
  [
    'alpaca',
    new Map([
      ['keyId', ['API_KEY', 'USERNAME']],
      ['secretKey', ['TOKEN', 'PASSWORD']],
    ]),
  ],
]);

function fit(providers: Readonly<Record<string, Readonly<Record<string, string>>>>): unknown {
  const credentials: Credentials = {
    revision: 3,
    ages: new Map(),
    providers: new Map(
      Object.entries(providers).map(([provider, fields]) => [
        provider,
        new Map(Object.entries(fields).map(([field, text]) => [field, new Secret(text)])),
      ]),
    ),
  };
  return plainOf(fitted(credentials, earlier));
}

test('a field goes by the name that its form has now', () => {
  assert.deepEqual(fit({alpaca: {USERNAME: 'u', PASSWORD: 'p'}, tradier: {API_KEY: 'k'}}), {
    alpaca: {keyId: 'u', secretKey: 'p'},
    tradier: {token: 'k'},
  });
});

test('of several earlier names the first counts, and the others stay as they are', () => {
  assert.deepEqual(fit({tradier: {API_KEY: 'k', TOKEN: 't'}}), {tradier: {token: 't', API_KEY: 'k'}});
});

test('a field that has its name already is not written over', () => {
  assert.deepEqual(fit({tradier: {token: 'now', TOKEN: 'before'}}), {tradier: {token: 'now', TOKEN: 'before'}});
});

test('what no form asks for keeps its name, and so does all of a provider that nobody knows', () => {
  const providers = {tradier: {URL: 'x', UNIVERSE_ENABLED: 'true'}, 'my-broker': {API_KEY: 'k', token: 't'}};

  assert.deepEqual(fit(providers), providers);
});

test('an age goes with its field', () => {
  const age = {updatedAt: '2026-03-02T22:00:00.000Z'};
  const {ages} = fitted(
    {
      revision: 3,
      providers: new Map([['tradier', new Map([['API_KEY', new Secret('k')]])]]),
      ages: new Map([['tradier', new Map([['API_KEY', age]])]]),
    },
    earlier,
  );

  assert.deepEqual(ages, new Map([['tradier', new Map([['token', age]])]]));
});
