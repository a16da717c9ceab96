import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import nasdaq from '../../providers/nasdaq.ts';
import {type Behaviour, json, startFaultServer, status} from '../helpers/fault-server.ts';
import {situation, type Wired, wired} from '../helpers/wired.ts';

const server = await startFaultServer({});
after(() => server.close());

const fine = {message: null, status: {rCode: 200, bCodeMessage: null, developerMessage: null}};

type Fields = Readonly<Record<string, unknown>>;

function stock(symbol: string, lastsale: unknown, more: Fields = {}): Fields {
  const facts = {netchange: '0.64', pctchange: '0.5%', volume: '4713', marketCap: '', country: '', ipoyear: ''};
  return {symbol, name: `${symbol.trim()} Inc. `, lastsale, ...facts, industry: '', sector: '', url: '/x', ...more};
}

const apple = stock('AAPL', '$1,250.12', {
  netchange: '-5.64',
  marketCap: '3672046736800.00',
  country: 'United States',
  sector: 'Technology',
  industry: 'Computer Manufacturing',
});
const stocks = [apple, stock('BRK/B', '$734838.939999999944'), stock('ECC           ', '$0.42', {marketCap: '0.00'})];
const funds = [
  {
    symbol: 'SPY',
    companyName: 'SPDR',
    lastSalePrice: '$600.50',
    netChange: '+0.50',
    oneYearPercentage: '',
    deltaIndicator: 'up',
  },
];

type Screens = {readonly stocks?: readonly unknown[]; readonly asof?: string | null; readonly dataAsOf?: string | null};

function screener(screens: Screens): Behaviour {
  const {stocks: rows = stocks, asof = 'Last price as of Mar 2, 2026'} = screens;
  const table = {filters: null, table: {asOf: null, headers: {}, rows: []}, totalrecords: 3, asof};
  return ({query}, ...rest) =>
    json({data: query.has('download') ? {asOf: null, headers: {}, rows} : table, ...fine})({} as never, ...rest);
}

function open(screens: Screens = {}, routes: Readonly<Record<string, Behaviour>> = {}): Wired {
  server.requests.length = 0;
  const {dataAsOf = '3/2/2026 8:00:00 PM'} = screens;
  server.setRoutes({
    '/api/screener/stocks': screener(screens),
    '/api/screener/etf': json({data: {dataAsOf, data: {headers: {}, rows: funds}}, ...fine}),
    ...routes,
  });
  return wired(nasdaq, {settings: {baseUrl: server.url}});
}

async function prices(line: Wired, at = situation()) {
  const found = await line.connection.prices?.fetch([], at);
  return Object.fromEntries([...(found ?? [])].map(([symbol, {lastClose, session}]) => [symbol, [lastClose, session]]));
}

test('list, prices and metadata of the whole market cost three calls in a build', async () => {
  const {connection} = open();

  const listed = await connection.listSymbols?.({need: 'provenance'}, situation());
  const priced = await connection.prices?.fetch([], situation());
  const facts = await connection.metadata?.fetch([], situation());

  assert.equal(server.requests.length, 3);
  assert.deepEqual(listed?.[1], {symbol: 'BRK.B', name: 'BRK/B Inc.'});
  assert.deepEqual([...(priced?.keys() ?? [])], ['SPY', 'AAPL', 'BRK.B', 'ECC']);
  assert.deepEqual(facts?.get('AAPL'), {
    name: 'AAPL Inc.',
    marketCap: 3_672_046_736_800,
    volume: 4713,
    sector: 'Technology',
    industry: 'Computer Manufacturing',
    country: 'United States',
  });
  assert.deepEqual(facts?.get('ECC'), {name: 'ECC Inc.', volume: 4713});
});

test('a new build asks again', async () => {
  const line = open();

  await prices(line);
  line.connection.forget();
  await prices(line);

  assert.equal(server.requests.length, 6);
});

test('closes carry the session that the screener names, without commas or float noise', async () => {
  assert.deepEqual(await prices(open()), {
    SPY: [600.5, '2026-03-02'],
    AAPL: [1250.12, '2026-03-02'],
    'BRK.B': [734838.94, '2026-03-02'],
    ECC: [0.42, '2026-03-02'],
  });
});

