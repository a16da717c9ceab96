import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {proxyOf} from '../../source/provider/proxy.ts';
import {newKey} from '../../source/vault/fernet.ts';
import {keyVault} from '../../source/vault/key-vault.ts';
import type {Variables} from '../../source/vault/variables.ts';
import {startFaultServer} from '../helpers/fault-server.ts';
import {assertUnspoken, refusalOf} from '../helpers/unspoken.ts';
import {startVaultServer} from '../helpers/vault-server.ts';
import {steppingClock} from '../helpers/wired.ts';

const server = await startVaultServer({namespace: 'desk/equities'});
after(() => server.close());

const vaultPath = 'secret/data/symbol-universe';
const right = {VAULT_ADDR: server.url, VAULT_TOKEN: server.token, VAULT_NAMESPACE: 'desk/equities'};

function source(variables: Variables, at?: string) {
  const proxy = proxyOf(at, {});
  return keyVault({variables, vaultPath, field: 'master_key', clock: steppingClock(), timeoutMs: 500, proxy});
}

test('the namespace is said where there is one, and without it the token is a stranger', async () => {
  const key = newKey();
  server.put(vaultPath, {master_key: key});

  assert.equal((await source(right).read())?.reveal(), key);
  const failure = await refusalOf(source({...right, VAULT_NAMESPACE: ''}).read());
  assert.equal(failure.code, 'key.refused');
});

test('an address below a path, and a line end after the token, are understood', async () => {
  await source({...right, VAULT_ADDR: `${server.url}/behind/a/proxy/`, VAULT_TOKEN: `${server.token}\n`})
    .read()
    .catch(() => undefined);

  const asked = server.requests.find((request) => request.path.startsWith('/behind'));
  assert.equal(asked?.path, `/behind/a/proxy/v1/${vaultPath}`);
  assert.equal(asked?.headers['x-vault-token'], server.token);
});

const addresses: readonly (readonly [what: string, address: string, code: string])[] = [
  ['http: to another machine', 'http://vault.example:8200', 'key.address'],
  ['http: to a name that starts like this machine', 'http://127.0.0.1.vault.example', 'key.address'],
  ['no web address', 'unix:///run/vault.sock', 'key.address'],
  ['a user name', 'https://someone@vault.example', 'key.address'],
  ['a query', 'https://vault.example/?a=b', 'key.address'],
  ['nothing', ' ', 'key.unset'],
];

for (const [what, address, code] of addresses) {
  test(`an address that is ${what} is refused before the token leaves`, async () => {
    const failure = await refusalOf(source({...right, VAULT_ADDR: address}).read());

    assert.equal(failure.code, code);
    assert.match(failure.message, /VAULT_ADDR/);
    assertUnspoken(failure, [server.token]);
  });
}

test('a token that is not set or cannot be one is said without it', async () => {
  const broken = `${server.token}\n${server.token}`;

  const unset = await refusalOf(source({...right, VAULT_TOKEN: undefined}).read());
  const malformed = await refusalOf(source({...right, VAULT_TOKEN: broken}).read());

  assert.deepEqual([unset.code, malformed.code], ['key.unset', 'key.malformed']);
  assertUnspoken(malformed, [server.token, broken]);
});

test('what goes to this machine in the clear is not handed to a proxy', async (t) => {
  const proxy = await startFaultServer({});
  t.after(() => proxy.close());
  server.put(vaultPath, {master_key: newKey()});

  assert.ok(await source(right, proxy.url).read());
  assert.equal(proxy.requests.length, 0);
});
