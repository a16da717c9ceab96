import {canonical, type Notation} from './ticker.ts';

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

/** Only a text that is no symbol in any notation is looked for among all of them. */
export type Known = {readonly has: (symbol: string) => boolean; readonly keys: () => Iterable<string>};

/** Finds the symbol that a person means, in whatever spelling, among those that are known; undefined when none is meant. */
export function resolver(known: Known): (text: string) => string | undefined {
  let alike: ReadonlyMap<string, string | undefined> | undefined;
  return (text) => {
    const typed = text.trim();
    if (known.has(typed)) return typed;
    for (const spelling of new Set([typed, typed.toUpperCase()])) {
      for (const notation of notations) {
        const symbol = canonical(spelling, notation);
        if (symbol !== undefined && known.has(symbol)) return symbol;
      }
    }
    alike ??= ignoringCase(known.keys());
    return alike.get(typed.toLowerCase());
  };
}

/** `bacpb` for `BACpB`: only where one symbol alone is spelled so. */
function ignoringCase(known: Iterable<string>): ReadonlyMap<string, string | undefined> {
  const alike = new Map<string, string | undefined>();
  for (const symbol of known) {
    const lower = symbol.toLowerCase();
    alike.set(lower, alike.has(lower) ? undefined : symbol);
  }
  return alike;
}
