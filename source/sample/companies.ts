import {type Issuer, issuerAt} from './issuer.ts';
import type {Security} from './security.ts';
import {roll, seedOf} from './seeded.ts';
import type {TickerDesk} from './ticker-desk.ts';

/** An issuer with the ticker and exchange of its ordinary shares. */
export type Listed = {readonly issuer: Issuer; readonly security: Security};

/** American companies, a few of them with two classes of shares on the tape. */
export function companies(desk: TickerDesk, count: number): readonly Listed[] {
  return Array.from({length: count}, (_, n) => company(desk, issuerAt(n)));
}

/** The class B of companies whose listed shares are class A, at nearly the same price and the same cap of the issuer. */
export function secondClasses(listed: readonly Listed[], count: number): readonly Security[] {
  const firsts = listed.filter(({security}) => security.symbol.endsWith('.A')).slice(0, count);
  return firsts
    .map(({security}, n) => ({
      ...security,
      symbol: security.symbol.replace('.A', '.B'),
      name: security.name.replace('Class A', 'Class B'),
      // As in March 2026, when a third of the second classes was priced by nobody in bulk.
      ...(n % 3 === 0 ? {price: undefined} : {}),
    }))
    .map(withoutUnknown);
}

/** Depositary receipts of companies abroad. */
export function receipts(desk: TickerDesk, count: number): readonly Security[] {
  return Array.from({length: count}, (_, n) => {
    const issuer = issuerAt(20_000 + n, 'abroad');
    const {security} = company(desk, issuer);
    const each = ['one', 'two', 'three', 'five', 'ten'][Math.floor(roll(issuer.seed, 20) * 5)];
    const kind =
      n % 2 === 0
        ? 'American Depositary Shares'
        : `American Depositary Shares, each representing ${each} ordinary shares`;
    return {...security, symbol: security.symbol.replace('.A', ''), name: titled(issuer.name, kind, security.exchange)};
  });
}

/** Nasdaq's list writes a dash before the kind of share, the other one does not. */
export function titled(name: string, kind: string, exchange: Security['exchange']): string {
  return exchange === 'NASDAQ' ? `${name} - ${kind}` : `${name} ${kind}`;
}

function company(desk: TickerDesk, issuer: Issuer): Listed {
  const {seed} = issuer;
  const exchange = homeOf(roll(seed, 21), issuer.cap);
  const length = exchange === 'NASDAQ' || roll(seed, 22) < 0.35 ? 4 : 3;
  const twoClasses = exchange === 'NYSE' && roll(seed, 23) < 0.04;
  const root = desk.take(issuer.root, length, seed);
  const kind = twoClasses
    ? 'Class A Common Stock'
    : issuer.country === 'United States'
      ? 'Common Stock'
      : 'Ordinary Shares';
  return {
    issuer,
    security: withoutUnknown({
      symbol: twoClasses ? `${root}.A` : root,
      exchange,
      name: titled(issuer.name, kind, exchange),
      sector: roll(seed, 24) < 0.06 ? undefined : issuer.sector,
      industry: issuer.industry,
      country: roll(seed, 25) < 0.03 ? undefined : issuer.country,
      price: roll(seed, 26) < 0.004 ? undefined : issuer.price,
      cap: issuer.cap < 4e9 && roll(seed, 27) < 0.07 ? undefined : issuer.cap,
      volatility: volatilityOf(issuer.cap),
      ...fateOf(issuer),
    }),
  };
}

function homeOf(at: number, cap: number): Security['exchange'] {
  if (at < 0.055) return cap < 2e9 ? 'AMEX' : 'NYSE';
  return at < (cap > 3e9 ? 0.62 : 0.38) ? 'NYSE' : 'NASDAQ';
}

function volatilityOf(cap: number): number {
  if (cap > 50e9) return 0.013;
  if (cap > 5e9) return 0.02;
  return cap > 500e6 ? 0.04 : 0.07;
}

/** One small company in twelve sinks to cents and reverse-splits; one in four comes and goes. */
function fateOf({cap, seed}: Issuer): Partial<Security> {
  if (cap > 2e9) return {};
  const at = roll(seed, 28);
  if (at < 0.1) return {price: 7, volatility: 0.07, splitEvery: 150 + Math.floor(roll(seed, 29) * 110)};
  return at < 0.45 ? {rotates: true} : {};
}

/** A security as exact optional properties want it: what is unknown is absent. */
export function withoutUnknown(security: {[Key in keyof Security]: Security[Key] | undefined}): Security {
  // Dropping the absent ones is what makes it a Security: the required keys are never undefined above.
  return Object.fromEntries(Object.entries(security).filter(([, value]) => value !== undefined)) as Security;
}

/** The dollars at which a derivative of a company stands, by its own seed. */
export function baseBetween(low: number, high: number, ...words: readonly (string | number)[]): number {
  return low * (high / low) ** roll(seedOf(...words));
}
