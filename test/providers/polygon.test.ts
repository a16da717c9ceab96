import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {after, test} from 'node:test';
import polygon from '../../providers/polygon.ts';
import {hasDearPrices} from '../../source/provider/contract.ts';
import {type Behaviour, json, type Routes, redirect, reply, startFaultServer, status} from '../helpers/fault-server.ts';
import {situation, type Wired, wired} from '../helpers/wired.ts';

const server = await startFaultServer({});
after(() => server.close());

const apiKey = randomBytes(16).toString('hex');
const list = '/v3/reference/tickers';
const grouped = (day: string): string => `/v2/aggs/grouped/locale/us/market/stocks/${day}`;
const monday = grouped('2026-03-02');
/** Four in the afternoon of Monday in New York, and of the Friday before. */
const [close, earlierClose] = [1772485200000, 1772226000000];

type Shelf = Map<string, unknown>;

function open(routes: Routes, shelf: Shelf = new Map()): Wired {
  server.requests.length = 0;
  server.setRoutes(routes);
  return wired(polygon, {
    settings: {baseUrl: server.url},
    credentials: () => ({apiKey}),
    kept: {load: async (_id, key) => shelf.get(key), save: async (_id, key, value) => void shelf.set(key, value)},
  });
}

function ticker(symbol: string, type?: string, mic = 'XNYS'): object {
  return {ticker: symbol, name: `${symbol} Inc.`, market: 'stocks', locale: 'us', primary_exchange: mic, type};
}

function page(results: readonly unknown[], next_url?: string): Behaviour {
  return json({results, status: 'OK', request_id: 'r', count: results.length, ...(next_url && {next_url})});
}

function bar(symbol: string, close: unknown, at: unknown = 1772485200000): object {
  return {T: symbol, v: 16647.25, o: 1, c: close, h: 1, l: 1, t: at};
}

function day(...results: readonly unknown[]): Behaviour {
  const count = results.length;
  return json({queryCount: count, resultsCount: count, adjusted: false, results, status: 'OK', count});
}

const closed = json({queryCount: 0, resultsCount: 0, adjusted: false, status: 'OK', request_id: 'x', count: 0});

function noPlan(message: string): Behaviour {
  return json({status: 'NOT_AUTHORIZED', request_id: 'r', message}, 403);
}

const tooEarly = noPlan("Attempted to request today's data before end of day. Please upgrade your plan at https://x");
const tooPoor = noPlan('You are not entitled to this data. Please upgrade your plan at https://massive.com/pricing');

async function prices(line: Wired): Promise<Readonly<Record<string, unknown>>> {
  const found = await line.connection.prices?.fetch(['AAPL'], situation());
  return Object.fromEntries([...(found ?? [])].map(([symbol, {lastClose, session}]) => [symbol, [lastClose, session]]));
}

async function listed(line: Wired) {
  return line.connection.listSymbols?.({need: 'full'}, situation());
}

async function facts(line: Wired, symbol = 'AAPL') {
  return Object.fromEntries((await line.connection.metadata?.fetch([symbol], situation())) ?? []);
}

const paths = (): readonly string[] => server.requests.map(({path}) => path);

test('the list goes from page to page, by a link without the key and with it in a header', async () => {
  const line = open({
    [list]: [
      page([ticker('BRK.B', 'CS')], 'https://api.massive.com/v3/reference/tickers?cursor=two'),
      page([ticker('BACpB', 'PFD')], 'https://api.polygon.io/v3/reference/tickers?cursor=three'),
      page([ticker('AAA', 'ETF', 'ARCX')]),
    ],
  });

  assert.deepEqual(await listed(line), [
    {symbol: 'BRK.B', exchange: 'NYSE', name: 'BRK.B Inc.', instrument: 'common'},
    {symbol: 'BACpB', exchange: 'NYSE', name: 'BACpB Inc.', instrument: 'preferred'},
    {symbol: 'AAA', exchange: 'ARCA', name: 'AAA Inc.', instrument: 'etf'},
  ]);
  assert.deepEqual(
    server.requests.map(({query, headers}) => [`${query}`, headers.authorization]),
    [
      ['market=stocks&active=true&limit=1000&sort=ticker&order=asc', `Bearer ${apiKey}`],
      ['cursor=two', `Bearer ${apiKey}`],
      ['cursor=three', `Bearer ${apiKey}`],
    ],
  );
});

