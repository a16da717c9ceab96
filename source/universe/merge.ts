import {clean} from './foreign-text.ts';
import {classify} from './instrument.ts';
import {type CandidateSymbol, type Exchange, type Instrument, Ticker} from './symbol.ts';

/** One row of a list source, its ticker canonical. */
export type ListedSymbol = {
  readonly symbol: string;
  readonly exchange?: Exchange;
  readonly name?: string | undefined;
  readonly etf?: boolean;
  readonly testIssue?: boolean;
  readonly instrument?: Instrument;
};

export type ListAnswer = {
  readonly source: string;
  readonly official: boolean;
  readonly listings: readonly ListedSymbol[];
};

export type DroppedSymbol = {
  readonly symbol: string;
  readonly because: 'test-issue' | 'no-exchange' | 'unreadable';
};

export type Merged = {readonly candidates: readonly CandidateSymbol[]; readonly dropped: readonly DroppedSymbol[]};

type Row = {readonly listing: ListedSymbol; readonly answer: ListAnswer};

/** One candidate a symbol: the first source that says a thing wins, and all who list it stay named. */
export function mergeListings(answers: readonly ListAnswer[]): Merged {
  const rows = new Map<string, Row[]>();
  for (const answer of answers) {
    for (const listing of answer.listings) {
      const known = rows.get(listing.symbol);
      const row = {listing, answer};
      if (known) known.push(row);
      else rows.set(listing.symbol, [row]);
    }
  }
  const shared = new Map<string, string[]>();
  const candidates: CandidateSymbol[] = [];
  const dropped: DroppedSymbol[] = [];
  for (const symbol of [...rows.keys()].sort()) {
    const merged = mergeRows(symbol, rows.get(symbol) ?? [], shared);
    if ('because' in merged) dropped.push(merged);
    else candidates.push(merged);
  }
  return {candidates, dropped};
}

function mergeRows(
  symbol: string,
  rows: readonly Row[],
  shared: Map<string, string[]>,
): CandidateSymbol | DroppedSymbol {
  if (!Ticker.safeParse(symbol).success) return {symbol: clean(symbol).slice(0, 32), because: 'unreadable'};
  if (isTestIssue(rows)) return {symbol, because: 'test-issue'};
  const exchange = first(rows, 'exchange');
  if (!exchange) return {symbol, because: 'no-exchange'};
  const name = rows.map(({listing}) => clean(listing.name ?? '')).find((text) => text !== '');
  const etf = first(rows, 'etf');
  const typed = first(rows, 'instrument');
  const named = name === undefined ? {} : {name};
  const flags = {...(etf === undefined ? {} : {etf}), ...(typed === undefined ? {} : {typed})};
  return {
    symbol,
    exchange,
    ...named,
    instrument: classify({symbol, exchange, ...named, ...flags}),
    listedBy: sourcesOf(rows, shared),
  };
}

/** By the flag alone: CBO, CBX and IGZ are test issues without saying so, Aehr Test Systems is none. An official list's word stands. */
function isTestIssue(rows: readonly Row[]): boolean {
  const flagged = rows.filter(({listing}) => listing.testIssue !== undefined);
  const official = flagged.filter(({answer}) => answer.official);
  return (official.length > 0 ? official : flagged).some(({listing}) => listing.testIssue);
}

function first<K extends keyof ListedSymbol>(rows: readonly Row[], key: K): ListedSymbol[K] | undefined {
  return rows.find(({listing}) => listing[key] !== undefined)?.listing[key];
}

/** Thousands of candidates are listed by the same few sources: they share one list of them. */
function sourcesOf(rows: readonly Row[], shared: Map<string, string[]>): string[] {
  const sources = [...new Set(rows.map(({answer}) => answer.source))];
  const key = sources.join(' ');
  const known = shared.get(key) ?? sources;
  shared.set(key, known);
  return known;
}
