import type {Criteria} from '../../universe/criteria.ts';
import {close, compact, count} from '../figures.ts';
import type {Distribution, Mark} from './draw-histogram.ts';
import {countAbove, countBelow, type MarketShape} from './market-shape.ts';

export type Compared = {
  readonly all: MarketShape;
  readonly passing: MarketShape;
  /** How many of either, in words. */
  readonly counted: string;
  /** What the blocklist keeps away from the unfiltered rows. */
  readonly blocked: MarketShape;
  readonly criteria: Criteria | undefined;
  /** What is said where there are none. */
  readonly noCriteria: string;
};

export function prices({all, passing, counted, blocked, criteria, noCriteria}: Compared): Distribution {
  return {
    title: `CLOSE in dollars  ${counted}`,
    all: all.prices,
    passing: passing.prices,
    marks: criteria ? priceMarks(criteria) : [],
    sentences: [...(criteria ? [priceSides(all, criteria)] : [noCriteria]), blockedWords(blocked)],
  };
}

export function caps({all, passing, criteria, noCriteria}: Compared): Distribution {
  const unknown = all.symbols - all.caps.length;
  return {
    title: `MARKET CAP in dollars  ${count(all.caps.length)} known, ${count(unknown)} unknown`,
    all: all.caps,
    passing: passing.caps,
    marks: criteria ? capMarks(criteria) : [],
    sentences: [
      ...(criteria ? [capSides(all, criteria)] : [noCriteria]),
      `${count(unknown)} have an unknown cap and are on no side: unknown, not small.`,
    ],
  };
}

function priceMarks({minPrice, maxPrice, fractionalAbove}: Criteria): readonly Mark[] {
  return [
    {name: 'minPrice', at: minPrice},
    ...(fractionalAbove === undefined ? [] : [{name: 'fractionalAbove', at: fractionalAbove}]),
    {name: 'maxPrice', at: maxPrice},
  ];
}

function capMarks({minMarketCap, maxMarketCap}: Criteria): readonly Mark[] {
  return [
    {name: 'minMarketCap', at: minMarketCap},
    ...(maxMarketCap === undefined ? [] : [{name: 'maxMarketCap', at: maxMarketCap}]),
  ];
}

/** As the rules judge: a close on a limit is inside. */
function priceSides({prices: closes}: MarketShape, {minPrice, maxPrice, fractionalAbove}: Criteria): string {
  const low = countBelow(closes, minPrice);
  const high = countAbove(closes, maxPrice);
  const inside = closes.length - low - high;
  const dear =
    fractionalAbove === undefined
      ? ''
      : `, ${count(countAbove(closes, fractionalAbove))} above fractionalAbove ${close(fractionalAbove)}`;
  return `${count(low)} below minPrice ${close(minPrice)}, ${count(inside)} within, ${count(high)} above maxPrice ${close(maxPrice)}${dear}.`;
}

function capSides({caps: known}: MarketShape, {minMarketCap, maxMarketCap}: Criteria): string {
  const low = countBelow(known, minMarketCap);
  const high = maxMarketCap === undefined ? 0 : countAbove(known, maxMarketCap);
  const inside = known.length - low - high;
  const above =
    maxMarketCap === undefined ? 'no maxMarketCap' : `${count(high)} above maxMarketCap ${compact(maxMarketCap)}`;
  return `${count(low)} below minMarketCap ${compact(minMarketCap)}, ${count(inside)} within, ${above}.`;
}

function blockedWords({blocked}: MarketShape): string {
  return blocked.length === 0 ? '' : `${count(blocked.length)} more are on the blocklist for their close.`;
}
