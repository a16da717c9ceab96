import assert from 'node:assert/strict';
import {after, beforeEach, test} from 'node:test';
import {newKey} from '../../source/vault/fernet.ts';
import {keyVault, type VaultStore} from '../../source/vault/key-vault.ts';
import {Secret} from '../../source/vault/secret.ts';
import {faults, redirect, reply, startFaultServer} from '../helpers/fault-server.ts';
import {assertUnspoken, refusalOf} from '../helpers/unspoken.ts';
import {doneInSilence, startVaultServer} from '../helpers/vault-server.ts';
import {steppingClock} from '../helpers/wired.ts';

const server = await startVaultServer();
after(() => server.close());

const path = 'secret/data/symbol-universe';

beforeEach(() => {
  server.put(path, {});
  server.setToken('reads and writes');
  server.setSealed(false);
  server.meddle();
  server.requests.length = 0;
});

function source(changes: Partial<VaultStore> = {}) {
  const variables = {VAULT_ADDR: server.url, VAULT_TOKEN: server.token};
  return keyVault({
    variables,
    vaultPath: path,
    field: 'master_key',
    clock: steppingClock(),
    timeoutMs: 300,
    ...changes,
  });
}

test('the field of the secret is the key', async () => {
  const key = newKey();
  server.put(path, {master_key: key, owner: 'ops'});

  const text = await source().read();

  assert.equal(text?.reveal(), key);
  assert.equal(server.requests[0]?.headers['x-vault-token'], server.token);
});

test('a secret that was never written, one without the field and a deleted version are all no key yet', async () => {
  server.put('secret/data/other', {owner: 'ops'});
  server.put('secret/data/gone', {master_key: newKey()});
  server.remove('secret/data/gone');

  for (const vaultPath of ['secret/data/never', 'secret/data/other', 'secret/data/gone']) {
    assert.equal(await source({vaultPath}).read(), undefined, vaultPath);
  }
});

test('a path that is no KV v2 secret is a wrong path, not an absent key', async () => {
  for (const vaultPath of ['secret/symbol-universe', 'kv/data/symbol-universe']) {
    const failure = await refusalOf(source({vaultPath}).read());

    assert.equal(failure.code, 'key.refused');
    assert.equal(failure.message, `HashiCorp Vault has no KV version 2 secrets at ${vaultPath}.`);
  }
});

test('a write names the version it read, and keeps the other fields', async () => {
  const [old, next] = [newKey(), newKey()];
  server.put(path, {master_key: old, owner: 'ops', nested: {a: 1}});
  const {version} = server.secret(path);
  const vault = source();
  await vault.read();

  await vault.write?.(new Secret(next));

  assert.deepEqual(server.secret(path), {
    fields: {master_key: next, owner: 'ops', nested: {a: 1}},
    version: version + 1,
  });
  assert.equal(JSON.parse(server.requests.at(-1)?.body ?? '').options.cas, version);
  assert.equal((await vault.read())?.reveal(), next);
});

test('a secret beside the key that could not be written back as it is, is left alone', async () => {
  const body = '{"data":{"data":{"account":12345678901234567890},"metadata":{"version":1}}}';
  const before = server.secret(path);
  server.meddle({instead: reply({body})});

  const failure = await refusalOf(source().write?.(new Secret(newKey())) ?? Promise.resolve());

  assert.equal(failure.code, 'key.refused');
  assert.deepEqual(server.secret(path), before);
});

test('the first key of a path is written as version 1, and over a deleted version as the next one', async () => {
  server.put('secret/data/deleted', {});
  server.remove('secret/data/deleted');
  const key = newKey();

  for (const vaultPath of ['secret/data/new', 'secret/data/deleted']) {
    const vault = source({vaultPath});
    assert.equal(await vault.read(), undefined);
    await vault.write?.(new Secret(key));
  }

  assert.deepEqual(server.secret('secret/data/new'), {fields: {master_key: key}, version: 1});
  assert.deepEqual(server.secret('secret/data/deleted'), {fields: {master_key: key}, version: 2});
});

test('a key that somebody else put there since it was read is not written over', async () => {
  const theirs = newKey();
  server.put(path, {master_key: newKey()});
  const vault = source();
  await vault.read();
  server.put(path, {master_key: theirs});

  const failure = await refusalOf(vault.write?.(new Secret(newKey())) ?? Promise.resolve());

  assert.equal(failure.code, 'key.changed');
  assert.equal(server.secret(path).fields?.master_key, theirs);
});

