import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inspect} from 'node:util';
import fc from 'fast-check';
import {Failure} from '../../source/failure.ts';
import {
  type Credentials,
  decodeCredentials,
  encodeCredentials,
  type FieldAge,
  isCredentialFile,
} from '../../source/vault/credential-file.ts';
import {Secret} from '../../source/vault/secret.ts';
import {assertUnspoken} from '../helpers/unspoken.ts';
import {made, plainOf} from './vault-fixture.ts';

const path = '/root/screener_api.json.enc';

function decoded(value: unknown): Credentials {
  return decodeCredentials(path, JSON.stringify(value));
}

function refusal(text: string): Failure {
  try {
    decodeCredentials(path, text);
  } catch (thrown) {
    assert.ok(thrown instanceof Failure && thrown.kind === 'credentials', inspect(thrown));
    return thrown;
  }
  return assert.fail('It was not refused.');
}

function agesOf({ages}: Credentials): Record<string, Record<string, FieldAge>> {
  return Object.fromEntries([...ages].map(([provider, fields]) => [provider, Object.fromEntries(fields)]));
}

test('version and providers are all that a file needs', () => {
  const {revision, ages, ...rest} = decoded({version: 1, providers: {tradier: {token: 'abc'}}});

  assert.deepEqual([revision, [...ages], plainOf(rest)], [0, [], {tradier: {token: 'abc'}}]);
});

test('numbers and booleans are values as people write them, and become text', () => {
  const credentials = decoded({version: 1, providers: {ibkr: {port: 7497, paper: true, live: false, rate: 0.5}}});

  assert.deepEqual(plainOf(credentials), {ibkr: {port: '7497', paper: 'true', live: 'false', rate: '0.5'}});
});

test('providers that nobody knows are kept, and so are empty ones and other keys beside', () => {
  const credentials = decoded({version: 1, providers: {'my-broker': {X: 'y'}, tradier: {}}, comment: 'ours'});

  assert.deepEqual(plainOf(credentials), {'my-broker': {X: 'y'}, tradier: {}});
});

test('when a value was put there and when it ends is read and written', () => {
  const meta = {tradier: {token: {updatedAt: '2026-03-02T22:00:00.000Z', expiresAt: '2026-06-01T00:00:00.000Z'}}};
  const credentials = decoded({
    version: 1,
    revision: 7,
    purpose: 'screener_api',
    providers: {tradier: {token: 'x'}},
    meta,
  });

  assert.deepEqual([credentials.revision, agesOf(credentials)], [7, meta]);
  assert.deepEqual(JSON.parse(encodeCredentials(credentials).toString('utf8')).meta, meta);
});

test('names that mean something to JavaScript are names like any other', () => {
  const {providers} = decodeCredentials(path, '{"version":1,"providers":{"constructor":{"toString":"t"}}}');

  assert.deepEqual([...providers.keys()], ['constructor']);
  assert.equal(providers.get('constructor')?.get('toString')?.reveal(), 't');
});

test('the one name that no object keeps is refused wherever it stands, rather than lost with the next change', () => {
  const secret = made();
  const texts = [
    `{"version":1,"providers":{"__proto__":{"isAdmin":"${secret}"}}}`,
    `{"version":1,"providers":{"tradier":{"__proto__":"${secret}"}}}`,
    `{"version":1,"providers":{},"meta":{"__proto__":{}}}`,
    `{"__proto__":{"version":1,"providers":{"tradier":{"token":"${secret}"}}}}`,
  ];

  for (const text of texts) {
    const failure = refusal(text);
    assert.equal(failure.code, 'secrets.malformed');
    assertUnspoken(failure, [secret]);
  }
  assert.equal(Object.hasOwn(Object.prototype, 'isAdmin'), false);
});

