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

type Row = ListedSymbol & {readonly source: string; readonly official: boolean};

/** One candidate a symbol: the first source that says a thing wins, and all who list it stay named. */
export function mergeListings(answers: readonly ListAnswer[]): Merged {
  const rows = new Map<string, Row[]>();
  for (const {source, official, listings} of answers) {
    for (const listing of listings) {
      const known = rows.get(listing.symbol);
      const row = {...listing, source, official};
      if (known) known.push(row);
      else rows.set(listing.symbol, [row]);
    }
  }
  const candidates: CandidateSymbol[] = [];
  const dropped: DroppedSymbol[] = [];
  for (const symbol of [...rows.keys()].sort()) {
    const merged = mergeRows(symbol, rows.get(symbol) ?? []);
    if ('because' in merged) dropped.push(merged);
    else candidates.push(merged);
  }
  return {candidates, dropped};
}

function mergeRows(symbol: string, rows: readonly Row[]): CandidateSymbol | DroppedSymbol {
  if (!Ticker.safeParse(symbol).success) return {symbol: clean(symbol).slice(0, 32), because: 'unreadable'};
  if (isTestIssue(rows)) return {symbol, because: 'test-issue'};
  const exchange = first(rows, 'exchange');
  if (!exchange) return {symbol, because: 'no-exchange'};
  const name = rows.map((row) => clean(row.name ?? '')).find((text) => text !== '');
  const etf = first(rows, 'etf');
  const typed = first(rows, 'instrument');
  const named = name === undefined ? {} : {name};
  const flags = {...(etf === undefined ? {} : {etf}), ...(typed === undefined ? {} : {typed})};
  return {
    symbol,
    exchange,
    ...named,
    instrument: classify({symbol, exchange, ...named, ...flags}),
    listedBy: [...new Set(rows.map((row) => row.source))],
  };
}

/** By the flag alone: CBO, CBX and IGZ are test issues without saying so, Aehr Test Systems is none. An official list's word stands. */
function isTestIssue(rows: readonly Row[]): boolean {
  const flagged = rows.filter((row) => row.testIssue !== undefined);
  const official = flagged.filter((row) => row.official);
  return (official.length > 0 ? official : flagged).some((row) => row.testIssue);
}

function first<K extends keyof ListedSymbol>(rows: readonly Row[], key: K): Row[K] | undefined {
  return rows.find((row) => row[key] !== undefined)?.[key];
}
