import type {Explanation} from '../control/query.ts';
import {close, compact, count} from '../tui/figures.ts';

type Ruling = Explanation['rules'][number];
type Value = Ruling['observed'];

/** What a rule demands and what was seen, such as `price ≥ 1: 241.05`. */
export function demandOf({rule, passed, observed, limit}: {[Key in keyof Ruling]: Ruling[Key] | undefined}): string {
  switch (rule) {
    case 'exchange':
      return `exchange among ${limit}: ${observed}`;
    case 'instrument':
      return `instrument among ${limit}: ${observed}`;
    case 'price-below':
      return `price ≥ ${floorWords(limit)}: ${priceWords(observed)}`;
    case 'price-above':
      return `price ≤ ${floorWords(limit)}: ${priceWords(observed)}`;
    case 'price-unknown':
      return 'price known: no';
    case 'fractional':
      return `fractionable above ${floorWords(limit)}: ${priceWords(observed)}${passed ? '' : ', not fractionable'}`;
    case 'fractional-unknown':
      return `fractionable above ${floorWords(limit)}: nobody knows`;
    case 'cap-below':
      return `cap ≥ ${limitWords(limit)}: ${limitWords(observed)}`;
    case 'cap-above':
      return `cap ≤ ${limitWords(limit)}: ${limitWords(observed)}`;
    case 'cap-unknown':
      return 'cap known: no';
    case 'tradable':
      return `tradable at the broker: ${passed ? 'yes' : 'no'}`;
    case 'tradable-unknown':
      return 'tradable at the broker: nobody knows';
    case 'fact-missing':
      return `every fact known: lacks ${observed}`;
    case 'blocked':
      return passed ? 'not blocked' : `not blocked: ${observed ?? 'it is'}`;
    case 'held':
      return passed ? 'price sources agree' : `price sources agree: they differ by ${shareWords(observed)}`;
    case undefined:
      return '';
  }
}

function limitWords(value: Value): string {
  return typeof value === 'number' ? compact(value) : String(value);
}

/** `1`, `10,000`, `0.50`: what a person set, without cents that say nothing. */
function floorWords(value: Value): string {
  return typeof value === 'number' && Number.isInteger(value) ? count(value) : priceWords(value);
}

function priceWords(value: Value): string {
  return typeof value === 'number' ? close(value) : String(value);
}

function shareWords(value: Value): string {
  return typeof value === 'number' ? `${Math.ceil(value * 10_000) / 100} %` : String(value);
}