test('a body of the next session gives the close asked for by its change, and no volume', async () => {
  const line = open({
    asof: 'Last price as of Mar 3, 2026',
    dataAsOf: '3/3/2026 10:00:00 AM',
    stocks: [apple, stock('F', '$9', {netchange: ''})],
  });

  const found = await line.connection.prices?.fetch([], situation());

  assert.deepEqual(found?.get('AAPL')?.lastClose, 1255.76);
  assert.equal(found?.get('AAPL')?.session, '2026-03-02');
  assert.equal(found?.get('AAPL')?.metadata?.volume, undefined);
  assert.equal(found?.has('F'), false);
  assert.equal(found?.get('SPY')?.lastClose, 600);
});

test('a body of an older day says so', async () => {
  const found = await prices(open({asof: 'Last price as of February 27, 2026', dataAsOf: null}));

  assert.deepEqual(found.AAPL, [1250.12, '2026-02-27']);
});

test('each body is dated by its own date alone, and without any nothing is guessed', async () => {
  const undated = await prices(open({asof: null}));

  assert.equal(undated.AAPL, undefined);
  assert.deepEqual(undated.SPY, [600.5, '2026-03-02']);
  await assert.rejects(prices(open({asof: 'soon', dataAsOf: null})), {reason: 'malformed', message: /of which day/});
});

test('a fund list that fails costs the funds alone, and is said', async () => {
  const line = open({}, {'/api/screener/etf': status(500)});

  const found = await prices(line);

  assert.deepEqual(Object.keys(found), ['AAPL', 'BRK.B', 'ECC']);
  assert.deepEqual(line.reports.at(-1), {
    type: 'partial',
    provider: 'nasdaq',
    reason: 'unreachable',
    status: 500,
    attempts: 3,
    sentence: 'Nasdaq screener is in trouble (status 500).',
  });
});

test('exchanges come from three calls where the official list is missing', async () => {
  const line = open();

  const listed = await line.connection.listSymbols?.({need: 'full'}, situation());

  assert.deepEqual(
    server.requests.map(({query}) => query.get('exchange')),
    ['NASDAQ', 'NYSE', 'AMEX'],
  );
  assert.deepEqual(listed?.[0], {symbol: 'AAPL', exchange: 'NASDAQ', name: 'AAPL Inc.'});
  assert.equal(listed?.length, 9);
});

test('no price is read into zero, blank or words, and a negative one is passed on as it was said', async () => {
  const odd = [
    apple,
    apple,
    stock('ZERO', '$0.00'),
    stock('NONE', ''),
    stock('WORD', 'N/A'),
    stock('MINUS', '$-12.50'),
  ];

  const found = await prices(open({stocks: odd}));

  assert.deepEqual(found, {SPY: [600.5, '2026-03-02'], AAPL: [1250.12, '2026-03-02'], MINUS: [-12.5, '2026-03-02']});
});

test('two rows that disagree about a symbol say nothing about it', async () => {
  const found = await prices(open({stocks: [apple, stock('AAPL', '$0.01'), stock('F', '$9')]}));

  assert.deepEqual(Object.keys(found), ['SPY', 'F']);
});

test('bad rows are dropped up to a fifth of the page, above that the page is', async () => {
  const good = Array.from({length: 8}, (_, at) => stock(`GO${at}`, '$9'));

  const found = await prices(open({stocks: [...good, stock('', '$1'), stock('F', 9)]}));

  assert.equal(Object.keys(found).length, 9);
  await assert.rejects(prices(open({stocks: [...good, stock('A', 'NaN'), stock('B', 9), null]})), {
    reason: 'malformed',
    message: 'Nasdaq screener sent 3 rows of 11 that do not parse.',
  });
});

const inner: readonly (readonly [number, string])[] = [
  [400, 'malformed'],
  [500, 'unreachable'],
  [429, 'exhausted'],
];

for (const [rCode, reason] of inner) {
  test(`rCode ${rCode} inside a 200 is ${reason}`, async () => {
    const body = {data: null, message: null, status: {rCode, bCodeMessage: [{code: 1001, errorMessage: 'no'}]}};

    await assert.rejects(prices(open({}, {'/api/screener/stocks': json(body)})), {reason});
  });
}

test('an empty list and a 200 without data are failures', async () => {
  await assert.rejects(prices(open({stocks: []})), {reason: 'malformed', message: /without rows/});
  await assert.rejects(prices(open({}, {'/api/screener/stocks': json({data: null, ...fine})})), {reason: 'malformed'});
});

test('it asks as a browser does', async () => {
  await prices(open());

  const headers = server.requests[0]?.headers;
  assert.match(headers?.['user-agent'] ?? '', /^Mozilla\//);
  assert.equal(headers?.accept, 'application/json, text/plain, */*');
  assert.equal(headers?.['accept-language'], 'en-US,en;q=0.9');
});
