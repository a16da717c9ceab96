import {canonical, type Notation} from '../../universe/ticker.ts';

/** Where two notations read a text differently, the commoner one is tried first. */
const notations: readonly Notation[] = [
  'cqs',
  'yahoo',
  'alpaca',
  'screener',
  'act',
  'tradier',
  'ibkr',
  'finnhub',
  'polygon',
  'sec',
  'inet',
];

/** The symbol that a person means, in whatever spelling, among those that are known; undefined when none of them is meant. */
export function resolve(text: string, known: Pick<ReadonlySet<string>, 'has'> & Iterable<string>): string | undefined {
  const typed = text.trim();
  if (known.has(typed)) return typed;
  for (const spelling of new Set([typed, typed.toUpperCase()])) {
    for (const notation of notations) {
      const symbol = canonical(spelling, notation);
      if (symbol !== undefined && known.has(symbol)) return symbol;
    }
  }
  return ignoringCase(typed, known);
}

/** `bacpb` for `BACpB`: only where one symbol alone is spelled so. */
function ignoringCase(typed: string, known: Iterable<string>): string | undefined {
  const lower = typed.toLowerCase();
  const alike = [...known].filter((symbol) => symbol.toLowerCase() === lower);
  return alike.length === 1 ? alike[0] : undefined;
}
