import assert from 'node:assert/strict';
import {after, beforeEach, test} from 'node:test';
import {newKey} from '../../source/vault/fernet.ts';
import {type AwsStore, keyAws} from '../../source/vault/key-aws.ts';
import {Secret} from '../../source/vault/secret.ts';
import {awsError, awsRegion, startAwsServer} from '../helpers/aws-server.ts';
import {faults, redirect, reply, startFaultServer} from '../helpers/fault-server.ts';
import {assertUnspoken, refusalOf} from '../helpers/unspoken.ts';
import {steppingClock} from '../helpers/wired.ts';

const clock = steppingClock();
const server = await startAwsServer(clock);
after(() => server.close());

const name = 'algo-trade/production';
const keys = server.keys.static;
const variables = {
  AWS_SECRET_NAME: name,
  AWS_REGION: awsRegion,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
};

beforeEach(() => {
  server.put(name, '{}');
  server.state.instead = [];
  server.state.markedForDeletion = false;
  server.requests.length = 0;
});

function source(changes: Partial<AwsStore> = {}) {
  return keyAws({variables, field: 'master_key', clock, timeoutMs: 300, ...changes});
}

function write(aws: ReturnType<typeof source>, text: string): Promise<void> {
  return aws.write?.(new Secret(text)) ?? assert.fail('It cannot write.');
}

test('the key is the bare text, the field, or what the guide calls it', async () => {
  const key = newKey();
  const found: unknown[] = [];
  for (const value of [
    key,
    JSON.stringify({master_key: key}),
    JSON.stringify({MASTER_ENCRYPTION_KEY: key, IBKR: 'x'}),
  ]) {
    server.put(name, value);
    found.push((await source().read())?.reveal());
  }

  assert.deepEqual(found, [key, key, key]);
});

test('no secret, one without a value and one without the field are all no key yet', async () => {
  server.put('empty', '');

  for (const AWS_SECRET_NAME of ['never', 'empty', name]) {
    assert.equal(await source({variables: {...variables, AWS_SECRET_NAME}}).read(), undefined, AWS_SECRET_NAME);
  }
});

test('a write keeps the form of the secret, the name of the field and the other fields', async () => {
  const [old, next] = [newKey(), newKey()];
  const written: unknown[] = [];
  for (const value of [
    old,
    JSON.stringify({IBKR: 'x', n: [1], MASTER_ENCRYPTION_KEY: old}),
    JSON.stringify({IBKR: 'x'}),
  ]) {
    server.put(name, value);
    const aws = source();
    await aws.read();
    await write(aws, next);
    written.push(server.value(name));
    assert.equal((await aws.read())?.reveal(), next);
  }

  assert.deepEqual(written, [
    next,
    JSON.stringify({IBKR: 'x', n: [1], MASTER_ENCRYPTION_KEY: next}),
    JSON.stringify({IBKR: 'x', master_key: next}),
  ]);
});

test('a secret beside the key that could not be written back as it is, is left alone', async () => {
  const value = '{"nested":[{"account":12345678901234567890}],"fits":9007199254740991,"price":0.1}';
  server.put(name, value);

  const failure = await refusalOf(write(source(), newKey()));

  assert.equal(failure.code, 'key.refused');
  assert.equal(server.value(name), value);
});

test('the first key makes the secret, or fills one that was made without a value', async () => {
  const key = newKey();
  server.put('made-empty', '');

  for (const AWS_SECRET_NAME of ['brand-new', 'made-empty']) {
    await write(source({variables: {...variables, AWS_SECRET_NAME}}), key);
    assert.equal(server.value(AWS_SECRET_NAME), JSON.stringify({master_key: key}), AWS_SECRET_NAME);
  }
});

test('a key that somebody else put there since it was read is not written over', async () => {
  const theirs = newKey();
  server.put(name, newKey());
  const aws = source();
  await aws.read();
  server.put(name, theirs);

  const failure = await refusalOf(write(aws, newKey()));

  assert.equal(failure.code, 'key.changed');
  assert.equal(server.value(name), theirs);
});

test('a secret that somebody else makes meanwhile is not written over', async () => {
  const theirs = newKey();
  const AWS_SECRET_NAME = 'raced';
  const aws = source({variables: {...variables, AWS_SECRET_NAME}});
  await aws.read();
  const absent = awsError('ResourceNotFoundException');
  server.state.instead = [
    {
      instead: (...exchange) => {
        server.put(AWS_SECRET_NAME, theirs);
        absent(...exchange);
      },
    },
  ];

  const failure = await refusalOf(write(aws, newKey()));

  assert.equal(failure.code, 'key.changed');
  assert.equal(server.value(AWS_SECRET_NAME), theirs);
});

