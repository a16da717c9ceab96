import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {after, test} from 'node:test';
import finnhub from '../../providers/finnhub.ts';
import type {Listing} from '../../source/provider/contract.ts';
import {hasDearPrices} from '../../source/provider/contract.ts';
import {type Behaviour, json, type Routes, redirect, startFaultServer, status} from '../helpers/fault-server.ts';
import {situation, type Wired, wired} from '../helpers/wired.ts';

const server = await startFaultServer({});
after(() => server.close());

const apiKey = randomBytes(10).toString('hex');
const [list, quote, profile] = ['/api/v1/stock/symbol', '/api/v1/quote', '/api/v1/stock/profile2'];
/** Four in the afternoon of Monday in New York, of the Friday before, and noon of Tuesday. */
const [monday, friday, tuesday] = [1772485200, 1772226000, 1772557200];

function open(routes: Routes, shelf: Map<string, unknown> = new Map()): Wired {
  server.requests.length = 0;
  server.setRoutes(routes);
  return wired(finnhub, {
    settings: {baseUrl: server.url},
    credentials: () => ({apiKey}),
    kept: {load: async (_id, key) => shelf.get(key), save: async (_id, key, value) => void shelf.set(key, value)},
  });
}

async function listed(line: Wired): Promise<readonly Listing[] | undefined> {
  return line.connection.listSymbols?.({need: 'full'}, situation());
}

async function price(answer: Behaviour | readonly Behaviour[], symbol = 'AAPL') {
  return (await open({[quote]: answer}).connection.prices?.fetch([symbol], situation()))?.get(symbol);
}

async function facts(answer: Behaviour, symbol = 'AAPL') {
  return (await open({[profile]: answer}).connection.metadata?.fetch([symbol], situation()))?.get(symbol);
}

function row(symbol: string, mic: string, type = 'Common Stock'): object {
  const figis = {figi: 'BBG000BFV339', isin: null, shareClassFIGI: 'BBG001S6XGN6', symbol2: ''};
  return {currency: 'USD', description: `${symbol} INC`, displaySymbol: symbol, ...figis, mic, symbol, type};
}

function close(c: unknown, t: unknown, pc: unknown = 250): Behaviour {
  return json({c, d: 1.5, dp: 0.6, h: 262, l: 258, o: 259, pc, t});
}

test('listed symbols are those of our exchanges; what trades over the counter never enters', async () => {
  const rows = [
    row('NSYS', 'XNAS'),
    row('BRK.B', 'XNYS'),
    row('SPY', 'ARCX', 'ETP'),
    row('TCEHY', 'OOTC', 'ADR'),
    row('LOST', ''),
    row('CBOE', 'BATS', ''),
  ];

  assert.deepEqual(await listed(open({[list]: json(rows)})), [
    {symbol: 'NSYS', exchange: 'NASDAQ', name: 'NSYS INC', instrument: 'common'},
    {symbol: 'BRK.B', exchange: 'NYSE', name: 'BRK.B INC', instrument: 'common'},
    {symbol: 'SPY', exchange: 'ARCA', name: 'SPY INC', etf: true},
    {symbol: 'CBOE', exchange: 'BATS', name: 'CBOE INC'},
  ]);
  assert.equal(server.requests[0]?.query.get('exchange'), 'US');
});

test('each of its types is one of ours, and a type that we do not know is left to the name', async () => {
  const types = [
    'Common Stock',
    'REIT',
    'ADR',
    'Preference',
    'Unit',
    'Equity WRT',
    'Right',
    'Closed-End Fund',
    'PUBLIC',
  ];

  const found = await listed(open({[list]: json(types.map((type) => row('A', 'XNYS', type)))}));

  assert.deepEqual(
    found?.map(({instrument}) => instrument),
    ['common', 'common', 'adr', 'preferred', 'unit', 'warrant', 'right', 'fund', undefined],
  );
});

test('the list is asked once a build, also after a restart', async () => {
  const shelf = new Map<string, unknown>();
  const first = await listed(open({[list]: json([row('A', 'XNYS')])}, shelf));

  assert.deepEqual(await listed(open({[list]: status(500)}, shelf)), first);
  assert.equal(server.requests.length, 0);
});

test('the list may be a static file of another host of theirs, which does not get the key', async () => {
  const line = open({
    [list]: redirect('https://static2.finnhub.io/file/us.json?signed=1'),
    '/file/us.json': json([row('A', 'XNYS')]),
  });

  assert.equal((await listed(line))?.length, 1);
  assert.deepEqual(
    server.requests.map(({headers}) => headers['x-finnhub-token']),
    [apiKey, undefined],
  );
});

test('a list on a host that is not theirs is a clear failure', async () => {
  await assert.rejects(listed(open({[list]: redirect('https://files.example/us.json')})), {
    reason: 'malformed',
    message: 'Finnhub redirected to another host, which is not followed.',
  });
});

test('a list without our exchanges, or of another kind, is a failure', async () => {
  await assert.rejects(listed(open({[list]: json([])})), {reason: 'malformed', message: /without a symbol/});
  await assert.rejects(listed(open({[list]: json([row('A', 'OOTC')])})), {reason: 'malformed'});
  await assert.rejects(listed(open({[list]: json([row('A', 'XNYS'), {ticker: 'B'}])})), {
    reason: 'malformed',
    message: 'Finnhub sent 1 rows of 2 that do not parse.',
  });
});

test('a close carries the New York day of its time', async () => {
  assert.deepEqual(await price(close(260.5, monday)), {lastClose: 260.5, session: '2026-03-02'});
  assert.deepEqual(await price(close(260.5, friday)), {lastClose: 260.5, session: '2026-02-27'});
});