test('a write by somebody else between looking and writing is refused by check-and-set', async () => {
  const theirs = newKey();
  const behind = reply({status: 400, body: '{"errors":["check-and-set parameter did not match the current version"]}'});
  server.put(path, {master_key: newKey()});
  const vault = source();
  await vault.read();
  server.meddle('let through', {
    instead: (...exchange) => {
      server.put(path, {master_key: theirs});
      behind(...exchange);
    },
  });

  const failure = await refusalOf(vault.write?.(new Secret(newKey())) ?? Promise.resolve());

  assert.equal(failure.code, 'key.changed');
  assert.equal(server.secret(path).fields?.master_key, theirs);
});

test('a stale check-and-set number is refused by the server itself', async () => {
  const before = server.secret(path).version;
  const body = JSON.stringify({options: {cas: before - 1}, data: {}});

  const {status} = await fetch(`${server.url}/v1/${path}`, {
    method: 'POST',
    headers: {'x-vault-token': server.token},
    body,
  });

  assert.equal(status, 400);
  assert.equal(server.secret(path).version, before);
});

test('a write whose answer was lost counts as made when it was', async () => {
  const key = newKey();
  const vault = source();
  await vault.read();
  const {version} = server.secret(path);
  server.meddle('let through', doneInSilence);

  await vault.write?.(new Secret(key));

  assert.deepEqual(server.secret(path), {fields: {master_key: key}, version: version + 1});
});

test('a token that has expired is told from one that may not', async () => {
  const said: string[] = [];
  for (const state of ['expired', 'may nothing'] as const) {
    server.setToken(state);
    const failure = await refusalOf(source().read());
    assertUnspoken(failure, [server.token]);
    said.push(`${failure.code}: ${failure.message}`);
  }

  assert.deepEqual(said, [
    'key.refused: HashiCorp Vault does not accept the token in VAULT_TOKEN: it has expired, was revoked, or is of another namespace.',
    `key.refused: HashiCorp Vault knows the token in VAULT_TOKEN, and does not let it at ${path}.`,
  ]);
});

test('a token that may only read reads, and its write is refused', async () => {
  server.put(path, {master_key: newKey()});
  server.setToken('reads');
  const vault = source();
  const next = newKey();

  await vault.read();
  const failure = await refusalOf(vault.write?.(new Secret(next)) ?? Promise.resolve());

  assert.equal(failure.code, 'key.refused');
  assertUnspoken(failure, [server.token, next]);
});

test('a sealed Vault is unreachable, and was asked twice', async () => {
  server.setSealed(true);

  const failure = await refusalOf(source().read());

  assert.equal(`${failure.code}: ${failure.message}`, 'key.unreachable: HashiCorp Vault is sealed.');
  assert.equal(server.requests.length, 2);
});

test('one bad answer is forgiven', async () => {
  const key = newKey();
  server.put(path, {master_key: key});

  for (const instead of [reply({status: 500}), reply({status: 429}), faults.reset, faults.hang]) {
    server.meddle({instead});
    assert.equal((await source().read())?.reveal(), key);
  }
});

const never = {
  hang: [faults.hang, 'key.unreachable'],
  drip: [faults.drip, 'key.unreachable'],
  reset: [faults.reset, 'key.unreachable'],
  'cut short': [faults['truncated chunked'], 'key.unreachable'],
  'status 500': [reply({status: 500, body: '{"errors":["internal error"]}'}), 'key.unreachable'],
  'status 429': [reply({status: 429}), 'key.unreachable'],
  'a page with 404': [reply({status: 404, body: '<html></html>'}), 'key.refused'],
  'a page': [faults.html, 'key.malformed'],
  'no JSON': [faults['not json'], 'key.malformed'],
  null: [faults['json null'], 'key.malformed'],
  'too much': [faults['huge body'], 'key.malformed'],
  'a number for a key': [reply({body: '{"data":{"data":{"master_key":7},"metadata":{"version":1}}}'}), 'key.malformed'],
} as const;

for (const [what, [instead, code]] of Object.entries(never)) {
  test(`an answer that is ${what} is never an absent key`, async () => {
    server.meddle({instead}, {instead});

    const failure = await refusalOf(source().read());

    assert.equal(failure.code, code);
    assertUnspoken(failure, [server.token]);
  });
}

test('a redirect is not followed, so that the token stays here', async (t) => {
  const elsewhere = await startFaultServer({});
  t.after(() => elsewhere.close());
  const instead = redirect(`${elsewhere.url}/v1/${path}`, 307);
  server.meddle({instead}, {instead});

  const failure = await refusalOf(source().read());

  assert.equal(failure.code, 'key.unreachable');
  assert.equal(elsewhere.requests.length, 0);
});

test('nobody listening is unreachable', async () => {
  const gone = await startFaultServer({});
  await gone.close();

  const failure = await refusalOf(source({variables: {VAULT_ADDR: gone.url, VAULT_TOKEN: server.token}}).read());

  assert.equal(failure.message, 'HashiCorp Vault could not be reached (ECONNREFUSED).');
});
