import {type Listed, titled, withoutUnknown} from './companies.ts';
import type {Security} from './security.ts';
import {roll, seedOf} from './seeded.ts';
import type {TickerDesk} from './ticker-desk.ts';

/** Preferred series (`XYZpA` on the tape, a fifth letter at Nasdaq); most carry their issuer's cap. */
export function preferreds(desk: TickerDesk, listed: readonly Listed[], count: number): readonly Security[] {
  const payers = listed.filter(({issuer, security}) => isPayer(issuer.sector, security));
  return Array.from({length: count}, (_, n) => payers[n % payers.length])
    .map((payer, n) => (payer ? series(desk, payer, n) : undefined))
    .filter((security) => security !== undefined);
}

/** Exchange-traded notes of companies' debt: a fifth letter at Nasdaq, a ticker of their own elsewhere, an issuer's cap. */
export function notes(desk: TickerDesk, listed: readonly Listed[], count: number): readonly Security[] {
  const debtors = listed.filter(({security}) => /^[A-Z]+$/.test(security.symbol) && (security.cap ?? 0) > 400e6);
  return debtors.slice(0, count).map(({issuer, security}) => {
    const seed = seedOf('note', security.symbol);
    const nasdaq = security.exchange === 'NASDAQ' && security.symbol.length === 4;
    const fifth = `${security.symbol}${'LZGM'[Math.floor(roll(seed, 1) * 4)]}`;
    const symbol = nasdaq && desk.claim(fifth) ? fifth : desk.take(issuer.root, 4, seed);
    const kind = `${coupon(seed)}% ${roll(seed, 2) < 0.3 ? 'Subordinated' : 'Senior'} Notes due ${2027 + Math.floor(roll(seed, 3) * 45)}`;
    return bond(security, {symbol, name: titled(issuer.name, kind, security.exchange), seed});
  });
}

function isPayer(sector: string, {symbol, exchange}: Security): boolean {
  if (sector !== 'Finance' && sector !== 'Real Estate' && sector !== 'Utilities') return false;
  return /^[A-Z]+$/.test(symbol) && (exchange !== 'NASDAQ' || symbol.length === 4);
}

function series(desk: TickerDesk, {issuer, security}: Listed, n: number): Security | undefined {
  const seed = seedOf('series', security.symbol, n);
  const letter = 'ABCDEFGHJK'[Math.floor(roll(seed, 1) * 10)] ?? 'A';
  const nasdaq = security.exchange === 'NASDAQ';
  const tape = roll(seed, 2) < 0.05 ? 'p' : `p${letter}`;
  const symbol = security.symbol + (nasdaq ? ('PONML'[Math.floor(roll(seed, 3) * 5)] ?? 'P') : tape);
  if (!desk.claim(symbol)) return undefined;
  const stock = `${coupon(seed)}% Series ${letter} ${roll(seed, 4) < 0.5 ? 'Non-' : ''}Cumulative Preferred Stock`;
  const receipt = `Depositary Shares, each representing a 1/1,000th interest in a share of ${stock}`;
  const kind = roll(seed, 5) < 0.4 ? receipt : stock;
  return bond(security, {symbol, name: titled(issuer.name, kind, security.exchange), seed});
}

function bond(issuer: Security, {symbol, name, seed}: {symbol: string; name: string; seed: number}): Security {
  return withoutUnknown({
    symbol,
    exchange: issuer.exchange,
    name,
    sector: issuer.sector,
    industry: issuer.industry,
    country: issuer.country,
    price: 15 + 11 * roll(seed, 6),
    cap: roll(seed, 7) < 0.75 ? issuer.cap : undefined,
    volatility: 0.005,
  });
}

function coupon(seed: number): string {
  return (4 + Math.floor(roll(seed, 8) * 44) / 8).toFixed(3);
}
