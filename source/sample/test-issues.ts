import type {Exchange} from '../universe/symbol.ts';
import type {Security} from './security.ts';

const nasdaq: readonly (readonly [string, string])[] = [
  ['ZAZZT', 'Tick Pilot Test Stock Class A Common Stock'],
  ['ZBZZT', 'Test Pilot Test Stock Class B Common Stock'],
  ['ZCZZT', 'Tick Pilot Test Stock Class C'],
  ['ZJZZT', 'NASDAQ TEST STOCK'],
  ['ZVZZT', 'NASDAQ TEST STOCK'],
  ['ZWZZT', 'NASDAQ TEST STOCK'],
  ['ZXZZT', 'NASDAQ TEST STOCK'],
  ['ZXYZ.A', 'Nasdaq Symbology Test Common Stock'],
];

/** Three of them do not say what they are. */
const others: readonly (readonly [Exchange, string, string])[] = [
  ['NYSE', 'CBO', 'CBO (Listing Market - NYSE - Networks A/E) Common Stock'],
  ['NYSE', 'CBX', 'CBX (Listing Market NYSE Networks A/E) Common Stock'],
  ['ARCA', 'IGZ', 'IGZ (Listing Market - Arca - Network B) Common Stock'],
  ['TEXAS', 'MTEST', 'NYSE Texas Test Stock'],
  ['NYSE', 'NTEST', 'NYSE Test Stock'],
  ['AMEX', 'ATEST', 'NYSE American Test Stock'],
  ['ARCA', 'PTEST', 'NYSE Arca Test Stock'],
  ['BATS', 'ZTEST', 'BZX Test Stock'],
  ['BATS', 'ZTST', 'BZX Test Stock Two'],
  ['IEX', 'ZEXIT', 'IEX Test Company Test Symbol One for IEX'],
  ['IEX', 'ZIEXT', 'IEX Test Company Test Symbol Two for IEX'],
  ['IEX', 'ZXIET', 'IEX Test Company Test Symbol Three for IEX'],
];

/** Symbols of no company, 8 at Nasdaq and 25 elsewhere. Only the flag tells them from the rest. */
export function testIssues(): readonly Security[] {
  const lettered = [...'ABCDEFGHIJKLM'].map((letter, n) => {
    const [exchange, root] = (
      [
        ['NYSE', 'NTEST'],
        ['AMEX', 'ATEST'],
        ['ARCA', 'PTEST'],
      ] as const
    )[n % 3] ?? ['NYSE', 'NTEST'];
    return [exchange, `${root}.${letter}`, `${exchange} Test Stock Class ${letter}`] as const;
  });
  const rows = [...nasdaq.map(([symbol, name]) => ['NASDAQ', symbol, name] as const), ...others, ...lettered];
  return rows.map(([exchange, symbol, name]) => ({
    symbol,
    exchange,
    name,
    etf: symbol === 'CBO',
    testIssue: true,
    price: 12,
    volatility: 0.01,
  }));
}