test('during the next session the close asked for is the previous one', async () => {
  assert.deepEqual(await price(close(270, tuesday, 260.5)), {lastClose: 260.5, session: '2026-03-02'});
});

const priceless: readonly (readonly [string, Behaviour])[] = [
  ['an unknown symbol, all zeros with 200', json({c: 0, d: null, dp: null, h: 0, l: 0, o: 0, pc: 0, t: 0})],
  ['a close of zero', close(0, monday)],
  ['a close of null', close(null, monday)],
  ['a close without a time', close(260.5, 0)],
  ['a next session without a previous close', close(270, tuesday, 0)],
];

for (const [what, answer] of priceless) {
  test(`${what} is unknown, never a price`, async () => {
    assert.equal(await price(answer), undefined);
  });
}

test('symbols are asked one a call, in its own spelling, with the key in a header alone', async () => {
  await price(close(25, monday), 'BACpB');

  assert.deepEqual(
    server.requests.map(({query, headers}) => [`${query}`, headers['x-finnhub-token']]),
    [['symbol=BAC.PRB', apiKey]],
  );
});

const apple = {
  ...{country: 'US', currency: 'USD', exchange: 'NASDAQ NMS - GLOBAL MARKET', finnhubIndustry: 'Technology'},
  ...{
    ipo: '1980-12-12',
    marketCapitalization: 3672046.7368,
    name: 'Apple Inc',
    shareOutstanding: 14697.9,
    ticker: 'AAPL',
  },
};

test('caps come in millions and leave as dollars', async () => {
  assert.deepEqual(await facts(json(apple)), {
    name: 'Apple Inc',
    marketCap: 3_672_046_736_800,
    industry: 'Technology',
    country: 'US',
  });
});

test('a cap of zero, of another currency or of none is unknown', async () => {
  const known = {name: 'Apple Inc', industry: 'Technology', country: 'US'};
  const {currency: _dollars, ...unsaid} = apple;

  assert.deepEqual(await facts(json({...apple, marketCapitalization: 0})), known);
  assert.deepEqual(await facts(json({...apple, currency: 'CNY'})), known);
  assert.deepEqual(await facts(json(unsaid)), known);
});

test('an empty profile is an unknown symbol, and blanks are unknown', async () => {
  assert.equal(await facts(json({})), undefined);
  assert.deepEqual(await facts(json({ticker: 'A', name: ' ', finnhubIndustry: 'N/A', country: null})), {});
});

const trouble: readonly (readonly [string, Behaviour, string])[] = [
  ['an invalid key', json({error: 'Invalid API key.'}, 401), 'refused'],
  ['a key that is not there', json({error: 'Please use an API key.'}, 401), 'refused'],
  ['a plan without it', json({error: "You don't have access to this resource."}, 403), 'exhausted'],
  ['a 403 of another kind', status(403), 'refused'],
  ['an error inside a 200', json({error: 'no'}), 'malformed'],
  ['a close in words', close('260.5', monday), 'malformed'],
];

for (const [what, answer, reason] of trouble) {
  test(`${what} is ${reason}, and says nothing of the key`, async () => {
    await assert.rejects(price(answer), (thrown: Error & {reason?: string}) => {
      assert.equal(thrown.reason, reason);
      assert.doesNotMatch(`${thrown.stack} ${JSON.stringify(thrown)}`, new RegExp(apiKey));
      return true;
    });
  });
}

test('a limit that is reached waits for the next minute', async () => {
  const limit = json({error: 'API limit reached. Please try again later. Remaining Limit: 0'}, 429);
  const line = open({[quote]: [limit, close(260.5, monday)]});

  assert.equal((await line.connection.prices?.fetch(['AAPL'], situation()))?.size, 1);
  assert.deepEqual(line.clock.slept, [60_000]);
});

test('sixty-one calls take more than a minute', async () => {
  const line = open({[quote]: close(260.5, monday)});

  const symbols = Array.from({length: 61}, (_, at) => `A${at}`);
  for (const symbol of symbols) await line.connection.prices?.fetch([symbol], situation());

  assert.ok(line.clock.monotonic() >= 60_000);
  assert.equal(line.ledger.charges.length, 61);
});

test('the check asks one quote, and only a key that is not taken is refused', async () => {
  await open({[quote]: close(260.5, monday)}).connection.check?.(situation());
  assert.deepEqual(
    server.requests.map(({path, query}) => `${path}?${query}`),
    ['/api/v1/quote?symbol=AAPL'],
  );

  const refused = open({'*': json({error: 'Invalid API key.'}, 401)});
  await assert.rejects(async () => refused.connection.check?.(situation()), {reason: 'refused'});
});

test('without a key nothing is asked', async () => {
  server.requests.length = 0;
  const {connection} = wired(finnhub, {settings: {baseUrl: server.url}});

  await assert.rejects(async () => connection.check?.(situation()), {reason: 'refused', message: /has no API key/});
  assert.equal(server.requests.length, 0);
});

test('a key has sixteen characters or more, and none that a header cannot carry', () => {
  const takes = (key: string): boolean => finnhub.credentials?.safeParse({apiKey: key}).success ?? false;

  assert.equal(takes(apiKey), true);
  const wrong = ['', 'short', ` ${apiKey}`, `${apiKey}\n`, `${apiKey}\r\nx: y`, `${apiKey}\u0000`, `${apiKey}é`];
  assert.deepEqual(
    wrong.map(takes),
    wrong.map(() => false),
  );
});

test('it is too limited to price a whole market', () => {
  assert.equal(hasDearPrices(finnhub), true);
});