test('a creation whose answer was lost counts as made, and a second attempt carries the same token', async () => {
  const key = newKey();
  const AWS_SECRET_NAME = 'lost-answer';
  const through = {instead: awsError('ResourceNotFoundException')};
  server.state.instead = [through, {instead: faults.hang, isDone: true}];

  await write(source({variables: {...variables, AWS_SECRET_NAME}}), key);

  assert.equal(server.value(AWS_SECRET_NAME), JSON.stringify({master_key: key}));
  const tokens = server.requests
    .filter(({headers}) => headers['x-amz-target'] === 'secretsmanager.CreateSecret')
    .map(({body}) => JSON.parse(body).ClientRequestToken);
  assert.equal(tokens.length, 2);
  assert.equal(new Set(tokens).size, 1);
});

test('the server refuses a signature by a wrong secret, and the secret is not said', async () => {
  const wrong = `${keys.secretAccessKey.slice(1)}x`;

  const failure = await refusalOf(source({variables: {...variables, AWS_SECRET_ACCESS_KEY: wrong}}).read());

  assert.equal(failure.code, 'key.refused');
  assert.equal(failure.message, 'AWS Secrets Manager does not accept what the access key in AWS_ACCESS_KEY_ID signed.');
  assertUnspoken(failure, [wrong, keys.secretAccessKey]);
});

test('the server refuses the signature of another region and of another hour', async () => {
  const elsewhere = await refusalOf(source({variables: {...variables, AWS_REGION: 'us-east-1'}}).read());
  const late = await refusalOf(source({clock: steppingClock('2026-03-03T01:00:00Z')}).read());

  assert.deepEqual([elsewhere.code, late.code], ['key.refused', 'key.refused']);
  assert.match(late.hint ?? '', /clock/);
});

test('a secret that is marked for deletion is not an absent key', async () => {
  server.state.markedForDeletion = true;

  const failure = await refusalOf(source().read());

  assert.equal(failure.code, 'key.refused');
  assert.match(failure.hint ?? '', /marked for deletion/);
});

const faultsSaid: readonly (readonly [error: string, status: number, code: string])[] = [
  ['AccessDeniedException', 400, 'key.refused'],
  ['UnrecognizedClientException', 400, 'key.refused'],
  ['com.amazon.coral.service#ExpiredTokenException', 400, 'key.refused'],
  ['DecryptionFailure', 400, 'key.refused'],
  ['ThrottlingException', 400, 'key.unreachable'],
  ['InternalServiceError', 500, 'key.unreachable'],
  ['ValidationException', 400, 'key.malformed'],
  ['constructor', 400, 'key.malformed'],
];

for (const [error, status, code] of faultsSaid) {
  test(`${error} is ${code} and never an absent key`, async () => {
    const instead = awsError(error, status);
    server.state.instead = [{instead}, {instead}];

    const failure = await refusalOf(source().read());

    assert.equal(failure.code, code);
    assert.equal(server.requests.length, code === 'key.unreachable' ? 2 : 1);
    assertUnspoken(failure, [keys.secretAccessKey]);
  });
}

const odd = {
  hang: [faults.hang, 'key.unreachable'],
  reset: [faults.reset, 'key.unreachable'],
  'a page': [faults.html, 'key.malformed'],
  bytes: [reply({body: '{"SecretBinary":"AAAA","VersionId":"v"}'}), 'key.malformed'],
  'a number for a key': [reply({body: '{"SecretString":"{\\"master_key\\":7}"}'}), 'key.malformed'],
  'a 404 of something else': [reply({status: 404, body: 'not here'}), 'key.malformed'],
} as const;

for (const [what, [instead, code]] of Object.entries(odd)) {
  test(`an answer that is ${what} is never an absent key`, async () => {
    server.state.instead = [{instead}, {instead}];

    assert.equal((await refusalOf(source().read())).code, code);
  });
}

test('one throttled call is forgiven', async () => {
  const key = newKey();
  server.put(name, key);
  server.state.instead = [{instead: awsError('ThrottlingException')}];

  assert.equal((await source().read())?.reveal(), key);
});

test('a redirect is not followed', async (t) => {
  const elsewhere = await startFaultServer({});
  t.after(() => elsewhere.close());
  const instead = redirect(`${elsewhere.url}/`, 307);
  server.state.instead = [{instead}, {instead}];

  assert.equal((await refusalOf(source().read())).code, 'key.unreachable');
  assert.equal(elsewhere.requests.length, 0);
});

test('an endpoint in the clear on another machine, and a region that is none, are refused before anything is sent', async () => {
  const clear = {...variables, AWS_ENDPOINT_URL_SECRETS_MANAGER: undefined, AWS_ENDPOINT_URL: 'http://aws.example'};

  const endpoint = await refusalOf(source({variables: clear}).read());
  const region = await refusalOf(source({variables: {...variables, AWS_REGION: 'x.example/'}}).read());
  const unset = await refusalOf(source({variables: {...variables, AWS_SECRET_NAME: undefined}}).read());

  assert.deepEqual([endpoint.code, region.code, unset.code], ['key.address', 'key.unset', 'key.unset']);
  assert.equal(server.requests.length, 0);
});
