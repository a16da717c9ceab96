import type {Night, Security} from './security.ts';
import {bell, roll, seedOf} from './seeded.ts';
import {dayNumber, isListed, presence, sunk, walk, weekdayBefore} from './walk.ts';

/** A session of the sample market, to be asked for its lists, closes and facts. */
export function nightOf(session: string): Night {
  return {session, day: dayNumber(session)};
}

/** Whether the lists of this night have it: some tickers come and go. */
export function isOnList(security: Security, {day}: Night): boolean {
  return !security.rotates || isListed(security.symbol, day);
}

export type Close = {readonly lastClose: number; readonly session: string};

/** Its close, a stale one where the source has no newer, or nothing at all. */
export function closeOf(security: Security, night: Night): Close | undefined {
  if (security.price === undefined) return undefined;
  if (security.zeroPrice) return {lastClose: 0, session: night.session};
  switch (presence(security.symbol, night.day, longestAbsence(security))) {
    case 'here':
      return {lastClose: dollarsAt(security, night.day), session: night.session};
    case 'stale':
      return {lastClose: dollarsAt(security, night.day - 1), session: weekdayBefore(night.session)};
    case 'absent':
      return undefined;
  }
}

export type Facts = {
  readonly name: string;
  readonly marketCap?: number;
  readonly sector?: string;
  readonly industry?: string;
  readonly country?: string;
  readonly volume: number;
};

/** What a screener would say of it; a cap it does not know is not there. */
export function factsOf(security: Security, {day}: Night): Facts {
  const {name, cap, sector, industry, country} = security;
  const seed = seedOf(security.symbol, 'volume');
  const turnover = (cap ?? 40e6) * 0.004 * Math.exp(0.8 * bell(seed) + 0.4 * walk(seed, day));
  return {
    name,
    ...(cap === undefined ? {} : {marketCap: Math.round(cap * moved(security, day))}),
    ...(sector === undefined ? {} : {sector}),
    ...(industry === undefined ? {} : {industry}),
    ...(country === undefined ? {} : {country}),
    volume: roll(seed, 9) < 0.01 ? 0 : Math.round(turnover / (security.price ?? 10)),
  };
}

/** Nobody loses sight of a large company for longer than the grace nights cover, nor of an ETF at all. */
function longestAbsence({cap = 0, etf = false}: Security): number {
  if (etf) return 0;
  return cap > 3e9 ? 2 : 10;
}

function dollarsAt(security: Security, day: number): number {
  const {price = 0, splitEvery, symbol} = security;
  const dollars = price * moved(security, day) * (splitEvery ? sunk(symbol, day, splitEvery) : 1);
  return Math.max(0.0002, Number(dollars.toFixed(dollars < 1 ? 4 : 2)));
}

function moved({symbol, volatility}: Security, day: number): number {
  return Math.exp(volatility * walk(seedOf(symbol, 'walk'), day));
}
