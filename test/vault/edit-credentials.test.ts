import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Credentials, noCredentials} from '../../source/vault/credential-file.ts';
import {diffOf, withFields, withoutFields} from '../../source/vault/edit-credentials.ts';
import {Secret} from '../../source/vault/secret.ts';
import {plainOf} from './vault-fixture.ts';

const age = (updatedAt: string) => ({updatedAt});

function put(now: Credentials, provider: string, values: Readonly<Record<string, string>>, at = 'then'): Credentials {
  const fields = Object.entries(values).map(
    ([field, text]) => [field, {value: new Secret(text), age: age(at)}] as const,
  );
  return withFields(now, provider, new Map(fields));
}

const held = put(put(noCredentials, 'alpaca', {keyId: 'i', secretKey: 's'}), 'tradier', {token: 't'});

test('a field is put beside those that are there, or in the place of the one of its name', () => {
  const changed = put(held, 'alpaca', {secretKey: 'new', extra: 'e'}, 'now');

  assert.deepEqual(plainOf(changed), {alpaca: {keyId: 'i', secretKey: 'new', extra: 'e'}, tradier: {token: 't'}});
  assert.deepEqual(Object.fromEntries(changed.ages.get('alpaca') ?? []), {
    keyId: age('then'),
    secretKey: age('now'),
    extra: age('now'),
  });
});

test('an age that was given before does not outlive the value it was of', () => {
  const expiring = withFields(
    held,
    'tradier',
    new Map([['token', {value: new Secret('t'), age: {updatedAt: 'then', expiresAt: 'soon'}}]]),
  );

  assert.deepEqual(put(expiring, 'tradier', {token: 'new'}, 'now').ages.get('tradier')?.get('token'), age('now'));
});

test('a field is taken away with its age, and a provider with its last field', () => {
  const fewer = withoutFields(held, 'alpaca', ['keyId']);
  const none = withoutFields(fewer, 'alpaca', ['secretKey', 'never there']);

  assert.deepEqual(plainOf(fewer), {alpaca: {secretKey: 's'}, tradier: {token: 't'}});
  assert.deepEqual([...(fewer.ages.get('alpaca')?.keys() ?? [])], ['secretKey']);
  assert.deepEqual([plainOf(none), [...none.ages.keys()]], [{tradier: {token: 't'}}, ['tradier']]);
});

test('an edit leaves what it was made of as it was', () => {
  put(held, 'tradier', {token: 'new'});
  withoutFields(held, 'alpaca', ['keyId', 'secretKey']);

  assert.deepEqual(plainOf(held), {alpaca: {keyId: 'i', secretKey: 's'}, tradier: {token: 't'}});
});

test('a difference names fields, and never their values', () => {
  const later = put(withoutFields(put(held, 'tradier', {token: 'other'}), 'alpaca', ['keyId']), 'polygon', {
    apiKey: 'k',
  });

  const diff = diffOf(held, later);

  assert.deepEqual(diff, {added: ['polygon.apiKey'], removed: ['alpaca.keyId'], changed: ['tradier.token']});
  assert.deepEqual(diffOf(held, put(held, 'tradier', {token: 't'}, 'later')), {added: [], removed: [], changed: []});
});
