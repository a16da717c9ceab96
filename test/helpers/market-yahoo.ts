import {weekdayBefore} from '../../source/sample/walk.ts';
import type {DerivedMarket, YahooQuote} from './derived-market.ts';
import type {Reply} from './market.ts';

export type YahooAsk = {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly cookie: string;
  readonly session: string;
};

export const crumb = 'haT3oykhHqZ';
const cookie = 'A3=d=AQABBLoopback&S=AQAAAloopback';

/** Every host of Yahoo on one address: the cookie of `fc`, crumb, spark (v7 and v8), chart, quote. */
export function answerYahoo(ask: YahooAsk, market: DerivedMarket): Reply {
  const {path} = ask;
  if (path === '/') return {...json(404, {}), headers: {'set-cookie': `${cookie}; Path=/; Secure; HttpOnly`}, body: ''};
  if (path === '/v1/test/getcrumb') return giveCrumb(ask);
  if (path === '/v7/finance/spark' || path === '/v8/finance/spark') return spark(ask, market);
  if (path === '/v7/finance/quote') return quote(ask, market);
  if (path.startsWith('/v8/finance/chart/')) return chart(ask, market);
  return json(404, {finance: {result: null, error: {code: 'Not Found', description: 'No such resource'}}});
}

function giveCrumb(ask: YahooAsk): Reply {
  if (ask.cookie.includes(cookie)) return {status: 200, type: 'text/plain;charset=utf-8', body: crumb};
  return json(401, {finance: {result: null, error: {code: 'Unauthorized', description: 'Invalid Cookie'}}});
}

function spark(ask: YahooAsk, market: DerivedMarket): Reply {
  const asked = symbolsOf(ask);
  if (asked.length > 20) {
    const description = 'Number of symbols needs to be less than or equal to 20';
    return json(400, {spark: {result: null, error: {code: 'Bad Request', description}}});
  }
  const known = asked.map((symbol) => market.quotes.get(symbol)).filter((found) => found !== undefined);
  if (ask.path.startsWith('/v8')) {
    return json(200, Object.fromEntries(known.map((found) => [found.symbol, flatSpark(found, ask)])));
  }
  if (known.length === 0) {
    const description = 'No data found for spark symbols';
    return json(200, {spark: {result: null, error: {code: 'Not Found', description}}});
  }
  const result = known.map((found) => ({symbol: found.symbol, response: [bars(found, ask)]}));
  return json(200, {spark: {result, error: null}});
}

function flatSpark(found: YahooQuote, ask: YahooAsk): unknown {
  return {
    symbol: found.symbol,
    ...daily(found, ask),
    chartPreviousClose: found.previous,
    previousClose: null,
    start: null,
    end: null,
    dataGranularity: 300,
  };
}

/** One bar a session; anything longer than a day also has the session before, as far as this market remembers. */
function daily(found: YahooQuote, {query, session}: YahooAsk): {timestamp: number[]; close: number[]} {
  const today = {timestamp: [newYork(session, '09:30')], close: [found.price]};
  if ((query.get('range') ?? '1d') === '1d') return today;
  const before = newYork(weekdayBefore(session), '09:30');
  return {timestamp: [before, ...today.timestamp], close: [found.previous, ...today.close]};
}

function bars(found: YahooQuote, ask: YahooAsk): unknown {
  const {session} = ask;
  const {timestamp, close} = daily(found, ask);
  const meta = {
    currency: 'USD',
    symbol: found.symbol,
    exchangeName: found.exchange,
    instrumentType: found.type,
    regularMarketTime: newYork(session, '16:00') + 1,
    regularMarketPrice: found.price,
    regularMarketVolume: found.volume,
    longName: found.name,
    chartPreviousClose: found.previous,
    previousClose: found.previous,
    dataGranularity: '1d',
    range: ask.query.get('range') ?? '1d',
  };
  return {meta, timestamp, indicators: {quote: [{close}]}};
}

function chart(ask: YahooAsk, market: DerivedMarket): Reply {
  const found = market.quotes.get(decodeURIComponent(ask.path.slice('/v8/finance/chart/'.length)));
  if (found) return json(200, {chart: {result: [bars(found, ask)], error: null}});
  const description = 'No data found, symbol may be delisted';
  return json(404, {chart: {result: null, error: {code: 'Not Found', description}}});
}

function quote(ask: YahooAsk, market: DerivedMarket): Reply {
  if (!ask.query.get('crumb') || !ask.cookie.includes(cookie)) {
    const description = 'User is unable to access this feature - https://bit.ly/yahoo-finance-api-feedback';
    return json(401, {finance: {result: null, error: {code: 'Unauthorized', description}}});
  }
  if (ask.query.get('crumb') !== crumb) {
    return json(401, {finance: {result: null, error: {code: 'Unauthorized', description: 'Invalid Crumb'}}});
  }
  const known = symbolsOf(ask).map((symbol) => market.quotes.get(symbol));
  const result = known.filter((found) => found !== undefined).map((found) => quoteBody(found, ask.session));
  return json(200, {quoteResponse: {result, error: null}});
}

function quoteBody(found: YahooQuote, session: string): unknown {
  return {
    language: 'en-US',
    region: 'US',
    quoteType: found.type,
    currency: 'USD',
    exchange: found.exchange,
    exchangeDataDelayedBy: 0,
    tradeable: false,
    marketState: 'CLOSED',
    regularMarketTime: newYork(session, '16:00') + 1,
    regularMarketPrice: found.price,
    regularMarketPreviousClose: found.previous,
    regularMarketVolume: found.volume,
    ...(found.cap === undefined ? {} : {marketCap: found.cap}),
    longName: found.name,
    symbol: found.symbol,
  };
}

function symbolsOf({query}: YahooAsk): readonly string[] {
  return (query.get('symbols') ?? '').split(',').filter((symbol) => symbol !== '');
}

/** Seconds since 1970 of a New York wall time. */
function newYork(session: string, time: string): number {
  const summer = new Date(`${session}T${time}:00-04:00`);
  const zone = new Intl.DateTimeFormat('en-US', {timeZone: 'America/New_York', timeZoneName: 'shortOffset'});
  const offset = zone.formatToParts(summer).find((part) => part.type === 'timeZoneName')?.value;
  return summer.getTime() / 1000 + (offset === 'GMT-5' ? 3600 : 0);
}

function json(status: number, body: unknown): Reply {
  return {status, type: 'application/json;charset=utf-8', body: JSON.stringify(body)};
}