test('pages that were had are not asked again after a restart, and nothing kept holds a key', async () => {
  const shelf: Shelf = new Map();
  const link = `https://api.massive.com/v3/reference/tickers?cursor=two&apiKey=${apiKey}`;

  await assert.rejects(listed(open({[list]: [page([ticker('A', 'CS')], link), status(500)]}, shelf)));
  assert.equal(`${server.requests.at(-1)?.query}`, 'cursor=two');
  const found = await listed(open({[list]: page([ticker('B', 'CS')])}, shelf));

  assert.deepEqual(
    found?.map(({symbol}) => symbol),
    ['A', 'B'],
  );
  assert.equal(server.requests.length, 1);
  assert.doesNotMatch(JSON.stringify([...shelf]), new RegExp(apiKey));
});

const links = [
  'https://evil.example/v3/reference/tickers?cursor=two',
  'https://api.massive.com.evil.example/v3/reference/tickers?cursor=two',
  'https://api.massive.com@evil.example/v3/reference/tickers?cursor=two',
  'http://api.massive.com/v3/reference/tickers?cursor=two',
  'not a link',
];

for (const link of links) {
  test(`a list that goes on at ${link} is not followed, so that no key goes there`, async () => {
    await assert.rejects(listed(open({[list]: page([ticker('A', 'CS')], link)})), {
      reason: 'malformed',
      message: 'Massive (Polygon) says that its list goes on at another host, which is not followed.',
    });
    assert.equal(server.requests.length, 1);
  });
}

test('a redirect to another host is not followed either', async () => {
  await assert.rejects(listed(open({[list]: redirect('https://evil.example/')})), {reason: 'malformed'});
});

test('a list without end or without rows is a failure', async () => {
  const around = page([ticker('A', 'CS')], 'https://api.massive.com/v3/reference/tickers?cursor=two');

  await assert.rejects(listed(open({[list]: around})), {reason: 'malformed', message: /more than 40 pages/});
  await assert.rejects(listed(open({[list]: page([])})), {reason: 'malformed', message: /without rows/});
});

test('each of its types is one of ours; an unknown type or exchange is left out', async () => {
  const types = 'CS ADRC ETF ETV ETN PFD WARRANT ADRW RIGHT ADRR UNIT FUND SP BOND BASKET LT constructor'.split(' ');

  const found = await listed(
    open({[list]: page([...types.map((type) => ticker('A', type)), ticker('B', '', 'XXXX')])}),
  );

  const kinds = 'common adr etf etf etn preferred warrant warrant right right unit fund note note other other'.split(
    ' ',
  );
  assert.deepEqual(
    found?.map(({instrument}) => instrument),
    [...kinds, undefined, undefined],
  );
  assert.deepEqual(found?.at(-1), {symbol: 'B', name: 'B Inc.'});
});

test('all closes of the session cost one call in a build, by their own date, test symbols among them', async () => {
  const shelf: Shelf = new Map();
  const bars = [bar('AAPL', 260.5, close), bar('BACpB', 13.55), bar('CTEST', 9), bar('OLD', 2, earlierClose)];
  const routes = {[monday]: day(...bars, bar('ZERO', 0))};

  const found = await prices(open(routes, shelf));
  assert.deepEqual(
    server.requests.map(({query}) => `${query}`),
    ['adjusted=false&include_otc=false'],
  );
  const again = await prices(open(routes, shelf));

  assert.deepEqual(found, {
    AAPL: [260.5, '2026-03-02'],
    BACpB: [13.55, '2026-03-02'],
    CTEST: [9, '2026-03-02'],
    OLD: [2, '2026-02-27'],
  });
  assert.deepEqual([again, server.requests.length], [found, 0]);
});

test('before the end of the day the closes are those of the market day before, under their own date', async () => {
  const shelf: Shelf = new Map();
  const routes = {
    [monday]: tooEarly,
    [grouped('2026-02-27')]: closed,
    [grouped('2026-02-26')]: day(bar('AAPL', 2, 1772139600000)),
  };

  assert.deepEqual(await prices(open(routes, shelf)), {AAPL: [2, '2026-02-26']});
  assert.deepEqual(paths(), [monday, grouped('2026-02-27'), grouped('2026-02-26')]);
  assert.deepEqual(await prices(open({[monday]: day(bar('AAPL', 3))}, shelf)), {AAPL: [3, '2026-03-02']});
});

test('a day without closes is no market day, never an empty market', async () => {
  await assert.rejects(prices(open({[monday]: closed})), {
    reason: 'malformed',
    message: 'Massive (Polygon) knows 2026-03-02 as no market day.',
  });
  await assert.rejects(prices(open({[monday]: tooEarly, '*': closed})), {
    reason: 'malformed',
    message: /the week before/,
  });
});

