import type {Connection} from '../provider/connection.ts';
import {isDue, type RecoveryTerms} from '../universe/blocklist.ts';
import type {Criteria} from '../universe/criteria.ts';
import {todo as pricesToAsk} from './price.ts';
import type {Saved} from './saved.ts';
import type {Terms} from './terms.ts';
import {todo as factsToAsk} from './wants.ts';

/** Symbols that a source is still to be asked about: for sure, and only where no source before it knows them. */
export type Left = {readonly sure: number; readonly maybe: number};

export type LeftIn = {
  readonly order: Terms['order'];
  readonly connections: ReadonlyMap<string, Connection>;
  readonly criteria: Criteria;
  readonly recovery: RecoveryTerms;
};

/** What an unfinished build still has to ask, by `pass provider`; what nobody can know yet is left out. */
export function left(saved: Saved, {order, connections, criteria, recovery}: LeftIn): ReadonlyMap<string, Left> {
  const of = (ids: readonly string[]): readonly Connection[] => ids.flatMap((id) => connections.get(id) ?? []);
  const sources = of(order.metadata);
  const asking = {
    shelf: saved,
    floor: criteria.minPrice,
    situation: recovery,
    isDue: (entry: Parameters<typeof isDue>[0]) => isDue(entry, recovery),
  };
  const prices = inTurn(
    'price',
    of(order.prices),
    (connection) =>
      connection.prices && pricesToAsk(asking, connection, connection.prices.batchSize === Number.POSITIVE_INFINITY),
  );
  const isPriced = [...prices.values()].every(({sure, maybe}) => sure + maybe === 0);
  // Before the prices are there nobody knows who survives.
  if (!isPriced && saved.unfiltered.size + saved.facts.size === 0) return prices;
  const facts = inTurn(
    'enrich',
    sources,
    (connection) => connection.metadata && factsToAsk({shelf: saved, sources, criteria}, connection),
  );
  return new Map([...prices, ...facts]);
}

function inTurn(
  pass: 'price' | 'enrich',
  sources: readonly Connection[],
  todo: (connection: Connection) => readonly string[] | undefined,
): ReadonlyMap<string, Left> {
  const known = new Map<string, Left>();
  const asked = new Set<string>();
  for (const connection of sources) {
    const symbols = todo(connection);
    if (symbols === undefined) continue;
    const sure = symbols.filter((symbol) => !asked.has(symbol)).length;
    for (const symbol of symbols) asked.add(symbol);
    known.set(`${pass} ${connection.id}`, {sure, maybe: symbols.length - sure});
  }
  return known;
}
