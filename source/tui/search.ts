import type {TableRow} from '../control/query.ts';
import {fieldOf} from './search-fields.ts';
import {parseTerm, type Term} from './search-term.ts';

/** What a person looks for, read once a keystroke; the rows are then only asked. */
export type SearchQuery = {
  readonly terms: readonly Term[];
  /** What could not be read, in words for the search line. */
  readonly unread: readonly string[];
};

/** What the tables are searched for, as it is typed. */
export type Search = {
  readonly text: string;
  readonly isEditing: boolean;
  /** The first letter takes its place. */
  readonly isSelected?: true;
  /** Absent while there is nothing to look for. */
  readonly query?: SearchQuery;
};

/** What a search looks through: every fact of a row in one lower-case string, made once a row. The last one is the reason. */
export function haystackOf(row: TableRow, why = ''): string {
  return (
    'origin' in row
      ? row.origin === 'manual'
        ? [row.symbol, `manual user:${row.actor}`, [row.justification, why].filter(Boolean).join(' ')]
        : [row.symbol, `auto ${row.provider}`, `below price floor${row.afterUnblock ? ', again' : ''} ${why}`]
      : [
          row.symbol,
          row.name,
          row.exchange,
          row.instrument,
          row.sector,
          row.industry,
          row.country,
          row.priceSource,
          why,
        ]
  )
    .filter((fact) => fact !== undefined)
    .join('\x1f')
    .toLowerCase();
}

/** Whether it asks why symbols are out, so that the reasons of the sealed night are wanted. */
export function asksReasons(search: Search | undefined): boolean {
  return search?.query?.terms.some(({asksReason}) => asksReason) ?? false;
}

/** As people write them: `price < 5`. */
const spaced = /\b([a-z]+)\s*(<=|>=|!=|<|>)\s*(?=[\d$.]|$)/g;

/** Words and filters, all of which must hold; undefined when there is nothing to look for. */
export function parseSearch(text: string): SearchQuery | undefined {
  // A quotation holds words together: sector:"health care".
  const joined = text
    .toLowerCase()
    .replace(spaced, (found, name: string, sign: string) => (fieldOf(name) ? `${name}${sign}` : found));
  const words = joined.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  const read = words.map(parseTerm);
  if (read.length === 0) return undefined;
  return {
    terms: read.flatMap(({term}) => term ?? []),
    unread: read.flatMap(({unread}) => unread ?? []),
  };
}

export function meets({terms}: SearchQuery, row: TableRow, haystack: string): boolean {
  for (const term of terms) if (term.holds(row, haystack) === term.isNegated) return false;
  return true;
}

/** The index of a symbol in rows sorted by symbol, or where it would stand. */
export function placeOf(symbol: string, {count, at}: {count: number; at: (index: number) => string}): number {
  return lowerBound(count, (i) => at(i) < symbol);
}

/** How many at the beginning are before something, in a list where those that are come first. */
export function lowerBound(count: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
