import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {createServer as createProxy} from 'node:http';
import {createServer, type ServerOptions} from 'node:https';
import {type AddressInfo, connect, type Server} from 'node:net';
import {type TestContext, test} from 'node:test';
import {proxyOf} from '../../source/provider/proxy.ts';
import type {Tls} from '../../source/provider/wire.ts';
import {newKey} from '../../source/vault/fernet.ts';
import {keyVault} from '../../source/vault/key-vault.ts';
import {makeSelfSigned} from '../helpers/certificates.ts';
import {assertUnspoken, refusalOf} from '../helpers/unspoken.ts';
import {steppingClock} from '../helpers/wired.ts';

const host = 'vault.example';
const token = `hvs.${randomBytes(18).toString('base64url')}`;
const key = newKey();
const answer = JSON.stringify({data: {data: {master_key: key}, metadata: {version: 1}}});

async function listening(t: TestContext, server: Server): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  t.after(() => server.close());
  // Listening on TCP: never a pipe's name.
  return (server.address() as AddressInfo).port;
}

/** A Vault behind TLS that notes the tokens it is shown. */
async function vaultWith(t: TestContext, options: ServerOptions) {
  const shown: unknown[] = [];
  const server = createServer(options, (request, response) => {
    shown.push(request.headers['x-vault-token']);
    response.end(answer);
  });
  return {shown, port: await listening(t, server)};
}

function source(address: string, tls: Tls, at?: string) {
  const proxy = proxyOf(at, {});
  const variables = {VAULT_ADDR: address, VAULT_TOKEN: token};
  const vaultPath = 'secret/data/symbol-universe';
  return keyVault({variables, vaultPath, field: 'master_key', clock: steppingClock(), timeoutMs: 2000, tls, proxy});
}

test('a Vault whose authority is given is trusted, and another one is never shown the token', async (t) => {
  const [ours, theirs] = [
    await makeSelfSigned({hosts: [host, '127.0.0.1']}),
    await makeSelfSigned({hosts: [host, '127.0.0.1']}),
  ];
  const {shown, port} = await vaultWith(t, ours);

  const failure = await refusalOf(source(`https://127.0.0.1:${port}`, {ca: theirs.cert}).read());

  assert.equal(failure.code, 'key.unreachable');
  assertUnspoken(failure, [token]);
  assert.deepEqual(shown, []);
  const text = await source(`https://127.0.0.1:${port}`, {ca: ours.cert}).read();
  assert.equal(text?.reveal(), key);
  assert.deepEqual(shown, [token]);
});

test('a Vault that speaks TLS 1.2 is refused where 1.3 is the oldest', async (t) => {
  const ours = await makeSelfSigned({hosts: [host, '127.0.0.1']});
  const {shown, port} = await vaultWith(t, {...ours, maxVersion: 'TLSv1.2'});

  const strict = await refusalOf(source(`https://127.0.0.1:${port}`, {ca: ours.cert, minVersion: 'TLSv1.3'}).read());

  assert.equal(strict.code, 'key.unreachable');
  assert.deepEqual(shown, []);
  assert.equal((await source(`https://127.0.0.1:${port}`, {ca: ours.cert}).read())?.reveal(), key);
});

test('a proxy carries the request to another machine, and sees neither token nor key', async (t) => {
  const ours = await makeSelfSigned({hosts: [host, '127.0.0.1']});
  const {shown, port} = await vaultWith(t, ours);
  let seen = '';
  const proxy = createProxy();
  proxy.on('connect', (request, socket) => {
    seen += `${request.url} ${JSON.stringify(request.headers)}`;
    const there = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
    for (const [from, to] of [
      [socket, there],
      [there, socket],
    ] as const) {
      from.on('data', (bytes) => {
        seen += bytes.toString('latin1');
        to.write(bytes);
      });
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  });
  const proxyPort = await listening(t, proxy);

  const text = await source(`https://${host}`, {ca: ours.cert}, `http://127.0.0.1:${proxyPort}`).read();

  assert.equal(text?.reveal(), key);
  assert.deepEqual(shown, [token]);
  assert.match(seen, /^vault\.example:443 /);
  assert.ok(!seen.includes(token) && !seen.includes(key));
});
