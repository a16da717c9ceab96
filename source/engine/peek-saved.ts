import {stateRows} from '../store/formats/build-state.ts';
import {universeFormat} from '../store/formats/universe-file.ts';
import {peekRows} from '../store/load-rows.ts';
import {inState, type Paths} from '../store/paths.ts';
import type {RowsOptions} from '../store/rows.ts';
import {CandidateSymbol, EnrichedSymbol} from '../universe/symbol.ts';
import {FactRow, PriceRow} from './record.ts';
import type {Saved} from './saved.ts';

/** What an unfinished build has on disk, for somebody who only looks; undefined where it cannot be read whole. */
export async function peekSaved(paths: Paths): Promise<Omit<Saved, 'blocklist' | 'floor'> | undefined> {
  const peek = <T extends {symbol: string}>(
    name: string,
    row: RowsOptions<T>['row'],
    {path = inState(paths, `${name}.rows`), format = stateRows(name, row)} = {},
  ): Promise<ReadonlyMap<string, T> | undefined> =>
    peekRows({path, journal: inState(paths, `${name}.journal`), key: ({symbol}) => symbol, row, format});
  const heading = (): never => {
    throw new Error('Nothing is written here');
  };
  const candidates = await peek('candidates', CandidateSymbol);
  const prices = await peek('prices', PriceRow);
  const facts = await peek('facts', FactRow);
  const unfiltered = await peek('unfiltered', EnrichedSymbol, {
    path: paths.unfiltered,
    format: universeFormat(heading),
  });
  return candidates && prices && facts && unfiltered && {candidates, prices, facts, unfiltered};
}
