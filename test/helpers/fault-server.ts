import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createGzip} from 'node:zlib';

/** What the server does with one request. */
export type Behaviour = (request: FaultRequest, response: ServerResponse, message: IncomingMessage) => void;

export type FaultRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

/** By path; several behaviours are taken in order and the last one stays. `*` answers every other path. */
export type Routes = Readonly<Record<string, Behaviour | readonly Behaviour[]>>;

export type FaultServer = {
  readonly url: string;
  readonly requests: FaultRequest[];
  /** Bytes handed to the network for the largest answer so far. */
  readonly mostBytesSent: () => number;
  readonly setRoutes: (routes: Routes) => void;
  readonly close: () => Promise<void>;
};

/** A web server on loopback that misbehaves as told. Paths without a route are answered with 404. */
export async function startFaultServer(first: Routes): Promise<FaultServer> {
  let routes = first;
  let seen = new Map<string, number>();
  let mostBytes = 0;
  const requests: FaultRequest[] = [];
  const server = createServer(async (message, response) => {
    const request = await read(message);
    requests.push(request);
    const key = request.path in routes ? request.path : '*';
    const behaviours = [routes[key] ?? reply({status: 404, body: 'no such path'})].flat();
    const turn = seen.get(key) ?? 0;
    seen.set(key, turn + 1);
    const {socket} = message;
    const before = socket.bytesWritten;
    response.once('close', () => {
      mostBytes = Math.max(mostBytes, socket.bytesWritten - before);
    });
    behaviours[Math.min(turn, behaviours.length - 1)]?.(request, response, message);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const {port} = server.address() as AddressInfo; // listening on TCP: never a pipe's name
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    mostBytesSent: () => mostBytes,
    setRoutes: (next) => {
      routes = next;
      seen = new Map();
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function read(message: IncomingMessage): Promise<FaultRequest> {
  const url = new URL(message.url ?? '/', 'http://server');
  let body = '';
  for await (const chunk of message) body += chunk;
  return {method: message.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: message.headers, body};
}

export type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
};

export function reply({status = 200, headers = {}, body = ''}: Reply): Behaviour {
  return (_request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.statusCode = status;
    response.end(body);
  };
}

export function json(body: unknown, status = 200): Behaviour {
  return reply({status, headers: {'content-type': 'application/json'}, body: JSON.stringify(body)});
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return reply({status: code, headers: {'content-type': 'text/plain', ...headers}, body: 'no'});
}

export function redirect(location: string, code = 302): Behaviour {
  return reply({status: code, headers: {location}});
}

/** Every way in which a connection or a body goes wrong, by name. */
export const faults = {
  hang: () => {},
  'hang after headers': (_request, response) => {
    response.writeHead(200, {'content-type': 'application/json'});
    response.flushHeaders();
  },
  drip: (_request, response) => {
    response.writeHead(200, {'content-type': 'application/json'});
    const timer = setInterval(() => response.write(' '), 10);
    response.once('close', () => clearInterval(timer));
  },
  reset: (_request, _response, message) => void message.socket.resetAndDestroy(),
  'closed without an answer': (_request, _response, message) => void message.socket.destroy(),
  'truncated content-length': (_request, response) => {
    response.writeHead(200, {'content-type': 'application/json', 'content-length': '1000'});
    response.write('{"data":', () => response.destroy());
  },
  'truncated chunked': (_request, response) => {
    response.writeHead(200, {'content-type': 'application/json', 'transfer-encoding': 'chunked'});
    response.write('{"data":', () => response.destroy());
  },
  'truncated gzip': reply({
    headers: {'content-encoding': 'gzip'},
    body: Buffer.from('1f8b0800000000000003ab56', 'hex'),
  }),
  'not gzip': reply({headers: {'content-encoding': 'gzip'}, body: 'plain text'}),
  html: reply({headers: {'content-type': 'text/html'}, body: '\r\n\r\n<!DOCTYPE html><html><body>no</body></html>'}),
  'html without a type': reply({body: '<html><body>Page Not Available</body></html>'}),
  empty: reply({}),
  'no content': reply({status: 204}),
  'not json': reply({headers: {'content-type': 'application/json'}, body: '{"data": NaN}'}),
  'wrong schema': json({unexpected: [1, 2, 3]}),
  'json null': json(null),
  'deep nesting': reply({body: '['.repeat(100_000)}),
  'huge body': (_request, response) => pour(response, {blocks: 100}),
  'huge announced': (_request, response) => pour(response, {blocks: 100, announced: true}),
  'gzip bomb': (_request, response) => {
    response.writeHead(200, {'content-type': 'application/json', 'content-encoding': 'gzip'});
    const zip = createGzip({level: 1});
    zip.pipe(response);
    response.once('close', () => zip.destroy());
    pour(zip, {blocks: 300});
  },
} satisfies Readonly<Record<string, Behaviour>>;

type Sink = NodeJS.WritableStream & {readonly destroyed: boolean};

/** Blocks of a mebibyte, as fast as the other end takes them. */
function pour(to: Sink | ServerResponse, {blocks, announced = false}: {blocks: number; announced?: boolean}): void {
  if (announced && 'writeHead' in to) to.writeHead(200, {'content-length': `${blocks << 20}`});
  const block = Buffer.alloc(1 << 20, ' ');
  let sent = 0;
  const more = () => {
    while (!to.destroyed && sent < blocks) {
      sent += 1;
      if (!to.write(block)) {
        to.once('drain', more);
        return;
      }
    }
    if (!to.destroyed) to.end();
  };
  more();
}
