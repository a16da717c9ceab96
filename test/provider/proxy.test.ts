import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {createServer, type IncomingMessage} from 'node:http';
import {createServer as createSecure} from 'node:https';
import {type AddressInfo, connect} from 'node:net';
import type {Duplex} from 'node:stream';
import {type TestContext, test} from 'node:test';
import {defineProvider} from '../../source/provider/contract.ts';
import {proxyFor, proxyOf} from '../../source/provider/proxy.ts';
import {makeAuthority} from '../helpers/certificates.ts';
import {situation, wired} from '../helpers/wired.ts';

/** Connects whoever asks for anything to one port of this machine, and keeps what was asked. */
async function startProxy(t: TestContext, port: number) {
  const asked: IncomingMessage[] = [];
  const server = createServer();
  server.on('connect', (request: IncomingMessage, near: Duplex) => {
    asked.push(request);
    const far = connect(port, '127.0.0.1', () => {
      near.write('HTTP/1.1 200 Connected\r\n\r\n');
      far.pipe(near).pipe(far);
    });
    for (const end of [near, far]) end.on('error', () => {});
    t.after(() => near.destroy());
    t.after(() => far.destroy());
  });
  return {address: `127.0.0.1:${await listening(t, server)}`, asked};
}

async function listening(t: TestContext, server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  t.after(() => server.closeAllConnections());
  return (server.address() as AddressInfo).port; // listening on TCP: never a pipe's name
}

const site = 'https://p.example';
const provider = defineProvider({
  ...{id: 'p', title: 'P', site, tier: 'free', baseUrl: site, quota: []},
  listSymbols: async (_ask, {http}) => [{symbol: (await http.text(`${site}/`)).body}],
});

test('a proxy of the environment carries the request and its password, and the certificate is still that of the provider', async (t) => {
  const authority = await makeAuthority();
  const market = createSecure(await authority.issue({hosts: ['p.example']}), (_request, response) =>
    response.end('AAPL'),
  );
  const proxy = await startProxy(t, await listening(t, market));
  const password = randomBytes(8).toString('hex');
  const {connection} = wired(provider, {
    proxy: proxyOf(undefined, {https_proxy: `ann:${password}@${proxy.address}`}),
    tls: async () => ({ca: authority.cert}),
  });

  assert.deepEqual(await connection.listSymbols?.({need: 'full'}, situation()), [{symbol: 'AAPL'}]);

  const basic = Buffer.from(`ann:${password}`).toString('base64');
  assert.deepEqual(
    proxy.asked.map(({url, headers}) => [url, headers['proxy-authorization']]),
    [['p.example:443', `Basic ${basic}`]],
  );
});

test('a proxy that refuses or is not there is said without its address', async (t) => {
  const server = createServer();
  server.on('connect', (_request, near: Duplex) => near.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
  const refusing = await listening(t, server);
  const password = randomBytes(8).toString('hex');
  for (const port of [refusing, 9]) {
    const HTTPS_PROXY = `http://ann:${password}@127.0.0.1:${port}`;
    const {connection, reports} = wired(provider, {proxy: proxyOf(undefined, {HTTPS_PROXY})});

    const thrown = await connection.listSymbols?.({need: 'full'}, situation()).catch((failure: unknown) => failure);

    assert.match(String(thrown), /P could not be reached/);
    assert.doesNotMatch(`${thrown} ${JSON.stringify([thrown, reports])}`, new RegExp(`${password}|ann|127`));
  }
});

test('the setting goes before the environment, and NO_PROXY counts for both', () => {
  const environment = {HTTPS_PROXY: 'http://env.example:1', NO_PROXY: 'p.example'};

  assert.deepEqual(proxyOf('http://set.example:2', environment), {
    HTTP_PROXY: 'http://set.example:2',
    HTTPS_PROXY: 'http://set.example:2',
    NO_PROXY: 'p.example',
  });
  assert.deepEqual(proxyOf(undefined, environment), {
    HTTP_PROXY: '',
    HTTPS_PROXY: 'http://env.example:1',
    NO_PROXY: 'p.example',
  });
  assert.equal(proxyOf(undefined, {NO_PROXY: '*'}), undefined);
});

test('hosts in NO_PROXY and their subdomains are asked directly', () => {
  const way = (address: string, NO_PROXY: string) =>
    proxyFor(new URL(address), proxyOf('http://set.example:2', {NO_PROXY}));

  assert.equal(way('https://api.p.example/', ''), 'http://set.example:2');
  assert.equal(way('https://api.p.example/', 'q.example, .p.example'), undefined);
  assert.equal(way('https://p.example/', 'p.example:443'), undefined);
  assert.equal(way('https://notp.example/', 'p.example'), 'http://set.example:2');
  assert.equal(way('https://p.example/', '*'), undefined);
});

test('a variable that holds no proxy is refused by its name, never by its value', () => {
  const password = randomBytes(8).toString('hex');

  for (const value of [`socks5://ann:${password}@h.example:1`, `http://ann:${password}@`]) {
    assert.throws(() => proxyOf(undefined, {HTTPS_PROXY: value}), {
      code: 'network.proxy',
      message: 'The variable HTTPS_PROXY does not hold the address of an HTTP proxy.',
    });
  }
});

test('this machine is asked directly, whatever stands between it and the rest', async (t) => {
  const market = createServer((_request, response) => response.end('AAPL'));
  const port = await listening(t, market);
  const proxy = await startProxy(t, port);
  const {connection} = wired(provider, {
    settings: {baseUrl: `http://127.0.0.1:${port}`},
    proxy: proxyOf(`http://${proxy.address}`, {}),
  });

  assert.deepEqual(await connection.listSymbols?.({need: 'full'}, situation()), [{symbol: 'AAPL'}]);
  assert.deepEqual(proxy.asked, []);
});
