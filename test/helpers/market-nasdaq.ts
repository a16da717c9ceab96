import type {DerivedMarket} from './derived-market.ts';
import type {Reply} from './market.ts';
import type {Night, ScreenerExchange, ScreenerRow} from './market-night.ts';

/** The symbol directory: both lists as the folder has them; a wrong path is the site's redirect to an HTML page. */
export function answerDirectory(path: string, night: Night): Reply {
  if (path === '/dynamic/SymDir/nasdaqlisted.txt') return text(night.nasdaqlisted);
  if (path === '/dynamic/SymDir/otherlisted.txt') return text(night.otherlisted);
  if (path === '/Trader.aspx') {
    return {status: 200, type: 'text/html', body: '<!DOCTYPE html><html><body>Page not found</body></html>'};
  }
  return {status: 302, type: 'text/html', headers: {location: '/Trader.aspx?id=http404'}, body: ''};
}

/** `api.nasdaq.com`: the stock screener in both modes, whole or by exchange, and the ETF screener. */
export function answerScreener(path: string, query: URLSearchParams, market: Night & DerivedMarket): Reply {
  const download = query.get('download') === 'true';
  if (path === '/api/screener/stocks') {
    const rows = stockRows(market, query.get('exchange')?.toLowerCase());
    return json(download ? stockDownload(rows) : stockTable(rows, query, market.session));
  }
  if (path === '/api/screener/etf') return json(download ? etfDownload(market) : etfTable(market, query));
  return json({data: null, message: null, status: {rCode: 400, bCodeMessage: [unknownSymbol], developerMessage: null}});
}

/** The API refuses clients that do not look like a browser (in reality it may also hang). */
export function refusesClient(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const accept = `${headers.accept ?? ''}`;
  return !`${headers['user-agent'] ?? ''}`.startsWith('Mozilla/') || !accept.includes('application/json');
}

const unknownSymbol = {code: 1001, errorMessage: 'Symbol not exists.'};
const fine = {message: null, status: {rCode: 200, bCodeMessage: null, developerMessage: null}};

function stockRows({screener}: Night, exchange: string | undefined): readonly ScreenerRow[] {
  if (exchange === undefined) return [...screener.nasdaq, ...screener.nyse, ...screener.amex];
  return screener[exchange as ScreenerExchange] ?? [];
}

const stockHeaders = {
  symbol: 'Symbol',
  name: 'Name',
  lastsale: 'Last Sale',
  netchange: 'Net Change',
  pctchange: '% Change',
  marketCap: 'Market Cap',
};

function stockDownload(rows: readonly ScreenerRow[]): unknown {
  const more = {country: 'Country', ipoyear: 'IPO Year', volume: 'Volume', sector: 'Sector', industry: 'Industry'};
  return {data: {asOf: null, headers: {...stockHeaders, ...more, url: 'Url'}, rows}, ...fine};
}

function stockTable(rows: readonly ScreenerRow[], query: URLSearchParams, session: string): unknown {
  const offset = Number(query.get('offset') ?? 0);
  const page = rows.slice(offset, offset + Number(query.get('limit') ?? 25)).map((row) => ({
    symbol: row.symbol,
    name: row.name,
    lastsale: `$${withCommas(row.lastsale.replace('$', ''))}`,
    netchange: row.netchange,
    pctchange: row.pctchange,
    marketCap: Number(row.marketCap) > 0 ? withCommas(`${Math.round(Number(row.marketCap))}`) : 'NA',
    url: row.url,
  }));
  const table = {asOf: null, headers: stockHeaders, rows: page};
  const asof = `Last price as of ${dateText(session, {month: 'short', day: 'numeric', year: 'numeric'})}`;
  return {data: {filters: null, table, totalrecords: rows.length, asof}, ...fine};
}

const etfHeaders = {
  symbol: 'SYMBOL',
  companyName: 'NAME',
  lastSalePrice: 'LAST PRICE',
  netChange: 'NET CHANGE',
  percentageChange: '% CHANGE',
  deltaIndicator: 'DELTA',
  oneYearPercentage: '1 yr % CHANGE',
};

function etfDownload({etfs, session}: Night & DerivedMarket): unknown {
  const day = dateText(session, {month: 'numeric', day: 'numeric', year: 'numeric'});
  return {data: {dataAsOf: `${day} 8:00:00 PM`, data: {headers: etfHeaders, rows: etfs}}, ...fine};
}

function etfTable({etfs, session}: Night & DerivedMarket, query: URLSearchParams): unknown {
  const offset = Number(query.get('offset') ?? 0);
  const rows = etfs.slice(offset, offset + Number(query.get('limit') ?? 25));
  const dataAsOf = `${dateText(session, {month: 'numeric', day: 'numeric', year: 'numeric'})} 8:00:00 PM`;
  const records = {totalrecords: etfs.length, limit: rows.length, offset, data: {headers: etfHeaders, rows}};
  return {data: {dataAsOf, records}, ...fine};
}

function withCommas(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}

function dateText(session: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', {...parts, timeZone: 'UTC'}).format(new Date(`${session}T00:00:00Z`));
}

function json(body: unknown): Reply {
  return {status: 200, type: 'application/json; charset=utf-8', body: JSON.stringify(body)};
}

function text(body: string): Reply {
  return {status: 200, type: 'text/plain', body};
}
