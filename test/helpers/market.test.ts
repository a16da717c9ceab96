import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {type Market, startMarket} from './market.ts';
import {lyingPrices, spoils} from './market-spoils.ts';
import {syntheticMarket} from './synthetic-market.ts';

const folder = (night: number) => fileURLToPath(new URL(`../fixtures/tiny-market/night-${night}`, import.meta.url));
const headers = {'user-agent': 'Mozilla/5.0', accept: 'application/json'};

describe('a market on loopback', () => {
  let market: Market;
  const get = (url: string, more: Record<string, string> = {}) =>
    fetch(url, {headers: {...headers, ...more}, redirect: 'manual'});
  const stocks = async () => {
    const answer = await get(`${market.baseUrls.nasdaq}/api/screener/stocks?download=true`);
    return ((await answer.json()) as {data: {rows: {symbol: string; lastsale: string}[]}}).data.rows;
  };
  const spark = (symbols: string) => get(`${market.baseUrls.yahoo}/v7/finance/spark?symbols=${symbols}&range=5d`);

  before(async () => {
    market = await startMarket({folder: folder(1)});
  });
  after(() => market.close());
  beforeEach(async () => {
    await market.setNight(folder(1));
    market.requests.length = 0;
  });

  it('serves the lists with the hand-written note in them, and a redirect for a wrong path', async () => {
    const list = await get(`${market.baseUrls.nasdaqtrader}/dynamic/SymDir/nasdaqlisted.txt`);
    const wrong = await get(`${market.baseUrls.nasdaqtrader}/dynamic/SymDir/nosuch.txt`);

    const lines = (await list.text()).split('\r\n');
    assert.ok(lines.some((line) => line.startsWith('GOOGM|')));
    assert.match(lines.at(-2) ?? '', /^File Creation Time: 0302202621:31\|{7}$/);
    assert.equal(wrong.status, 302);
    assert.deepEqual(
      market.requests.map(({provider, kind}) => `${provider} ${kind}`),
      ['nasdaqtrader list', 'nasdaqtrader list'],
    );
  });

  it('keeps the holes of the screener open and fills them at the second source', async () => {
    const symbols = (await stocks()).map(({symbol}) => symbol);
    const answer = (await (await spark('VZ,FDS,NOSUCH')).json()) as {spark: {result: {symbol: string}[]}};

    assert.equal(symbols.includes('VZ') || symbols.includes('FDS'), false);
    assert.ok(symbols.includes('GOOGM'));
    assert.deepEqual(
      answer.spark.result.map(({symbol}) => symbol),
      ['VZ', 'FDS'],
    );
  });

  it('refuses a client that is no browser, 21 symbols, and a quote without crumb', async () => {
    const plain = await get(`${market.baseUrls.nasdaq}/api/screener/stocks`, {'user-agent': 'curl/8'});
    const many = await spark(Array.from({length: 21}, (_, at) => `S${at}`).join(','));
    const bare = await get(`${market.baseUrls.yahoo}/v7/finance/quote?symbols=VZ`);

    assert.deepEqual([plain.status, many.status, bare.status], [403, 400, 401]);
  });

  it('gives caps to who brings the cookie and the crumb', async () => {
    const cookie = (await get(market.baseUrls.yahoo)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const crumb = await (await get(`${market.baseUrls.yahoo}/v1/test/getcrumb`, {cookie})).text();

    const answer = await get(`${market.baseUrls.yahoo}/v7/finance/quote?symbols=VZ&crumb=${crumb}`, {cookie});

    const {quoteResponse} = (await answer.json()) as {quoteResponse: {result: {symbol: string; marketCap: number}[]}};
    assert.equal(quoteResponse.result[0]?.symbol, 'VZ');
    assert.ok((quoteResponse.result[0]?.marketCap ?? 0) > 100e9);
    assert.deepEqual(
      market.requests.map(({kind}) => kind),
      ['cookie', 'crumb', 'quote'],
    );
  });

  it('says the session of the night it serves, and turns to the next', async () => {
    const asof = async () => {
      const table = await get(`${market.baseUrls.nasdaq}/api/screener/stocks?tableonly=true&limit=1`);
      return ((await table.json()) as {data: {asof: string}}).data.asof;
    };

    const first = await asof();
    await market.setNight(folder(2));

    assert.deepEqual([first, await asof()], ['Last price as of Mar 2, 2026', 'Last price as of Mar 3, 2026']);
  });

  it('bends the answers that a fault names, for as long as it is told', async () => {
    const restore = market.behave({kind: 'stocks', after: 1, times: 1, answer: {rewrite: lyingPrices.zero}});

    const prices = [await stocks(), await stocks(), await stocks()].map((rows) => rows[0]?.lastsale);
    restore();

    assert.deepEqual(prices, ['$10.11', '$0.00', '$10.11']);
  });

  it('spoils a list without touching its header and footer', async () => {
    const listed = async (answer: Parameters<Market['behave']>[0]['answer']) => {
      const restore = market.behave({kind: 'list', answer});
      const text = await (await get(`${market.baseUrls.nasdaqtrader}/dynamic/SymDir/otherlisted.txt`)).text();
      restore();
      const lines = text.trimEnd().split(/\r?\n/);
      return {rows: lines.length - 2, head: lines[0]?.slice(0, 10), foot: lines.at(-1)?.slice(0, 18), text};
    };
    const ends = {head: 'ACT Symbol', foot: 'File Creation Time'};
    const {text: few, ...fewer} = await listed(spoils.fewRows);
    const {text: twice, ...doubled} = await listed(spoils.duplicateRows);
    const {text: escaped, ...same} = await listed(spoils.controlCharacters);

    assert.deepEqual(
      [fewer, doubled, same],
      [
        {rows: 14, ...ends},
        {rows: 70, ...ends},
        {rows: 35, ...ends},
      ],
    );
    assert.ok(few.length < twice.length);
    assert.ok(escaped.includes('BRK.A|\u001b]0;owned'));
  });

  it('breaks connections in each of the ways a network does', async () => {
    const broken = async (answer: 'reset' | 'truncated' | 'hang' | 'stall') => {
      const restore = market.behave({kind: 'spark', answer});
      const url = `${market.baseUrls.yahoo}/v7/finance/spark?symbols=VZ`;
      const outcome = fetch(url, {signal: AbortSignal.timeout(300)}).then((response) => response.text());
      const name = await outcome.then(
        () => 'answered',
        (error: Error) => error.name,
      );
      restore();
      return name;
    };

    assert.equal(await broken('reset'), 'TypeError');
    assert.equal(await broken('truncated'), 'TypeError');
    assert.equal(await broken('hang'), 'TimeoutError');
    assert.equal(await broken('stall'), 'TimeoutError');
  });
});

describe('a synthetic market', () => {
  const situation = {session: '2026-03-02', nextSession: '2026-03-03', signal: new AbortController().signal};

  it('has its shapes in the proportions it states, and counts its calls', async () => {
    const market = syntheticMarket({symbols: 500, priceBatch: 500});
    const listings = (await market.list.listSymbols?.({need: 'full'}, situation)) ?? [];
    const symbols = listings.map(({symbol}) => symbol);
    const prices = (await market.prices.prices?.fetch(symbols, situation)) ?? new Map();
    const facts = (await market.metadata.metadata?.fetch(symbols, situation)) ?? new Map();

    const closes = [...prices.values()].map(({lastClose}) => lastClose);
    assert.equal(new Set(symbols).size, 500);
    assert.equal(closes.length, 480);
    assert.equal(closes.filter((close) => close < 1).length, 10);
    assert.equal([...facts.values()].filter(({marketCap}) => marketCap === undefined).length, 50);
    assert.deepEqual(market.calls(), {'synthetic-list': 1, 'synthetic-prices': 1, 'synthetic-metadata': 1});
  });
});
