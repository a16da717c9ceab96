import type {Connection} from '../provider/connection.ts';
import type {Criteria} from '../universe/criteria.ts';
import {judge} from '../universe/judge.ts';
import type {CandidateSymbol, EnrichedSymbol} from '../universe/symbol.ts';
import {enriched, type Facts, merged} from './facts.ts';
import type {FactRow, PriceRow} from './record.ts';
import type {Saved} from './saved.ts';
import {lacksOnlyACap} from './settle.ts';

export type Wanting = {
  readonly shelf: Saved;
  readonly sources: readonly Connection[];
  readonly criteria: Criteria;
};

/** What the enrich pass still has to ask this source. */
export function todo(wanting: Wanting, connection: Connection): readonly string[] {
  const {shelf} = wanting;
  return survivors(shelf).filter((symbol) => wants(wanting, {symbol, connection, known: shelf.facts.get(symbol)}));
}

/** Survivors that have no row yet. */
export function survivors(shelf: Saved): readonly string[] {
  const symbols: string[] = [];
  for (const row of shelf.prices.values()) {
    if (row.price === undefined || row.price.lastClose < shelf.floor) continue;
    if (!shelf.blocklist.has(row.symbol) && !shelf.unfiltered.has(row.symbol) && shelf.candidates.has(row.symbol))
      symbols.push(row.symbol);
  }
  return symbols;
}

type Wish = {readonly symbol: string; readonly connection: Connection; readonly known: FactRow | undefined};

/** Whether this source may still be asked for this symbol. */
export function wants({shelf, sources, criteria}: Wanting, {symbol, connection, known}: Wish): boolean {
  const row = shelf.prices.get(symbol);
  if (connection.metadata === undefined || row === undefined) return false;
  // What came along with its price is all that this source knows.
  if (known?.asked.includes(connection.id) || row.facts?.source === connection.id) return false;
  const facts = merged(row.facts, known?.facts);
  if (facts === undefined && connection === sources.find((source) => source.metadata !== undefined)) return true;
  const verdict = judge(rowOf(shelf, {row, facts, fetchedAt: ''}), criteria);
  return verdict.outcome === 'rejected' && lacksOnlyACap(verdict.reasons);
}

type Making = {readonly row: PriceRow; readonly facts: Facts | undefined; readonly fetchedAt: string};

/** Everything that is known of a candidate, as a row. */
export function rowOf(shelf: Pick<Saved, 'candidates'>, {row, facts, fetchedAt}: Making): EnrichedSymbol {
  return enriched(shelf.candidates.get(row.symbol) as CandidateSymbol, row, {facts, fetchedAt});
}
