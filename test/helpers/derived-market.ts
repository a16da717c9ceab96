import {bell, roll, seedOf} from '../../source/sample/seeded.ts';
import {onlyAtYahoo} from './hand-written-rows.ts';
import type {ListedRow, Night, ScreenerRow} from './market-night.ts';

/**
 * What a night's folder does not hold, by a stated and seeded rule (nothing here was recorded).
 *
 * Every draw depends on the ticker alone (`roll`), the daily step on ticker and session (`bell`), so that two nights fit together.
 * - ETF screener: every ETF of the lists but 6 %; price 8..400 dollars by ticker, a daily step of 1 %; 0.2 % below a dollar.
 * - Yahoo knows every row of the stock screener at the screener's own close, all ETFs at the ETF screener's rule, and 92 % of what is
 *   in the lists and missing in the screener: units about 10, rights 0.2, warrants 0.05..3, notes and preferreds 15..26, ETNs 10..60,
 *   companies 4..250 dollars; a daily step of 2 %. Test issues are unknown to it.
 * - Caps at Yahoo: the screener's where it has one; of the rest, 60 % of the rows that read like company shares have
 *   one (40 million to 40 billion by ticker, a shell's at most 400 million, a daily step of 1 %); warrants, units, rights,
 *   notes, funds and ETFs have none.
 */
export type YahooQuote = {
  readonly symbol: string;
  readonly name: string;
  readonly price: number;
  readonly previous: number;
  readonly cap?: number;
  readonly volume: number;
  readonly type: 'EQUITY' | 'ETF';
  readonly exchange: string;
};

export type EtfRow = Readonly<
  Record<
    | 'oneYearPercentage'
    | 'symbol'
    | 'companyName'
    | 'lastSalePrice'
    | 'netChange'
    | 'percentageChange'
    | 'deltaIndicator',
    string
  >
>;

export type DerivedMarket = {readonly etfs: readonly EtfRow[]; readonly quotes: ReadonlyMap<string, YahooQuote>};

export function deriveMarket(night: Night): DerivedMarket {
  const {nasdaq, nyse, amex} = night.screener;
  const screened = new Map([...nasdaq, ...nyse, ...amex].map((row) => [row.symbol.trim(), row]));
  const listed = night.listed.filter((row) => !row.testIssue);
  const quotes = listed
    .map((row) => quoteOf(row, screened.get(row.screenerSymbol), night.session))
    .filter((quote) => quote !== undefined);
  const etfs = listed.filter((row) => row.etf && roll(seedOf(row.symbol, 'etf-screener')) >= 0.06);
  return {
    etfs: etfs.map((row) => etfRow(row, night.session)),
    quotes: new Map(quotes.map((quote) => [quote.symbol, quote])),
  };
}

function etfRow(row: ListedRow, session: string): EtfRow {
  const {price, previous} = etfPrice(row.symbol, session);
  const change = price - previous;
  const sign = change < 0 ? '-' : '+';
  return {
    oneYearPercentage: roll(seedOf(row.symbol, 'year')) < 0.1 ? '' : '7.12%',
    symbol: row.symbol,
    companyName: row.name,
    lastSalePrice: `$${price}`,
    netChange: `${sign}${Math.abs(change).toFixed(2)}`,
    percentageChange: `${sign}${((Math.abs(change) / previous) * 100).toFixed(2)}%`,
    deltaIndicator: change < 0 ? 'down' : 'up',
  };
}

function quoteOf(row: ListedRow, screened: ScreenerRow | undefined, session: string): YahooQuote | undefined {
  const seed = seedOf(row.symbol, 'yahoo');
  const hand = onlyAtYahoo[row.symbol];
  if (!row.etf && !screened && !hand && roll(seed) < 0.08) return undefined;
  const {price, previous} = priceOf(row, screened, session);
  const cap = hand ? Math.round((hand.cap * price) / hand.price) : capOf(row, screened, session);
  return {
    symbol: row.yahooSymbol,
    name: row.name,
    price,
    previous,
    ...(cap === undefined ? {} : {cap}),
    volume: Number(screened?.volume) || Math.floor(roll(seed, 3) * 900_000),
    type: row.etf ? 'ETF' : 'EQUITY',
    exchange: {Q: 'NMS', N: 'NYQ', A: 'ASE', P: 'PCX', Z: 'BTS'}[row.exchange] ?? 'NYQ',
  };
}

type Closes = {readonly price: number; readonly previous: number};

function priceOf(row: ListedRow, screened: ScreenerRow | undefined, session: string): Closes {
  if (row.etf) return etfPrice(row.symbol, session);
  if (screened) {
    const price = Number(screened.lastsale.replace(/[$,]/g, ''));
    return {price, previous: price - (Number(screened.netchange) || 0)};
  }
  const hand = onlyAtYahoo[row.symbol];
  return stepped(row.symbol, session, hand ? {base: hand.price, step: 0.005} : {base: missingBase(row), step: 0.02});
}

function etfPrice(symbol: string, session: string): Closes {
  const seed = seedOf(symbol, 'etf');
  const base = roll(seed) < 0.002 ? 0.6 : 8 * 50 ** roll(seed, 1);
  return stepped(symbol, session, {base, step: 0.01});
}

function stepped(symbol: string, session: string, {base, step}: {base: number; step: number}): Closes {
  const price = rounded(base * Math.exp(step * bell(seedOf(symbol, session))));
  return {price, previous: rounded(base)};
}

const shapes: readonly (readonly [RegExp, number, number])[] = [
  [/\bunits?\b/i, 9.9, 10.6],
  [/\brights?\b/i, 0.1, 0.4],
  [/\bwarrants?\b/i, 0.05, 3],
  [/\b(notes?|preferred|debentures?|bonds?)\b/i, 15, 26],
  [/\b(ETNs?|index-linked|trust|fund)\b/i, 10, 60],
];

function missingBase(row: ListedRow): number {
  const [, low, high] = shapes.find(([name]) => name.test(row.name)) ?? [undefined, 4, 250];
  return low * (high / low) ** roll(seedOf(row.symbol, 'base'));
}

function capOf(row: ListedRow, screened: ScreenerRow | undefined, session: string): number | undefined {
  const known = Number(screened?.marketCap);
  if (known > 0) return known;
  const seed = seedOf(row.symbol, 'cap');
  const isCompany = !row.etf && !shapes.some(([name]) => name.test(row.name));
  if (!isCompany || roll(seed) >= 0.6) return undefined;
  const span = /\bacquisition\b/i.test(row.name) ? 10 : 1000;
  return Math.round(40e6 * span ** roll(seed, 1) * Math.exp(0.01 * bell(seedOf(row.symbol, session, 'cap'))));
}

function rounded(dollars: number): number {
  return Number(dollars.toFixed(dollars < 1 ? 4 : 2));
}
