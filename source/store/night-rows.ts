import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import {VerdictLine} from '../universe/verdict.ts';
import {decodeBlocklist} from './formats/blocklist-file.ts';
import {CLOSING, decodeUniverse, SYMBOLS_OPENING, type UniverseFile} from './formats/universe-file.ts';

/** What is found by its symbol; only what is asked for need be understood. */
export type BySymbol<T> = {readonly get: (symbol: string) => T | undefined};

export type VerdictRows = BySymbol<VerdictLine> & {
  readonly has: (symbol: string) => boolean;
  /** Every symbol that the night judged. */
  readonly keys: () => Iterable<string>;
};

/** A night whose parts are looked up in their texts, which matched their checksums: who asks for one symbol does not wait for ten thousand. */
export type NightRows = {
  /** Its heading; the symbols are in `entries`. */
  readonly final: UniverseFile;
  readonly entries: BySymbol<EnrichedSymbol>;
  readonly unfiltered: BySymbol<EnrichedSymbol>;
  readonly blocklist: BySymbol<BlocklistEntry>;
  readonly lines: VerdictRows;
};

/** A verdict a line, its symbol first. */
export function verdictRows(text: string): VerdictRows {
  const get = (symbol: string): VerdictLine | undefined => verdictsOf(rowsAbout(text, symbol).join('\n')).at(-1);
  return {get, has: (symbol) => rowsAbout(text, symbol).length > 0, keys: () => symbolsIn(text)};
}

export function verdictsOf(text: string): readonly VerdictLine[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : [VerdictLine.parse(JSON.parse(line))]));
}

/** A universe file in the layout that is written here is cut down to the rows of the symbol; any other is read whole. */
export function universeRows(text: string): {readonly file: UniverseFile; readonly rows: BySymbol<EnrichedSymbol>} {
  const at = text.indexOf(SYMBOLS_OPENING);
  if (at === -1 || !text.endsWith(CLOSING)) {
    const file = decodeUniverse(text);
    return {file, rows: new Map(file.symbols.map((row) => [row.symbol, row]))};
  }
  const head = text.slice(0, at);
  const rowOf = (symbol: string): EnrichedSymbol | undefined => {
    const rows = rowsAbout(text, symbol).map((line) => line.replace(/,$/, ''));
    return rows.length === 0
      ? undefined
      : decodeUniverse(`${head}${SYMBOLS_OPENING}${rows.join(',\n')}${CLOSING}`).symbols[0];
  };
  return {file: decodeUniverse(`${head}"symbols": []\n}\n`), rows: {get: rowOf}};
}

export function blocklistRows(text: string): BySymbol<BlocklistEntry> {
  return {
    get: (symbol) => {
      const found = (entries: readonly BlocklistEntry[]) => entries.find((entry) => entry.symbol === symbol);
      try {
        return found(decodeBlocklist(blocklistAbout(text, symbol)));
      } catch {
        // Words that go over several lines, or damage, which is told with the number of its line.
        return found(decodeBlocklist(text));
      }
    },
  };
}

/** The comments, which name the format, and the lines of a symbol, in whatever case a person wrote it. */
export function blocklistAbout(text: string, symbol: string): string {
  const literal = symbol.replace(/[^\w]/g, '\\$&');
  const about = new RegExp(`^(?:#|[^\\S\\n]*"?${literal}"?[^\\S\\n]*(?:[,#\\r]|$)).*$`, 'gim');
  return (text.match(about) ?? []).join('\n');
}

/** Lines that begin with the row of a symbol. No line break stands inside a row, so what is found at the start of a line is one. */
function rowsAbout(text: string, symbol: string): readonly string[] {
  const start = `{"symbol":${JSON.stringify(symbol)},`;
  const rows: string[] = [];
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, at + 1)) {
    if (at > 0 && text[at - 1] !== '\n') continue;
    const end = text.indexOf('\n', at);
    rows.push(text.slice(at, end === -1 ? undefined : end));
  }
  return rows;
}

function* symbolsIn(text: string): Iterable<string> {
  for (const [, symbol = ''] of text.matchAll(/^\{"symbol":("(?:[^"\\]|\\.)*")/gm)) yield String(JSON.parse(symbol));
}
