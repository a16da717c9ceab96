import {type Night, readLists, type ScreenerRow} from './market-night.ts';

/**
 * Written by hand, not recorded: the rows that a night must show whatever its folder holds.
 * Two live companies that the screener drops (as it did for weeks in March 2026), with prices and caps of their real
 * size, and a note that carries its issuer's cap.
 */
export const onlyAtYahoo: Readonly<Record<string, {readonly price: number; readonly cap: number}>> = {
  VZ: {price: 43.18, cap: 182_060_000_000},
  FDS: {price: 385.42, cap: 14_570_000_000},
};

export const note = {
  symbol: 'GOOGM',
  issuer: 'GOOGL',
  listed: 'GOOGM|Alphabet Inc. - 5.350% Senior Notes due 2065|Q|N|N|100|N|N',
  row: {
    symbol: 'GOOGM',
    name: 'Alphabet Inc. 5.350% Senior Notes due 2065',
    lastsale: '$25.31',
    netchange: '0.04',
    pctchange: '0.158%',
    volume: '18204',
    marketCap: '2436000000000.00',
    country: 'United States',
    ipoyear: '2025',
    industry: 'Computer Software: Programming Data Processing',
    sector: 'Technology',
    url: '/market-activity/stocks/googm',
  },
} as const satisfies {symbol: string; issuer: string; listed: string; row: ScreenerRow};

/** The night with these rows in it. A folder that lists none of the companies is left as it is. */
export function withHandWrittenRows(night: Night): Night {
  const listed = new Set(night.listed.map((row) => row.symbol));
  const isHole = (row: ScreenerRow) => Object.hasOwn(onlyAtYahoo, row.symbol);
  const screener = {
    nasdaq: night.screener.nasdaq.filter((row) => !isHole(row)),
    nyse: night.screener.nyse.filter((row) => !isHole(row)),
    amex: night.screener.amex,
  };
  if (!listed.has(note.issuer) || listed.has(note.symbol)) return {...night, screener};
  const nasdaqlisted = night.nasdaqlisted.replace(/^File Creation Time/m, `${note.listed}\r\nFile Creation Time`);
  return {
    ...night,
    nasdaqlisted,
    listed: readLists(nasdaqlisted, night.otherlisted),
    screener: {...screener, nasdaq: [...screener.nasdaq, note.row]},
  };
}