const trouble: readonly (readonly [string, Behaviour, string])[] = [
  ['a plan without these data', tooPoor, 'exhausted'],
  ['a 403 that is about the key', noPlan('Your API key is disabled.'), 'refused'],
  ['a 403 without a word', status(403), 'refused'],
  ['an unknown key', json({status: 'ERROR', request_id: 'x', error: 'Unknown API Key'}, 401), 'refused'],
  ['a 404 of something else', status(404), 'malformed'],
  ['an error inside a 200', json({status: 'ERROR', error: 'no'}), 'malformed'],
  ['fewer rows than it says', json({resultsCount: 2, results: [bar('A', 1)], status: 'OK'}), 'malformed'],
  ['rows of another kind', day(bar('A', '1'), bar('B', null), bar('C', 1, 'today')), 'malformed'],
];

for (const [what, behaviour, reason] of trouble) {
  test(`${what} is ${reason}, and says nothing of the key`, async () => {
    await assert.rejects(prices(open({'*': behaviour})), (thrown: Error & {reason?: string}) => {
      assert.equal(thrown.reason, reason);
      assert.doesNotMatch(`${thrown.stack} ${JSON.stringify(thrown)}`, new RegExp(apiKey));
      return true;
    });
  });
}

test('a 429 without a word waits for the next minute', async () => {
  const line = open({[monday]: [reply({status: 429}), day(bar('AAPL', 2))]});

  assert.deepEqual(await prices(line), {AAPL: [2, '2026-03-02']});
  assert.deepEqual(line.clock.slept, [60_000]);
});

const apple = {
  ...{ticker: 'AAPL', name: 'Apple Inc.', type: 'CS', currency_name: 'usd', market_cap: 2488795282370},
  ...{sic_code: '3571', sic_description: 'ELECTRONIC COMPUTERS', share_class_shares_outstanding: 16319440000},
};

test('caps are dollars of the issuer, one call a symbol in its own spelling', async () => {
  const line = open({'*': json({results: apple, status: 'OK'})});

  assert.deepEqual(await facts(line, 'BACpB'), {
    BACpB: {name: 'Apple Inc.', instrument: 'common', marketCap: 2488795282370, industry: 'ELECTRONIC COMPUTERS'},
  });
  assert.deepEqual(paths(), ['/v3/reference/tickers/BACpB']);
});

test('a cap of zero or of another currency and an unknown symbol are unknown', async () => {
  const answer = (changes: object): Behaviour => json({results: {...apple, ...changes}, status: 'OK'});
  const known = {name: 'Apple Inc.', instrument: 'common', industry: 'ELECTRONIC COMPUTERS'};
  const missing = json({status: 'NOT_FOUND', request_id: 'r', message: 'Ticker not found.'}, 404);

  assert.deepEqual(await facts(open({'*': answer({market_cap: 0})})), {AAPL: known});
  assert.deepEqual(await facts(open({'*': answer({currency_name: 'cad'})})), {AAPL: known});
  assert.deepEqual(await facts(open({'*': missing})), {});
});

test('the check asks the smallest answer, and only a key that is not taken is refused', async () => {
  const open200 = open({'/v1/marketstatus/now': json({market: 'closed', serverTime: '2026-03-02T18:00:00-05:00'})});

  await open200.connection.check?.(situation());
  assert.deepEqual(paths(), ['/v1/marketstatus/now']);
  assert.equal(server.requests[0]?.headers.authorization, `Bearer ${apiKey}`);

  const refused = open({'*': json({status: 'ERROR', error: 'Unknown API Key'}, 401)});
  await assert.rejects(async () => refused.connection.check?.(situation()), {reason: 'refused'});
});

test('without a key nothing is asked', async () => {
  server.requests.length = 0;
  const {connection} = wired(polygon, {settings: {baseUrl: server.url}});

  await assert.rejects(async () => connection.check?.(situation()), {reason: 'refused', message: /has no API key/});
  assert.equal(server.requests.length, 0);
});

test('a key has sixteen characters or more, and none that a header cannot carry', () => {
  const takes = (key: string): boolean => polygon.credentials?.safeParse({apiKey: key}).success ?? false;

  assert.deepEqual([apiKey, 'a'.repeat(16)].map(takes), [true, true]);
  const wrong = ['', 'short', ` ${apiKey}`, `${apiKey}\n`, `${apiKey}\r\nx: y`, `${apiKey}\u0000`, `${apiKey}é`];
  assert.deepEqual(
    wrong.map(takes),
    wrong.map(() => false),
  );
});

test('its closes may price every symbol, though the rest of it is limited', () => {
  assert.equal(polygon.tier, 'limited');
  assert.equal(hasDearPrices(polygon), false);
});
