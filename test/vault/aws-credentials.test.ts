import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {after, beforeEach, test} from 'node:test';
import {awsIdentity} from '../../source/vault/aws-credentials.ts';
import {newKey} from '../../source/vault/fernet.ts';
import {keyAws} from '../../source/vault/key-aws.ts';
import type {Variables} from '../../source/vault/variables.ts';
import {type AwsKeys, awsRegion, startAwsServer} from '../helpers/aws-server.ts';
import {faults, startFaultServer, status} from '../helpers/fault-server.ts';
import {assertUnspoken, refusalOf} from '../helpers/unspoken.ts';
import {steppingClock} from '../helpers/wired.ts';
import {tempFolder} from '../store/store-fixture.ts';

const clock = steppingClock();
const server = await startAwsServer(clock);
after(() => server.close());

const {keys} = server;
const metadata = {AWS_EC2_METADATA_SERVICE_ENDPOINT: server.url};
const fixed = {AWS_ACCESS_KEY_ID: keys.static.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.static.secretAccessKey};
const container = {
  AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/v2/credentials/task`,
  AWS_CONTAINER_AUTHORIZATION_TOKEN: server.containerToken,
};

beforeEach(() => {
  server.state.role = 'screener';
  server.state.isMetadataOn = true;
  server.state.expiration = '2026-03-03T06:00:00Z';
  server.requests.length = 0;
});

async function identity(variables: Variables) {
  const found = await awsIdentity({variables, clock, timeoutMs: 300, containerHost: server.url});
  return (
    found && {...found, secretAccessKey: found.secretAccessKey.reveal(), sessionToken: found.sessionToken?.reveal()}
  );
}

function as(kind: 'role' | 'static', {accessKeyId, secretAccessKey, sessionToken}: AwsKeys) {
  return {kind, accessKeyId, secretAccessKey, sessionToken};
}

test('the role of the container stands before that of the instance, and a role before keys', async () => {
  assert.deepEqual(await identity({...fixed, ...metadata, ...container}), as('role', keys.container));
  assert.deepEqual(await identity({...fixed, ...metadata}), as('role', keys.instance));
  server.state.role = undefined;
  assert.deepEqual(await identity({...fixed, ...metadata}), as('static', keys.static));
});

test('the role of the instance is asked for with a token, as the second version of the service wants it', async () => {
  await identity(metadata);

  assert.deepEqual(
    server.requests.map(({method, path}) => `${method} ${path}`),
    [
      'PUT /latest/api/token',
      'GET /latest/meta-data/iam/security-credentials/',
      'GET /latest/meta-data/iam/security-credentials/screener',
    ],
  );
});

test('a container is told its role at a path of its own host, and by a token from a file', async (t) => {
  const file = join(await tempFolder(t), 'token');
  await writeFile(file, `${server.containerToken}\n`);
  const relative = {
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/task',
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
  };

  assert.deepEqual(await identity(relative), as('role', keys.container));
});

test('keys of a session carry its token', async () => {
  const sessionToken = keys.instance.sessionToken ?? '';

  const found = await identity({...fixed, AWS_SESSION_TOKEN: sessionToken, AWS_EC2_METADATA_DISABLED: 'true'});

  assert.deepEqual(found, as('static', {...keys.static, sessionToken}));
});

test('a metadata service that is switched off, refuses, hangs or is not there is passed over', async (t) => {
  const hanging = await startFaultServer({'*': faults.hang});
  t.after(() => hanging.close());
  const gone = await startFaultServer({});
  await gone.close();
  server.state.isMetadataOn = false;

  for (const AWS_EC2_METADATA_SERVICE_ENDPOINT of [server.url, hanging.url, gone.url]) {
    assert.equal((await identity({...fixed, AWS_EC2_METADATA_SERVICE_ENDPOINT}))?.kind, 'static');
  }
  server.requests.length = 0;
  assert.equal(await identity({...metadata, AWS_EC2_METADATA_DISABLED: 'TRUE'}), undefined);
  assert.equal(server.requests.length, 0);
});

test('a role that cannot be had now is a failure, and keys do not take its place in silence', async (t) => {
  const broken = await startFaultServer({
    '/latest/api/token': (_request, response) => void response.end('token'),
    '*': status(500),
  });
  t.after(() => broken.close());

  const instance = await refusalOf(identity({...fixed, AWS_EC2_METADATA_SERVICE_ENDPOINT: broken.url}));
  const wrongToken = await refusalOf(
    identity({...fixed, ...container, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'not-the-token'}),
  );
  server.state.expiration = '2026-03-02T22:59:59Z';
  const expired = await refusalOf(identity({...fixed, ...container}));

  assert.deepEqual([instance.code, wrongToken.code, expired.code], ['key.unreachable', 'key.refused', 'key.refused']);
  assertUnspoken(
    [instance, wrongToken, expired],
    [server.containerToken, ...secretsOf(keys.container), ...secretsOf(keys.static)],
  );
});

test('the token of a container goes to this machine, to its host, or over https', async () => {
  for (const address of [
    'http://elsewhere.example/role',
    'http://169.254.170.2.example/role',
    'ftp://127.0.0.1/role',
  ]) {
    const failure = await refusalOf(identity({...container, AWS_CONTAINER_CREDENTIALS_FULL_URI: address}));

    assert.equal(failure.code, 'key.address');
    assertUnspoken(failure, [server.containerToken]);
  }
});

test('a token that cannot be in a header is refused without saying it', async () => {
  const broken = `${keys.static.secretAccessKey}\r\nx: y`;

  const failure = await refusalOf(identity({...fixed, AWS_SESSION_TOKEN: broken, AWS_EC2_METADATA_DISABLED: 'true'}));

  assert.equal(failure.code, 'key.malformed');
  assertUnspoken(failure, [keys.static.secretAccessKey]);
});

test('a source says whether a role or keys opened it', async () => {
  const key = newKey();
  server.put('key', key);
  const common = {AWS_SECRET_NAME: 'key', AWS_REGION: awsRegion, AWS_ENDPOINT_URL: server.url};
  const said: unknown[] = [];
  for (const given of [{...fixed, AWS_EC2_METADATA_DISABLED: 'true'}, metadata, container]) {
    const aws = keyAws({variables: {...common, ...given}, field: 'master_key', clock, timeoutMs: 300});
    said.push(aws.identity?.(), (await aws.read())?.reveal() === key, aws.identity?.());
  }

  assert.deepEqual(said, [undefined, true, 'static', undefined, true, 'role', undefined, true, 'role']);
});

test('a machine without any identity is told what to do', async () => {
  const variables = {AWS_SECRET_NAME: 'key', AWS_REGION: awsRegion, AWS_EC2_METADATA_DISABLED: 'true'};

  const failure = await refusalOf(keyAws({variables, field: 'master_key', clock}).read());

  assert.equal(failure.code, 'key.refused');
  assert.match(failure.hint ?? '', /role/);
});

function secretsOf({secretAccessKey, sessionToken}: AwsKeys): readonly string[] {
  return sessionToken === undefined ? [secretAccessKey] : [secretAccessKey, sessionToken];
}
