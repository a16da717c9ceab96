import type {TableRow} from '../control/query.ts';

/** What a search looks through: every fact of a row in one lower-case string, made once a row. */
export function haystackOf(row: TableRow): string {
  return (
    'origin' in row
      ? [row.symbol, row.origin === 'manual' ? `manual ${row.actor} ${row.justification}` : `auto ${row.provider}`]
      : [row.symbol, row.name, row.exchange, row.instrument, row.sector, row.industry, row.country, row.priceSource]
  )
    .filter((fact) => fact !== undefined)
    .join('\x1f')
    .toLowerCase();
}

/** Indexes of the rows that hold every word; nothing to look for is no filter at all. */
export function matchesOf(haystacks: readonly string[], text: string): readonly number[] | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const [first, ...others] = words;
  if (first === undefined) return undefined;
  const matches: number[] = [];
  for (let i = 0; i < haystacks.length; i++) {
    const haystack = haystacks[i] ?? '';
    if (haystack.includes(first) && others.every((word) => haystack.includes(word))) matches.push(i);
  }
  return matches;
}

/** The index of a symbol in rows sorted by symbol, or where it would stand. */
export function placeOf(symbol: string, {count, at}: {count: number; at: (index: number) => string}): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(middle) < symbol) low = middle + 1;
    else high = middle;
  }
  return low;
}
