import type {BlocklistEntry} from '../../universe/blocklist.ts';
import {EnrichedSymbol} from '../../universe/symbol.ts';
import {decodeBlocklist} from './blocklist-file.ts';
import {SYMBOLS_OPENING} from './universe-file.ts';

/** The symbols in the first lines of a universe file of our own layout. Throws for anything else. */
export function firstSymbols(text: string, limit: number): readonly EnrichedSymbol[] {
  const at = text.indexOf(SYMBOLS_OPENING);
  if (at === -1) throw new Error('The symbols do not begin in these lines.');
  const lines = text.slice(at + SYMBOLS_OPENING.length).split('\n', limit);
  return lines.filter((line) => line.endsWith(',')).map((line) => EnrichedSymbol.parse(JSON.parse(line.slice(0, -1))));
}

/** The entries in the first lines of a blocklist. */
export function firstBlocked(text: string, limit: number, now: Date): readonly BlocklistEntry[] {
  return decodeBlocklist(text.split('\n', limit).join('\n'), now);
}
