import type {Published, Rows} from '../store/rows.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {Criteria} from '../universe/criteria.ts';
import {judge} from '../universe/judge.ts';
import type {CandidateSymbol, EnrichedSymbol, UniverseEntry} from '../universe/symbol.ts';
import type {Blocking} from './blocking.ts';
import type {CheckRow, FactRow, PriceRow} from './record.ts';

export type ShelfOptions = {
  readonly candidates: Rows<CandidateSymbol>;
  readonly prices: Rows<PriceRow>;
  readonly facts: Rows<FactRow>;
  readonly checks: Rows<CheckRow>;
  readonly unfiltered: Rows<EnrichedSymbol>;
  readonly partial: Rows<EnrichedSymbol>;
  readonly blocklist: Rows<BlocklistEntry>;
  readonly blocking: Blocking;
  /** The last sealed universe by symbol. */
  readonly admitted: ReadonlyMap<string, UniverseEntry>;
  readonly floor: number;
};

/** The durable rows of one build, each pass's output beside its input: what is missing there is what remains to be done. */
export class Shelf {
  readonly candidates: Rows<CandidateSymbol>;
  readonly prices: Rows<PriceRow>;
  readonly facts: Rows<FactRow>;
  readonly checks: Rows<CheckRow>;
  readonly unfiltered: Rows<EnrichedSymbol>;
  readonly partial: Rows<EnrichedSymbol>;
  readonly blocklist: Rows<BlocklistEntry>;
  readonly blocking: Blocking;
  readonly admitted: ReadonlyMap<string, UniverseEntry>;
  readonly floor: number;
  #priced: number;
  readonly #answers: {readonly checkpoint: () => Promise<unknown>; readonly closeAndForget: () => Promise<void>}[];

  constructor(options: ShelfOptions) {
    this.candidates = options.candidates;
    this.prices = options.prices;
    this.facts = options.facts;
    this.checks = options.checks;
    this.unfiltered = options.unfiltered;
    this.partial = options.partial;
    this.blocklist = options.blocklist;
    this.blocking = options.blocking;
    this.admitted = options.admitted;
    this.floor = options.floor;
    this.#answers = [options.prices, options.facts];
    this.#priced = [...options.prices.values()].filter(({price}) => price !== undefined).length;
  }

  /** Empties what an earlier build left, before the first call of a new one. */
  async clear(): Promise<void> {
    for (const rows of [this.partial, this.unfiltered, this.checks, this.facts, this.prices, this.candidates])
      await rows.replace([]);
    this.#priced = 0;
  }

  /** Candidates with a close, below the floor included. */
  get priced(): number {
    return this.#priced;
  }

  /** Saves what a price source said; an append that replaces a priced row never happens, for it is not asked again. */
  async savePrices(rows: readonly PriceRow[]): Promise<void> {
    await this.prices.append(rows);
    this.#priced += rows.filter(({price}) => price !== undefined).length;
  }

  /** Makes the partial file what `judge` and the blocklist say of the unfiltered one: after a kill, a block, or under changed criteria. */
  async admit(criteria: Criteria): Promise<void> {
    const passing = passingOf(this.unfiltered.values(), {criteria, blocklist: this.blocklist});
    const keep = new Set(passing.map(({symbol}) => symbol));
    const gone = [...this.partial.values()].map(({symbol}) => symbol).filter((symbol) => !keep.has(symbol));
    if (gone.length > 0) await this.partial.remove(gone);
    const missing = passing.filter(({symbol}) => !this.partial.has(symbol));
    if (missing.length > 0) await this.partial.append(missing);
  }

  /** Saves complete rows, and admits those that pass so far. */
  async shelve(rows: readonly EnrichedSymbol[], criteria: Criteria): Promise<void> {
    if (rows.length === 0) return;
    await this.unfiltered.append(rows);
    const passing = passingOf(rows, {criteria, blocklist: this.blocklist});
    if (passing.length > 0) await this.partial.append(passing);
  }

  /** Brings every published file up to date: at the end of a pass, at a pause, at a signal. */
  async checkpoint(): Promise<{readonly unfiltered: Published; readonly partial: Published}> {
    for (const rows of [this.candidates, ...this.#answers, this.checks, this.blocklist]) await rows.checkpoint();
    return {unfiltered: await this.unfiltered.checkpoint(), partial: await this.partial.checkpoint()};
  }

  /** What was asked is needed until every survivor has its row, and not after. */
  async closeAnswers(): Promise<void> {
    for (const rows of this.#answers.splice(0)) await rows.closeAndForget();
  }

  async close(): Promise<void> {
    await this.closeAnswers();
    for (const rows of [this.candidates, this.checks, this.unfiltered, this.partial]) await rows.close();
  }
}

/** The rows of the partial file: what the criteria and the blocklist let pass. */
export function passingOf(
  rows: Iterable<EnrichedSymbol>,
  {criteria, blocklist}: {readonly criteria: Criteria; readonly blocklist: Pick<Rows<BlocklistEntry>, 'has'>},
): readonly EnrichedSymbol[] {
  return [...rows].filter((row) => !blocklist.has(row.symbol) && judge(row, criteria).outcome === 'admitted');
}
