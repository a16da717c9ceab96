import {baseBetween} from './companies.ts';
import {rootAt} from './issuer.ts';
import type {Security} from './security.ts';
import {pick, roll, seedOf} from './seeded.ts';
import type {TickerDesk} from './ticker-desk.ts';

const themes = [
  'Large Cap Value',
  'Large Cap Growth',
  'Small Cap Quality',
  'Mid Cap Momentum',
  'Dividend Aristocrats',
  'Total Bond Market',
  'Short-Term Treasury',
  'High Yield Corporate Bond',
  'Municipal Income',
  'Emerging Markets Equity',
  'Developed Markets Low Volatility',
  'Covered Call Income',
  'Defined Outcome Buffer - March',
  'Defined Outcome Buffer - October',
  'Daily 2X Long Technology',
  'Daily -1X Short Energy',
  'Clean Energy',
  'Cybersecurity',
  'Robotics & AI',
  'Semiconductor',
  'Gold Miners',
  'Infrastructure',
  'Healthcare Innovation',
  'Real Estate Select',
  'Floating Rate Loan',
  'Inflation-Protected Bond',
  'Multi-Asset Allocation',
  'Japan Hedged Equity',
] as const;
const closedEnd = [
  'Municipal Income',
  'Credit Opportunities',
  'Equity Premium',
  'Global Dividend',
  'Floating Rate Income',
] as const;

/** ETFs, flagged as such: Arca has most, the others share the rest. None has a cap. */
export function etfs(desk: TickerDesk, count: number): readonly Security[] {
  return Array.from({length: count}, (_, n) => {
    const seed = seedOf('etf', n);
    const at = roll(seed, 1);
    const exchange = at < 0.51 ? 'ARCA' : at < 0.745 ? 'BATS' : at < 0.985 ? 'NASDAQ' : 'NYSE';
    const name = `${rootAt(n % 180)} ${pick(themes, roll(seed, 2))} ETF`;
    const price = baseBetween(9, 320, 'etf', n);
    return {
      symbol: desk.take(name, roll(seed, 3) < 0.15 ? 3 : 4, seed),
      exchange,
      name,
      etf: true,
      ...(roll(seed, 4) < 0.015 ? {} : {price}),
      volatility: 0.011,
      ...(roll(seed, 5) < 0.1 ? {rotates: true} : {}),
    };
  });
}

/** Exchange-traded notes of banks: the list's ETF flag says N for every one of them. */
export function etns(desk: TickerDesk, count: number): readonly Security[] {
  return Array.from({length: count}, (_, n) => {
    const seed = seedOf('etn', n);
    const bank = rootAt(n % 6);
    const name =
      n % 3 === 0
        ? `${bank} Bank ETRN Leveraged Index-Linked Exchange Traded Notes due ${2030 + (n % 20)}`
        : `${bank} Series B ${pick(themes, roll(seed, 2))} ETN`;
    const price = baseBetween(8, 90, 'etn', n);
    const exchange = n % 4 === 0 ? 'BATS' : 'ARCA';
    return {symbol: desk.take(name, 4, seed), exchange, name, etf: false, price, volatility: 0.02};
  });
}

/** Closed-end funds, which no list tells from a company but by the name. */
export function closedEndFunds(desk: TickerDesk, count: number): readonly Security[] {
  return Array.from({length: count}, (_, n) => {
    const seed = seedOf('closed-end', n);
    const name = `${rootAt(n + 300)} ${pick(closedEnd, roll(seed, 1))} ${roll(seed, 2) < 0.5 ? 'Fund' : 'Trust'}`;
    return {
      symbol: desk.take(name, 3, seed),
      exchange: 'NYSE',
      name: `${name} Common Shares of Beneficial Interest`,
      etf: false,
      sector: 'Finance',
      industry: 'Trusts Except Educational Religious and Charitable',
      country: 'United States',
      price: baseBetween(4, 28, 'closed-end', n),
      cap: baseBetween(60e6, 2e9, 'closed-end cap', n),
      volatility: 0.008,
    };
  });
}
