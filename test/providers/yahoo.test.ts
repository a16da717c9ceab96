import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import yahoo from '../../providers/yahoo.ts';
import type {Metadata} from '../../source/provider/contract.ts';
import {type Behaviour, json, type Routes, reply, startFaultServer, status} from '../helpers/fault-server.ts';
import {situation, type Wired, wired} from '../helpers/wired.ts';

const server = await startFaultServer({});
after(() => server.close());

const spark = '/v7/finance/spark';
/** 09:30 in New York of Friday 27, Monday 2 and Tuesday 3; and 16:00:01 of Monday. */
const [friday, monday, tuesday, close] = [1772202600, 1772461800, 1772548200, 1772485201];

function open(routes: Routes): Wired {
  server.requests.length = 0;
  server.setRoutes(routes);
  return wired(yahoo, {settings: {baseUrl: server.url}});
}

async function prices(routes: Routes, symbols: readonly string[] = ['MSFT']) {
  const found = await open(routes).connection.prices?.fetch(symbols, situation());
  return Object.fromEntries([...(found ?? [])].map(([symbol, {lastClose, session}]) => [symbol, [lastClose, session]]));
}

type Bars = {
  readonly timestamp?: readonly number[];
  readonly close?: readonly (number | string | null)[];
  readonly meta?: object;
};

function nested(symbol: string, {timestamp, close: closes, meta = {currency: 'USD'}}: Bars): unknown {
  const quote = [closes === undefined ? {} : {close: closes}];
  return {symbol, response: [{meta, ...(timestamp && {timestamp}), indicators: {quote}}]};
}

function v7(...result: readonly unknown[]): Behaviour {
  return json({spark: {result, error: null}});
}

test('the close is the bar of the session asked for, by New York date, also after the next one began', async () => {
  const found = await prices({
    [spark]: v7(nested('MSFT', {timestamp: [friday, monday, tuesday], close: [1, 389.1, 3]})),
  });

  assert.deepEqual(found, {MSFT: [389.1, '2026-03-02']});
});

test('a flat v8 body is read as well', async () => {
  const flat = {
    MSFT: {symbol: 'MSFT', timestamp: [friday, monday], close: [1, 2], previousClose: null, dataGranularity: 300},
  };

  assert.deepEqual(await prices({[spark]: json(flat)}), {MSFT: [2, '2026-03-02']});
});

test('where the bar is missing, meta of the same session stands for it', async () => {
  const meta = {currency: 'USD', regularMarketTime: close, regularMarketPrice: 7.5};

  const found = await prices({[spark]: v7(nested('MSFT', {timestamp: [friday, monday], close: [1, null], meta}))});

  assert.deepEqual(found, {MSFT: [7.5, '2026-03-02']});
});

test('an older close keeps its own date', async () => {
  const meta = {currency: null, regularMarketTime: friday, regularMarketPrice: 7.5};

  const found = await prices({[spark]: v7(nested('MSFT', {timestamp: [friday], close: [6], meta}))});

  assert.deepEqual(found, {MSFT: [6, '2026-02-27']});
});

test('zero, null, words, another currency and no bars at all are unknown', async () => {
  const routes = {
    [spark]: v7(
      nested('A', {timestamp: [monday], close: [0]}),
      nested('B', {timestamp: [monday], close: [null]}),
      nested('C', {timestamp: [monday], close: ['NaN']}),
      nested('D', {timestamp: [monday], close: [5], meta: {currency: 'CAD'}}),
      nested('E', {}),
      nested('STRANGER', {timestamp: [monday], close: [5]}),
    ),
  };

  assert.deepEqual(await prices(routes, ['A', 'B', 'C', 'D', 'E']), {});
});

test('symbols are asked in its own spelling and answered in ours', async () => {
  const found = await prices({[spark]: v7(nested('BAC-PB', {timestamp: [monday], close: [25]}))}, ['BACpB', 'BRK.B']);

  assert.equal(server.requests[0]?.query.get('symbols'), 'BAC-PB,BRK-B');
  assert.deepEqual(found, {BACpB: [25, '2026-03-02']});
});

const trouble: readonly (readonly [string, Behaviour, string])[] = [
  ['a 404 that is not its JSON', status(404), 'exhausted'],
  [
    'a result of null that blames us',
    json({spark: {result: null, error: {code: 'Too Many Requests', description: 'x'}}}),
    'exhausted',
  ],
  [
    'a result of null that blames itself',
    json({spark: {result: null, error: {code: 'internal-error', description: 'x'}}}),
    'unreachable',
  ],
  [
    'more than twenty symbols',
    json({spark: {result: null, error: {code: 'Bad Request', description: 'x'}}}, 400),
    'malformed',
  ],
  ['another schema', json({finance: []}), 'malformed'],
];

for (const [what, behaviour, reason] of trouble) {
  test(`${what} is ${reason}, never an empty answer`, async () => {
    await assert.rejects(prices({[spark]: behaviour}), {reason});
  });
}