const refused: Readonly<Record<string, {code: string; value: (secret: string) => unknown; says: RegExp}>> = {
  'of a newer version': {
    code: 'secrets.newer',
    value: (secret) => ({version: 2, providers: [[secret]]}),
    says: /has layout 2, from a newer version/,
  },
  'of another purpose': {
    code: 'secrets.malformed',
    value: (secret) => ({version: 1, purpose: secret, providers: {}}),
    says: /another purpose/,
  },
  'without a version': {code: 'secrets.malformed', value: () => ({providers: {}}), says: /fit at version/},
  'without providers': {code: 'secrets.malformed', value: () => ({version: 1}), says: /fit at providers/},
  'of version 0': {code: 'secrets.malformed', value: () => ({version: 0, providers: {}}), says: /fit at version/},
  'with a nested value': {
    code: 'secrets.malformed',
    value: (secret) => ({version: 1, providers: {tradier: {[secret]: {secret}}}}),
    says: /fit at providers/,
  },
  'with a null': {
    code: 'secrets.malformed',
    value: () => ({version: 1, providers: {tradier: {token: null}}}),
    says: /fit at providers/,
  },
  'with a list of providers': {
    code: 'secrets.malformed',
    value: (secret) => ({version: 1, providers: [secret]}),
    says: /fit at providers/,
  },
  'with an age that is none': {
    code: 'secrets.malformed',
    value: (secret) => ({version: 1, providers: {}, meta: {tradier: {token: secret}}}),
    says: /fit at meta/,
  },
  'with a revision below nothing': {
    code: 'secrets.malformed',
    value: () => ({version: 1, revision: -1, providers: {}}),
    says: /fit at revision/,
  },
  'that is a text': {code: 'secrets.malformed', value: (secret) => secret, says: /not a JSON object/},
  'that is nothing': {code: 'secrets.malformed', value: () => null, says: /not a JSON object/},
};

for (const [name, {code, value, says}] of Object.entries(refused)) {
  test(`a content ${name} is refused by its place, and nothing of it is said`, () => {
    const secret = made();

    const failure = refusal(JSON.stringify(value(secret)));

    assert.equal(failure.code, code);
    assert.match(failure.message, says);
    assert.ok(failure.message.startsWith(path));
    assertUnspoken(failure, [secret]);
  });
}

test('what is no JSON is not quoted either', () => {
  const secret = made();

  for (const text of [
    '',
    secret,
    `{"version":1,${secret}}`,
    `{"version": 1, "providers": {"tradier": {"token": "${secret}`,
  ])
    assertUnspoken(refusal(text), [secret]);
});

test('what is encoded decodes to the same, whatever the names and values', () => {
  const named = <T>(value: fc.Arbitrary<T>) =>
    fc.uniqueArray(
      // The one name that is refused, and by a test of its own.
      fc
        .tuple(fc.oneof(fc.string({unit: 'binary'}), fc.constantFrom('constructor', 'toString', '0')), value)
        .filter(([name]) => name !== '__proto__'),
      {
        selector: ([name]) => name,
        maxLength: 3,
      },
    );
  const age = fc.record({updatedAt: fc.string(), expiresAt: fc.string()}, {requiredKeys: ['updatedAt']});
  const credentials = fc.record({
    revision: fc.nat(),
    providers: named(named(fc.string({unit: 'binary'}))),
    ages: named(named(age)),
  });

  fc.assert(
    fc.property(credentials, ({revision, providers, ages}) => {
      const back = decodeCredentials(
        path,
        encodeCredentials({
          revision,
          providers: new Map(
            providers.map(([id, fields]) => [id, new Map(fields.map(([name, text]) => [name, new Secret(text)]))]),
          ),
          ages: new Map(ages.map(([id, fields]) => [id, new Map(fields)])),
        }).toString('utf8'),
      );

      const values = [...back.providers].map(([id, fields]) => [
        id,
        [...fields].map(([name, one]) => [name, one.reveal()]),
      ]);
      assert.deepEqual(sorted(values), sorted(providers));
      assert.deepEqual(sorted([...back.ages].map(([id, fields]) => [id, [...fields]])), sorted(ages));
      assert.equal(back.revision, revision);
    }),
  );
});

/** Objects list whole numbers first, so that order is no part of the content. */
function sorted(entries: readonly unknown[]): string {
  const inOrder = (list: readonly unknown[]): unknown[] =>
    list
      .map((entry) => (Array.isArray(entry) && Array.isArray(entry[1]) ? [entry[0], inOrder(entry[1])] : entry))
      .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  return JSON.stringify(inOrder(entries));
}

test('credentials are known as such in both layouts, and other JSON is not', () => {
  for (const flat of [
    {PROVIDER_01: 'FINNHUB', SCREENER_API_KEY_01: 'k'},
    {version: 1, providers: {acme: {apiKey: 'k'}}},
  ])
    assert.equal(isCredentialFile(JSON.stringify(flat)), true, JSON.stringify(flat));
  for (const other of [
    'payroll',
    '{}',
    '[]',
    '{"version": 1, "purpose": "mine", "providers": {"acme": {"apiKey": "k"}}}',
  ])
    assert.equal(isCredentialFile(other), false, other);
});
