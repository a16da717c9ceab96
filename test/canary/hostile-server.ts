import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {DerivedMarket} from '../helpers/derived-market.ts';
import type {FaultRequest} from '../helpers/fault-server.ts';
import type {Night} from '../helpers/market-night.ts';
import type {Canary} from './canaries.ts';
import {Echoes} from './echoes.ts';
import {hostileFaults} from './hostile-faults.ts';
import {answerKeyed} from './keyed-answers.ts';
import type {Written} from './search.ts';

/** A server for all keyed providers that quotes in every answer what it was asked with. */
export type HostileServer = {
  readonly baseUrl: (provider: string) => string;
  readonly faultNames: readonly string[];
  /** The next request of each kind is answered by that fault; those after it are healthy. */
  readonly play: (faultOf: (call: string, at: number) => string | undefined) => void;
  /** From its n-th request on, the provider takes no credential any more; undefined takes all. */
  readonly refuse: (refusal: {readonly provider: string; readonly after: number} | undefined) => void;
  readonly echoes: Echoes;
  /** Every call that was ever made, by kind. */
  readonly calls: ReadonlySet<string>;
  /** What it was sent, by place: only headers may hold a secret. */
  readonly written: readonly Written[];
  readonly close: () => Promise<void>;
};

export async function startHostileServer(market: () => Night & DerivedMarket): Promise<HostileServer> {
  const echoes = new Echoes();
  const written: Written[] = [];
  const calls = new Set<string>();
  let faultOf: (call: string, at: number) => string | undefined = () => undefined;
  let hit = new Set<string>();
  let refusal: {provider: string; after: number; seen: number} | undefined;
  const isRefused = (provider: string): boolean => {
    if (refusal?.provider !== provider) return false;
    refusal.seen += 1;
    return refusal.seen > refusal.after;
  };
  const elsewhere = await listening(
    createServer((message, response) => {
      written.push({place: 'a request to another host', bytes: `${message.url} ${message.rawHeaders.join(' ')}`});
      response.end(echoes.all());
    }),
    'localhost',
  );
  const faults = hostileFaults(echoes, () => `http://localhost:${elsewhere.port}`);
  const server = await listening(
    createServer(async (message, response) => {
      const {provider, request} = await heard(message, written, echoes);
      const call = `${provider} ${kindOf(request.path)}`;
      calls.add(call);
      if (isRefused(provider)) return refuse(response, echoes);
      const fault = hit.has(call) ? undefined : faultOf(call, [...calls].indexOf(call));
      hit.add(call);
      const behaviour = fault === undefined ? undefined : faults[fault];
      if (behaviour) return behaviour(request, response, message);
      const body = answerKeyed(provider, {asked: request, market: market(), echoes});
      const isMissing = JSON.stringify(body ?? '').includes('NOT_FOUND');
      response.writeHead(body === undefined || isMissing ? 404 : 200, {
        'content-type': 'application/json',
        'x-echo': echoes.plain(),
      });
      response.end(JSON.stringify(body));
    }),
    '127.0.0.1',
  );
  return {
    baseUrl: (provider) => `http://127.0.0.1:${server.port}/${provider}`,
    faultNames: Object.keys(faults),
    play: (next) => {
      faultOf = next;
      hit = new Set();
    },
    refuse: (next) => {
      refusal = next && {...next, seen: 0};
    },
    echoes,
    calls,
    written,
    close: async () => void (await Promise.all([server.close(), elsewhere.close()])),
  };
}

async function heard(
  message: IncomingMessage,
  written: Written[],
  echoes: Echoes,
): Promise<{provider: string; request: FaultRequest}> {
  let body = '';
  for await (const chunk of message) body += chunk;
  const url = new URL(message.url ?? '/', 'http://server');
  const [, provider = '', ...rest] = url.pathname.split('/');
  const {
    authorization = '',
    'apca-api-key-id': id = '',
    'apca-api-secret-key': key = '',
    'x-finnhub-token': token = '',
  } = message.headers;
  echoes.hear(
    [authorization.replace(/^Bearer /, ''), `${id}`, `${key}`, `${token}`].filter((value) => value.length > 5),
  );
  written.push({
    place: `the line and body of a request to ${provider}`,
    bytes: `${message.method} ${message.url} ${body}`,
  });
  written.push({place: `headers to ${provider}`, bytes: message.rawHeaders.join('\n')});
  const request = {
    method: message.method ?? 'GET',
    path: `/${rest.join('/')}`,
    query: url.searchParams,
    headers: message.headers,
    body,
  };
  return {provider, request};
}

function refuse(response: ServerResponse, echoes: Echoes): void {
  response.writeHead(401, {'content-type': 'application/json', 'www-authenticate': echoes.plain()});
  response.end(JSON.stringify({message: `Unknown key ${echoes.all()}`}));
}

/** One kind for all symbols and days. */
function kindOf(path: string): string {
  return path.replace(/^(\/v3\/reference\/tickers)\/.*/, '$1/SYMBOL').replace(/\d{4}-\d\d-\d\d.*/, 'DAY');
}

/** Its own headers are where a secret of a provider belongs. */
export function mayTravel({provider, allowed = [], ...canary}: Canary): Canary {
  return provider === undefined
    ? {...canary, allowed}
    : {...canary, provider, allowed: [...allowed, new RegExp(`^headers to ${provider}$`)]};
}

async function listening(server: Server, host: string) {
  await new Promise<void>((done) => server.listen(0, host, done));
  const {port} = server.address() as AddressInfo; // listening on TCP: never a pipe's name
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return {port, close};
}
