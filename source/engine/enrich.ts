import type {Connection, Situation} from '../provider/connection.ts';
import type {Eligibility, Metadata} from '../provider/contract.ts';
import type {Criteria} from '../universe/criteria.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import {ask} from './ask.ts';
import {factsFrom, merged} from './facts.ts';
import {implausibleCaps, isPlausibleCap, type LastNight} from './plausible.ts';
import type {FactRow, PriceRow} from './record.ts';
import type {Run} from './run.ts';
import type {Shelf} from './shelf.ts';
import {rowOf, survivors, todo, wants} from './wants.ts';

export type Enriching = {
  readonly shelf: Shelf;
  readonly sources: readonly Connection[];
  readonly fractionalSources: readonly Connection[];
  readonly criteria: Criteria;
  readonly situation: Situation;
  /** Empty when the last seal is too old to compare with. */
  readonly lastNight: LastNight;
};

/**
 * Gives every survivor its row in the unfiltered file. The best metadata source is asked for all whose facts did not come along with
 * their price; every later source costs calls, so it is asked only for symbols that lack nothing but a cap.
 */
export async function enrich(enriching: Enriching, run: Run): Promise<void> {
  const {shelf} = enriching;
  await shelf.admit(enriching.criteria);
  const done = standing(shelf);
  await shelve(
    enriching,
    run,
    survivors(shelf)
      .filter((symbol) => !wanting(enriching, symbol))
      .map((symbol) => knownOf(shelf, symbol)),
  );
  await ask<Metadata>(
    {
      pass: 'enrich',
      sources: enriching.sources,
      capability: (connection) => connection.metadata,
      todo: (connection) => todo(enriching, connection),
      save: (connection, asked, answers) => save(enriching, run, {source: connection.id, asked, answers}),
      done,
      situation: enriching.situation,
    },
    run,
  );
  await shelve(
    enriching,
    run,
    survivors(shelf).map((symbol) => knownOf(shelf, symbol)),
  );
  await askEligibility(enriching, run);
}

/** Survivors are priced at or above the floor and not blocked; `done` are those whose row is complete. Counted once: it is asked for after every batch. */
export function standing(shelf: Shelf): () => {done: number; total: number} {
  const total = shelf.unfiltered.size + survivors(shelf).length;
  return () => ({done: shelf.unfiltered.size, total});
}

/** True while some source may still be asked for this symbol. */
function wanting(enriching: Enriching, symbol: string, known = enriching.shelf.facts.get(symbol)): boolean {
  return enriching.sources.some((connection) => wants(enriching, {symbol, connection, known}));
}

type Batch<T> = {readonly source: string; readonly asked: readonly string[]; readonly answers: ReadonlyMap<string, T>};

/** Complete rows go straight to the unfiltered file; what another source may still add to waits beside it, so that nobody is asked twice. */
async function save(enriching: Enriching, run: Run, {source, asked, answers}: Batch<Metadata>): Promise<void> {
  const {shelf} = enriching;
  const because = implausibleCaps(source, answers, enriching.lastNight);
  if (because !== undefined) run.doubted('enrich', {provider: source, tickers: asked, sentence: because});
  const known = asked.map((symbol): FactRow => {
    const earlier = shelf.facts.get(symbol);
    const believed =
      because === undefined && isBelieved(enriching, {symbol, source, answers})
        ? answers.get(symbol)
        : capless(answers.get(symbol));
    const facts = merged(earlier?.facts, factsFrom(source, believed));
    return {symbol, asked: [...(earlier?.asked ?? []), source], ...(facts ? {facts} : {})};
  });
  const waiting = new Set(known.filter((row) => wanting(enriching, row.symbol, row)));
  await shelf.facts.append([...waiting]);
  await shelve(
    enriching,
    run,
    known.filter((row) => !waiting.has(row)),
  );
  await run.watchSpending();
}

/** The first source's cap must fit its price; what a later one says settles it. */
function isBelieved(
  {shelf, sources, lastNight}: Enriching,
  {symbol, source, answers}: {symbol: string; source: string; answers: ReadonlyMap<string, Metadata>},
): boolean {
  const close = shelf.prices.get(symbol)?.price?.lastClose;
  const cap = answers.get(symbol)?.marketCap;
  const isFirst = sources.find(({metadata}) => metadata !== undefined)?.id === source;
  return !isFirst || cap === undefined || close === undefined || isPlausibleCap(cap, close, lastNight.get(symbol));
}

function capless(metadata: Metadata | undefined): Metadata | undefined {
  if (metadata === undefined) return undefined;
  const {marketCap: _doubted, ...rest} = metadata;
  return rest;
}

/** Writes complete rows into the unfiltered file, and those that pass into the partial one. */
async function shelve({shelf, criteria}: Enriching, run: Run, known: readonly FactRow[]): Promise<void> {
  if (known.length === 0) return;
  const fetchedAt = run.clock.now().toISOString();
  const rows = known.map(({symbol, facts}) => {
    const row = shelf.prices.get(symbol) as PriceRow;
    return rowOf(shelf, {row, facts: merged(row.facts, facts), fetchedAt});
  });
  await shelf.shelve(rows, criteria);
}

/** What is known of a symbol besides its price answer. */
function knownOf(shelf: Shelf, symbol: string): FactRow {
  return shelf.facts.get(symbol) ?? {symbol, asked: []};
}

/** Fractional and tradable flags, for the rows whose verdict hangs on them. */
async function askEligibility(enriching: Enriching, run: Run): Promise<void> {
  const {shelf, criteria} = enriching;
  if (criteria.fractionalAbove === undefined && !criteria.requireTradable) return;
  const mark = (id: string): string => `fractional:${id}`;
  const asks = (row: EnrichedSymbol): boolean =>
    (criteria.requireTradable && row.tradable === undefined) ||
    (criteria.fractionalAbove !== undefined &&
      row.lastClose > criteria.fractionalAbove &&
      row.fractionable === undefined);
  await ask<Eligibility>(
    {
      pass: 'enrich',
      sources: enriching.fractionalSources,
      capability: (connection) => connection.fractional,
      todo: ({id}) =>
        [...shelf.unfiltered.values()]
          .filter((row) => asks(row) && !shelf.facts.get(row.symbol)?.asked.includes(mark(id)))
          .map(({symbol}) => symbol),
      save: async ({id}, asked, answers) => {
        const rows = asked.flatMap((symbol) => {
          const row = shelf.unfiltered.get(symbol);
          const known = answers.get(symbol);
          return row && known ? [{...row, ...known}] : [];
        });
        await shelf.shelve(rows, criteria);
        await shelf.facts.append(
          asked.map((symbol) => ({
            ...shelf.facts.get(symbol),
            symbol,
            asked: [...(shelf.facts.get(symbol)?.asked ?? []), mark(id)],
          })),
        );
      },
      done: standing(shelf),
      situation: enriching.situation,
    },
    run,
  );
}
