import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {CandidateSymbol, EnrichedSymbol} from '../universe/symbol.ts';
import type {FactRow, PriceRow} from './record.ts';

/** Rows by symbol, to be looked at alone. */
export type Lookup<T> = Pick<ReadonlyMap<string, T>, 'get' | 'has' | 'size'> & {readonly values: () => Iterable<T>};

/** What a build has on disk, as far as it tells what is still to be asked: the shelf, or its files as somebody reads them. */
export type Saved = {
  readonly candidates: Lookup<CandidateSymbol>;
  readonly prices: Lookup<PriceRow>;
  readonly facts: Lookup<FactRow>;
  readonly unfiltered: Lookup<EnrichedSymbol>;
  readonly blocklist: Lookup<BlocklistEntry>;
  readonly floor: number;
};
