import type {Connection, Situation} from '../provider/connection.ts';
import {hasDearPrices, type Price} from '../provider/contract.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import {type AskOutcome, ask} from './ask.ts';
import {factsFrom} from './facts.ts';
import {type Observation, observe} from './observe.ts';
import {
  expectCurrentPrices,
  expectPlausiblePrices,
  implausibleCaps,
  isPlausibleCap,
  type LastNight,
} from './plausible.ts';
import type {PriceRow} from './record.ts';
import type {Run} from './run.ts';
import type {Saved} from './saved.ts';
import type {Shelf} from './shelf.ts';

export type Pricing = {
  readonly shelf: Shelf;
  readonly sources: readonly Connection[];
  readonly floor: number;
  readonly suspectJump: number;
  readonly maxDivergence: number;
  readonly situation: Situation;
  /** Empty when the last seal is too old to compare with. */
  readonly lastNight: LastNight;
  /** True when an automatic entry is to be asked again tonight although asking costs a call. */
  readonly isDue: (entry: BlocklistEntry) => boolean;
};

/** Prices every candidate from the first source that knows it. Below the floor goes to the blocklist, above it comes off it. */
export async function price(pricing: Pricing, run: Run): Promise<AskOutcome> {
  const {shelf} = pricing;
  // A kill between the acknowledgement of a batch and the blocklist leaves work to finish.
  await shelf.blocking.follow([...shelf.prices.values()]);
  return ask<Price>(
    {
      pass: 'price',
      sources: pricing.sources,
      capability: (connection) => connection.prices,
      todo: (connection, asking) => todo(pricing, connection, asking.batchSize === Number.POSITIVE_INFINITY),
      save: (connection, asked, answers) => save(pricing, run, {source: connection.id, asked, answers}),
      done: () => standing(shelf),
      situation: pricing.situation,
    },
    run,
  );
}

/** How many candidates have a close; those that stay on the blocklist or that nobody knows never get one. */
export function standing(shelf: Shelf): {done: number; total: number} {
  return {done: shelf.priced, total: shelf.candidates.size};
}

type Wanting = Pick<Pricing, 'floor' | 'isDue'> & {
  readonly shelf: Saved;
  readonly situation: Pick<Situation, 'session'>;
};

/** What this source still has to be asked. A bulk answer costs nothing more a symbol, so it re-judges the whole blocklist too. */
export function todo(
  {shelf, floor, isDue, situation}: Wanting,
  connection: Connection,
  bulk: boolean,
): readonly string[] {
  const {id: source} = connection;
  const symbols: string[] = [];
  for (const {symbol} of shelf.candidates.values()) {
    const row = shelf.prices.get(symbol);
    if (row?.price !== undefined || row?.missed.includes(source)) continue;
    const blocked = shelf.blocklist.get(symbol);
    if (blocked?.origin === 'manual') continue;
    if (blocked !== undefined && !mayRecover(connection)) continue;
    // Tonight's close is known already; what passes a floor that was lowered since wants a row all the same.
    const isKnown = blocked?.session === situation.session && (blocked.lastClose ?? floor) < floor;
    if (blocked !== undefined && (isKnown || !(bulk || isDue(blocked) || row?.suspicion))) continue;
    symbols.push(symbol);
  }
  return symbols;
}

/** Recovery never spends what is limited or paid, whatever the price pass may (SPEC, rulings). */
export function mayRecover(connection: Pick<Connection, 'tier' | 'pricesTier'>): boolean {
  return !hasDearPrices(connection);
}

type Batch = {readonly source: string; readonly asked: readonly string[]; readonly answers: ReadonlyMap<string, Price>};

/** One append is the acknowledgement of the whole answer; the blocklist follows from the rows, now or after a kill. */
async function save(pricing: Pricing, run: Run, {source, asked, answers}: Batch): Promise<void> {
  expectCurrentPrices(source, answers, pricing.situation.session);
  expectPlausiblePrices(source, answers, pricing.lastNight);
  const capless = withoutCaps(pricing, run, {source, asked, answers});
  const rows: PriceRow[] = [];
  for (const symbol of asked) {
    const earlier = pricing.shelf.prices.get(symbol) ?? {symbol, missed: []};
    const answer = answers.get(symbol);
    const observation = look(pricing, {symbol, source, answer, earlier});
    if (observation.kind === 'suspected')
      run.stream.emit({type: 'symbol.suspected', symbol, provider: source, ...suspected(observation)});
    const facts = earlier.facts ?? factsOf(pricing, {symbol, source, answer, capless});
    rows.push(
      rowOf({...earlier, ...(facts ? {facts} : {})}, observation, {source, session: pricing.situation.session}),
    );
  }
  await pricing.shelf.savePrices(rows);
  await pricing.shelf.blocking.follow(rows);
  await run.watchSpending();
}

/** True when the caps of this answer are of another unit: then none of them counts, and it is said. */
function withoutCaps(pricing: Pricing, run: Run, {source, asked, answers}: Batch): boolean {
  const metadata = new Map(
    [...answers].flatMap(([symbol, {metadata: known}]) => (known ? [[symbol, known] as const] : [])),
  );
  const because = implausibleCaps(source, metadata, pricing.lastNight);
  if (because !== undefined) run.doubted('price', {provider: source, tickers: asked, sentence: because});
  return because !== undefined;
}

type Telling = {
  readonly symbol: string;
  readonly source: string;
  readonly answer: Price | undefined;
  readonly capless: boolean;
};

/** What the price answer also knew; a cap that jumped against its own price is unknown, so that another source is asked. */
function factsOf({lastNight}: Pricing, {symbol, source, answer, capless}: Telling): PriceRow['facts'] {
  const facts = factsFrom(source, answer?.metadata);
  if (facts?.marketCap === undefined || answer === undefined) return facts;
  if (!capless && isPlausibleCap(facts.marketCap, answer.lastClose, lastNight.get(symbol))) return facts;
  const {marketCap: _doubted, ...rest} = facts;
  return rest;
}

type Look = {
  readonly symbol: string;
  readonly source: string;
  readonly answer: Price | undefined;
  readonly earlier: PriceRow;
};

function look(pricing: Pricing, {symbol, source, answer, earlier}: Look): Observation {
  return observe({
    symbol,
    source,
    answer,
    session: pricing.situation.session,
    floor: pricing.floor,
    suspectJump: pricing.suspectJump,
    maxDivergence: pricing.maxDivergence,
    blocked: pricing.shelf.blocklist.get(symbol),
    admittedClose: pricing.shelf.admitted.get(symbol)?.lastClose,
    suspicion: earlier.suspicion,
  });
}

function suspected({suspicion}: Extract<Observation, {kind: 'suspected'}>): {lastClose: number; earlierClose: number} {
  return {lastClose: suspicion.lastClose, earlierClose: suspicion.earlierClose};
}

function rowOf(
  earlier: PriceRow,
  observation: Observation,
  {source, session}: {source: string; session: string},
): PriceRow {
  const {symbol, facts} = earlier;
  const known = {symbol, ...(facts ? {facts} : {})};
  switch (observation.kind) {
    case 'missed':
      return {
        ...known,
        missed: [...earlier.missed, source],
        ...(earlier.suspicion ? {suspicion: earlier.suspicion} : {}),
      };
    case 'suspected':
      return {...known, missed: [...earlier.missed, source], suspicion: observation.suspicion};
    case 'seen':
      return {...known, missed: earlier.missed, price: {lastClose: observation.lastClose, source, session}};
  }
}
