import {baseBetween, type Listed, titled, withoutUnknown} from './companies.ts';
import {rootAt} from './issuer.ts';
import type {Security} from './security.ts';
import {roll, seedOf} from './seeded.ts';
import type {TickerDesk} from './ticker-desk.ts';

const onTape = {unit: '.U', warrant: '.WS', right: 'r'} as const;
const fifthLetter = {unit: 'U', warrant: 'W', right: 'R'} as const;
const words = {
  unit: 'Units, each consisting of one Class A ordinary share and one-half of one redeemable warrant',
  warrant: 'Redeemable Warrants, each whole warrant exercisable for one Class A ordinary share at $11.50',
  right: 'Rights, each to receive one-tenth of one Class A ordinary share',
} as const;

/** Shell companies: shares at about ten dollars without a cap, and the unit, warrant or right they came with. */
export function shells(desk: TickerDesk, count: number): readonly Security[] {
  return Array.from({length: count}, (_, n) => shell(desk, n)).flat();
}

/** Warrants of operating companies; every third carries its issuer's cap, as the screener has it. */
export function warrants(desk: TickerDesk, listed: readonly Listed[], count: number): readonly Security[] {
  const small = listed.filter(({security: {symbol, exchange}}) => fits(symbol, exchange));
  return small
    .slice(0, count)
    .map((one, n) =>
      attached(desk, one.security, 'warrant', {
        name: titled(one.issuer.name, n % 2 === 0 ? 'Warrants' : words.warrant, one.security.exchange),
        price: baseBetween(0.02, 4, 'warrant', one.security.symbol),
        ...(n % 3 === 0 && one.security.cap ? {cap: one.security.cap} : {}),
      }),
    )
    .filter((security) => security !== undefined);
}

function fits(symbol: string, exchange: Security['exchange']): boolean {
  return /^[A-Z]+$/.test(symbol) && (exchange !== 'NASDAQ' || symbol.length === 4);
}

function shell(desk: TickerDesk, n: number): readonly Security[] {
  const seed = seedOf('shell', n);
  const exchange = roll(seed, 1) < 0.7 ? 'NASDAQ' : 'NYSE';
  const name = `${rootAt(n + 900)} Acquisition Corp. ${['', 'II', 'III', 'IV'][Math.floor(roll(seed, 2) * 4)]}`.trim();
  const share = withoutUnknown({
    symbol: desk.take(`${name}`, 4, seed),
    exchange,
    name: titled(name, 'Class A Ordinary Shares', exchange),
    country: roll(seed, 3) < 0.5 ? 'Cayman Islands' : 'United States',
    price: 9.9 + roll(seed, 4),
    cap: roll(seed, 5) < 0.15 ? 150e6 + 400e6 * roll(seed, 6) : undefined,
    volatility: 0.002,
    rotates: true,
  });
  const kinds = roll(seed, 7) < 0.55 ? (['unit', 'warrant'] as const) : (['unit', 'warrant', 'right'] as const);
  const price = {unit: 10.1, warrant: baseBetween(0.04, 1.2, 'w', n), right: baseBetween(0.1, 0.6, 'r', n)};
  const parts = kinds.map((kind) =>
    attached(desk, share, kind, {name: titled(name, words[kind], exchange), price: price[kind]}),
  );
  return [share, ...parts.filter((part) => part !== undefined)];
}

type Part = Pick<Security, 'name' | 'price' | 'cap'>;

function attached(desk: TickerDesk, to: Security, kind: keyof typeof onTape, part: Part): Security | undefined {
  const symbol = to.symbol + (to.exchange === 'NASDAQ' ? fifthLetter : onTape)[kind];
  if (!desk.claim(symbol)) return undefined;
  // Warrants, units and rights are what bulk sources leave out first.
  const known = roll(seedOf('priced', symbol)) < 0.82;
  return withoutUnknown({
    symbol,
    exchange: to.exchange,
    name: part.name,
    price: known ? part.price : undefined,
    cap: part.cap,
    volatility: kind === 'unit' ? 0.004 : 0.11,
    rotates: to.rotates,
  });
}