test('all unknown is an answer', async () => {
  const none = {spark: {result: null, error: {code: 'Not Found', description: 'No data found for spark symbols'}}};

  assert.deepEqual(await prices({[spark]: json(none)}), {});
  assert.deepEqual(await prices({[spark]: json(none, 404)}), {});
  assert.deepEqual(await prices({[spark]: json({})}), {});
});

const apple = {
  symbol: 'AAPL',
  quoteType: 'EQUITY',
  currency: 'USD',
  marketCap: 3674405863424,
  longName: 'Apple Inc.',
  regularMarketTime: close,
  regularMarketVolume: 40896227,
};
const quotes = json({
  quoteResponse: {
    result: [
      apple,
      {symbol: 'BRKS', quoteType: 'NONE', marketCap: 5},
      {
        symbol: 'SPY',
        quoteType: 'ETF',
        currency: 'USD',
        netAssets: 6e11,
        regularMarketTime: friday,
        regularMarketVolume: 9,
      },
      {symbol: 'SHOP', quoteType: 'EQUITY', currency: 'CAD', marketCap: 1e11, shortName: 'Shopify'},
      {symbol: 'SPAC', quoteType: 'EQUITY', currency: 'USD', marketCap: 0},
      {unreadable: true},
    ],
    error: null,
  },
});
const unauthorized = json({finance: {result: null, error: {code: 'Unauthorized', description: 'Invalid Crumb'}}}, 401);

function withCrumb(
  quote: Behaviour | readonly Behaviour[],
  crumb: Behaviour | readonly Behaviour[] = reply({body: 'haT3/oykhHqZ'}),
): Routes {
  const cookie = reply({
    status: 404,
    headers: {'set-cookie': ['A1=one; Path=/', 'A3=three; Secure']},
    body: '<html></html>',
  });
  return {'/': cookie, '/v1/test/getcrumb': crumb, '/v7/finance/quote': quote};
}

async function facts(line: Wired): Promise<Readonly<Record<string, Metadata>>> {
  return Object.fromEntries(
    (await line.connection.metadata?.fetch(['AAPL', 'BRKS', 'SPY', 'SHOP', 'SPAC'], situation())) ?? [],
  );
}

test('caps are dollars; zero, another currency and unknown types are unknown; a fund has its net assets', async () => {
  assert.deepEqual(await facts(open(withCrumb(quotes))), {
    AAPL: {name: 'Apple Inc.', marketCap: 3674405863424, volume: 40896227},
    SPY: {instrument: 'etf', marketCap: 6e11},
    SHOP: {name: 'Shopify'},
    SPAC: {},
  });
});

test('the crumb costs two calls a build, and is sent with its cookies', async () => {
  const line = open(withCrumb(quotes));

  await facts(line);
  await facts(line);

  assert.deepEqual(
    server.requests.map(({path}) => path),
    ['/', '/v1/test/getcrumb', '/v7/finance/quote', '/v7/finance/quote'],
  );
  assert.equal(server.requests[2]?.query.get('crumb'), 'haT3/oykhHqZ');
  assert.equal(server.requests[2]?.headers.cookie, 'A1=one; A3=three');
});

test('a crumb that is no longer accepted is renewed once, for every later batch too', async () => {
  const line = open(withCrumb([unauthorized, quotes], [reply({body: 'oldcrumb'}), reply({body: 'newcrumb'})]));

  assert.equal((await facts(line)).AAPL?.marketCap, 3674405863424);
  await facts(line);

  const asked = server.requests.filter(({path}) => path === '/v7/finance/quote').map(({query}) => query.get('crumb'));
  assert.deepEqual(asked, ['oldcrumb', 'newcrumb', 'newcrumb']);
});

test('a second refusal gives up, without blaming anybody’s credentials', async () => {
  await assert.rejects(facts(open(withCrumb(unauthorized))), {reason: 'exhausted', status: 401});
});

const notCrumbs: readonly (readonly [string, Behaviour, string])[] = [
  ['Too Many Requests with 200', reply({body: 'Too Many Requests\r\n'}), 'exhausted'],
  ['Edge: Too Many Requests with 429', reply({status: 429, body: 'Edge: Too Many Requests'}), 'exhausted'],
  ['a page', reply({body: '<html>consent</html>'}), 'malformed'],
  ['nothing', reply({}), 'malformed'],
  ['a consent redirect', reply({status: 307, headers: {location: 'https://guce.yahoo.com/consent'}}), 'malformed'],
];

for (const [what, behaviour, reason] of notCrumbs) {
  test(`${what} is never used as a crumb`, async () => {
    await assert.rejects(facts(open(withCrumb(quotes, behaviour))), {reason});

    assert.equal(
      server.requests.some(({path}) => path === '/v7/finance/quote'),
      false,
    );
  });
}
