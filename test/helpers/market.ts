import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {type DerivedMarket, deriveMarket} from './derived-market.ts';
import {withHandWrittenRows} from './hand-written-rows.ts';
import {type Fault, faultLine, send, sendBent} from './market-fault.ts';
import {answerDirectory, answerScreener, refusesClient} from './market-nasdaq.ts';
import {type Night, readNight} from './market-night.ts';
import {answerYahoo} from './market-yahoo.ts';

export type MarketProvider = 'nasdaqtrader' | 'nasdaq' | 'yahoo';

/** What a request is for, so that a bound can be counted term by term. */
export type RequestKind =
  | 'list'
  | 'stocks'
  | 'session'
  | 'etf'
  | 'spark'
  | 'chart'
  | 'cookie'
  | 'crumb'
  | 'quote'
  | 'other';

export type MarketRequest = {
  readonly provider: MarketProvider;
  readonly kind: RequestKind;
  readonly method: string;
  /** The provider's own path, without its query. */
  readonly path: string;
  readonly query: string;
  /** Symbols named in the query, as the provider spells them. */
  readonly symbols: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Milliseconds since the market opened. */
  readonly at: number;
};

export type Reply = {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Market = {
  readonly baseUrls: Readonly<Record<MarketProvider, string>>;
  /** Every request so far, faulty answers included; empty it with `requests.length = 0`. */
  readonly requests: MarketRequest[];
  /** The night being served, hand-written rows and derived answers included. */
  readonly night: () => Night & DerivedMarket;
  readonly setNight: (folder: string | Night) => Promise<void>;
  /** Bends answers until the returned function is called. */
  readonly behave: (fault: Fault) => () => void;
  readonly close: () => Promise<void>;
};

/** What a market opens with: a folder, or a night made in the test itself. */
export type MarketStart = ({readonly folder: string} | {readonly night: Night}) & {
  /** Milliseconds before every answer; none unless said. */
  readonly latencyMs?: number;
};

/** A market on loopback that speaks its providers' own wire formats. */
export async function startMarket(start: MarketStart): Promise<Market> {
  let night = await load('folder' in start ? start.folder : start.night);
  const requests: MarketRequest[] = [];
  const faults = faultLine();
  const opened = performance.now();
  const server = createServer((message, response) => {
    const request = read(message, performance.now() - opened);
    requests.push(request);
    const fault = faults.next(request);
    const reply = answer(request, night);
    setTimeout(() => respond({fault, reply}, {message, response}), start.latencyMs ?? 0);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const {port} = server.address() as AddressInfo; // listening on TCP: never a pipe's name
  const at = (provider: MarketProvider) => `http://127.0.0.1:${port}/${provider}`;
  return {
    baseUrls: {nasdaqtrader: at('nasdaqtrader'), nasdaq: at('nasdaq'), yahoo: at('yahoo')},
    requests,
    night: () => night,
    setNight: async (next) => {
      night = await load(next);
    },
    behave: faults.add,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function load(source: string | Night): Promise<Night & DerivedMarket> {
  const night = withHandWrittenRows(typeof source === 'string' ? await readNight(source) : source);
  return {...night, ...deriveMarket(night)};
}

type Exchange = {readonly message: IncomingMessage; readonly response: ServerResponse};

function respond({fault, reply}: {fault: Fault | undefined; reply: Reply}, exchange: Exchange): void {
  if (fault) sendBent(fault.answer, reply, exchange);
  else send(reply, exchange.response);
}

function read(message: IncomingMessage, at: number): MarketRequest {
  const url = new URL(message.url ?? '/', 'http://market');
  const [, provider = '', ...rest] = url.pathname.split('/');
  const path = `/${rest.join('/')}`;
  const symbols = (url.searchParams.get('symbols') ?? '').split(',').filter((symbol) => symbol !== '');
  return {
    provider: provider as MarketProvider, // an unknown one is answered with 404 below
    kind: kindOf(path, url.searchParams),
    method: message.method ?? 'GET',
    path,
    query: url.search.slice(1),
    symbols,
    headers: message.headers,
    at,
  };
}

function kindOf(path: string, query: URLSearchParams): RequestKind {
  if (path.startsWith('/dynamic/SymDir/')) return 'list';
  if (path === '/api/screener/stocks') return query.get('download') === 'true' ? 'stocks' : 'session';
  if (path === '/api/screener/etf') return 'etf';
  if (path.endsWith('/finance/spark')) return 'spark';
  if (path.startsWith('/v8/finance/chart/')) return 'chart';
  if (path === '/v1/test/getcrumb') return 'crumb';
  if (path === '/v7/finance/quote') return 'quote';
  return path === '/' ? 'cookie' : 'other';
}

function answer(request: MarketRequest, night: Night & DerivedMarket): Reply {
  const {provider, path, headers} = request;
  const query = new URLSearchParams(request.query);
  switch (provider) {
    case 'nasdaqtrader':
      return answerDirectory(path, night);
    case 'nasdaq':
      if (refusesClient(headers)) return {status: 403, type: 'text/html', body: '<html>Access Denied</html>'};
      return answerScreener(path, query, night);
    case 'yahoo':
      return answerYahoo({path, query, cookie: `${headers.cookie ?? ''}`, session: night.session}, night);
  }
  return {status: 404, type: 'text/plain', body: `No provider ${provider} here.`};
}
