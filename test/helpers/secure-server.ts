import {createServer, type ServerOptions} from 'node:https';
import type {AddressInfo} from 'node:net';
import type {TestContext} from 'node:test';
import type {Pair} from './certificates.ts';

/** A market behind TLS; counts who came, and who came through. */
export async function startSecure(t: TestContext, pair: Pair, options: ServerOptions = {}) {
  let answered = 0;
  let connections = 0;
  const server = createServer({...pair, ...options}, (_request, response) => {
    answered += 1;
    response.end('AAPL');
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const {port} = server.address() as AddressInfo; // listening on TCP: never a pipe's name
  return {url: `https://127.0.0.1:${port}`, answered: () => answered, connections: () => connections};
}
