import {spell} from '../../source/universe/ticker.ts';
import type {DerivedMarket} from '../helpers/derived-market.ts';
import type {ListedRow, Night} from '../helpers/market-night.ts';
import type {Echoes} from './echoes.ts';

export type Asked = {readonly path: string; readonly query: URLSearchParams; readonly body: string};
type Market = Night & DerivedMarket;
type Talk = {readonly asked: Asked; readonly market: Market; readonly echoes: Echoes};

const mics: Readonly<Record<string, string>> = {Q: 'XNAS', N: 'XNYS', P: 'ARCX', A: 'XASE', Z: 'BATS'};
const words: Readonly<Record<string, string>> = {Q: 'NASDAQ', N: 'NYSE', P: 'NYSEARCA', A: 'AMEX', Z: 'BATS'};

/** What each keyed provider answers in its wire format, its texts, symbols and links full of what it was asked with. */
export function answerKeyed(provider: string, talk: Talk): unknown {
  switch (provider) {
    case 'tradier':
      return talk.asked.path.endsWith('/clock') ? {clock: {state: talk.echoes.one()}} : tradierQuotes(talk);
    case 'alpaca':
      return alpaca(talk);
    case 'polygon':
      return polygon(talk);
    case 'finnhub':
      return finnhub(talk);
  }
  return undefined;
}

/** Each knows a part of the market, so that all of them are asked; the names of the others stay whole. */
function known({market}: Talk, part: number): readonly ListedRow[] {
  return market.listed.filter((row, at) => !row.testIssue && (part < 0 || at % 4 === part));
}

function quoteOf({market}: Talk, row: ListedRow) {
  return market.quotes.get(row.yahooSymbol);
}

/** Every third text is an echo. */
function text(talk: Talk, at: number, honest: string): string {
  return at % 3 === 0 ? talk.echoes.one() : honest;
}

function closeTime({session}: Market): number {
  return Date.parse(`${session}T21:00:00Z`);
}

function tradierQuotes(talk: Talk): unknown {
  const asked = new Set((new URLSearchParams(talk.asked.body).get('symbols') ?? '').split(','));
  const quote = known(talk, 0).flatMap((row) => {
    const found = quoteOf(talk, row);
    const symbol = spell(row.symbol, 'tradier');
    if (!found || !asked.has(symbol)) return [];
    return [
      {symbol, description: talk.echoes.one(), type: 'stock', close: found.price, trade_date: closeTime(talk.market)},
    ];
  });
  return {quotes: {quote, unmatched_symbols: {symbol: talk.echoes.one()}}};
}

function alpaca(talk: Talk): unknown {
  const {path, query} = talk.asked;
  if (path === '/v2/clock') return {is_open: false, timestamp: talk.echoes.one()};
  if (path === '/v2/assets') {
    const row = {class: 'us_equity', status: 'active', tradable: true, fractionable: true};
    const rows = known(talk, -1).map((listed, at) => ({
      ...row,
      symbol: spell(listed.symbol, 'alpaca'),
      exchange: words[listed.exchange] ?? talk.echoes.one(),
      name: text(talk, at, listed.name),
    }));
    return [...rows, {...row, symbol: talk.echoes.one(), exchange: 'NYSE', name: talk.echoes.one()}];
  }
  const asked = new Set((query.get('symbols') ?? '').split(','));
  const bars = known(talk, 1).flatMap((row) => {
    const found = quoteOf(talk, row);
    const symbol = spell(row.symbol, 'alpaca');
    return found && asked.has(symbol)
      ? [[symbol, {dailyBar: {t: `${talk.market.session}T05:00:00Z`, c: found.price}}]]
      : [];
  });
  return {...Object.fromEntries(bars), [talk.echoes.one()]: {dailyBar: null}};
}

function polygon(talk: Talk): unknown {
  const {path, query} = talk.asked;
  const row = (listed: ListedRow, at: number) => ({
    ticker: spell(listed.symbol, 'polygon'),
    name: text(talk, at, listed.name),
    primary_exchange: mics[listed.exchange] ?? talk.echoes.one(),
    type: listed.etf ? 'ETF' : talk.echoes.one(),
  });
  if (path === '/v1/marketstatus/now') return {market: talk.echoes.one()};
  if (path === '/v3/reference/tickers') {
    const results = [...known(talk, -1).map(row), {ticker: talk.echoes.one(), name: talk.echoes.one()}];
    const next = `https://api.massive.com/v3/reference/tickers?cursor=2&apiKey=${talk.echoes.plain()}`;
    return {results, status: 'OK', request_id: talk.echoes.one(), ...(query.has('cursor') ? {} : {next_url: next})};
  }
  if (path.startsWith('/v2/aggs/grouped/')) {
    const results = known(talk, 2).flatMap((listed) => {
      const found = quoteOf(talk, listed);
      return found ? [{T: spell(listed.symbol, 'polygon'), c: found.price, t: closeTime(talk.market)}] : [];
    });
    return {results, resultsCount: results.length, request_id: talk.echoes.one()};
  }
  const symbol = decodeURIComponent(path.split('/').at(-1) ?? '');
  const at = talk.market.listed.findIndex((listed) => spell(listed.symbol, 'polygon') === symbol);
  const listed = talk.market.listed[at];
  if (!listed || at % 2 === 0) return {status: 'NOT_FOUND', message: talk.echoes.all()};
  const cap = quoteOf(talk, listed)?.cap;
  return {results: {...row(listed, at), currency_name: 'usd', sic_description: talk.echoes.one(), market_cap: cap}};
}

function finnhub(talk: Talk): unknown {
  const {path, query} = talk.asked;
  const at = talk.market.listed.findIndex(({symbol}) => spell(symbol, 'finnhub') === query.get('symbol'));
  const listed = talk.market.listed[at];
  const found = listed && quoteOf(talk, listed);
  if (path === '/api/v1/quote') {
    if (query.get('symbol') === 'AAPL')
      return {c: 250, pc: 250, t: closeTime(talk.market) / 1000, d: talk.echoes.one()};
    return found && at % 4 === 3 ? {c: found.price, pc: 1, t: closeTime(talk.market) / 1000} : {c: 0, pc: 0, t: 0};
  }
  if (path === '/api/v1/stock/symbol') {
    const rows = known(talk, -1).map((row, place) => ({
      symbol: spell(row.symbol, 'finnhub'),
      mic: mics[row.exchange],
      type: row.etf ? 'ETP' : talk.echoes.one(),
      description: text(talk, place, row.name),
    }));
    return [...rows, {symbol: talk.echoes.one(), mic: 'XNYS', description: talk.echoes.one()}];
  }
  const millions = found?.cap === undefined ? undefined : found.cap / 1e6;
  const country = talk.echoes.one();
  return {
    ticker: query.get('symbol'),
    name: talk.echoes.one(),
    country,
    currency: 'USD',
    finnhubIndustry: talk.echoes.one(),
    marketCapitalization: millions,
  };
}
