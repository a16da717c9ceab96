import {stateRows} from '../store/formats/build-state.ts';
import {type Heading, universeFormat} from '../store/formats/universe-file.ts';
import {inState} from '../store/paths.ts';
import {Rows, type RowsOptions} from '../store/rows.ts';
import type {Criteria} from '../universe/criteria.ts';
import {CandidateSymbol, EnrichedSymbol, type UniverseEntry} from '../universe/symbol.ts';
import {type BuildRecord, CheckRow, FactRow, PriceRow} from './record.ts';
import {Shelf} from './shelf.ts';
import type {Works} from './works.ts';

type Wanted = {
  readonly record: BuildRecord;
  readonly criteria: Criteria;
  readonly admitted: ReadonlyMap<string, UniverseEntry>;
};

/** Opens the rows of the build in progress; a new one does not read what it is about to empty. What was damaged is set aside by the store and said here. */
export async function openShelf(works: Works, {record, criteria, admitted}: Wanted): Promise<Shelf> {
  const {paths, clock, mayWrite} = works;
  const bySymbol = (row: {symbol: string}): string => row.symbol;
  const opened: {readonly close: () => Promise<void>}[] = [];
  const open = async <T extends {symbol: string}>(
    options: Pick<RowsOptions<T>, 'row' | 'format' | 'path' | 'publish' | 'mode'>,
    name: string,
  ): Promise<Rows<T>> => {
    const fresh = record.begun !== true;
    const journal = inState(paths, `${name}.journal`);
    const rows = await Rows.open<T>({...options, key: bySymbol, journal, clock, mayWrite, fresh});
    opened.push(rows);
    for (const found of rows.found.setAside) works.stream.emit({type: 'file.set-aside', ...found});
    return rows;
  };
  const state = <T extends {symbol: string}>(name: string, row: RowsOptions<T>['row']): Promise<Rows<T>> =>
    open(
      {row, format: stateRows(name, row), path: inState(paths, `${name}.rows`), publish: 'seldom', mode: 0o600},
      name,
    );
  const live = (status: Live): Promise<Rows<EnrichedSymbol>> =>
    open(liveFile(works, {record, criteria, status}), status);
  try {
    return new Shelf({
      candidates: await state('candidates', CandidateSymbol),
      prices: await state('prices', PriceRow),
      facts: await state('facts', FactRow),
      checks: await state('checks', CheckRow),
      unfiltered: await live('unfiltered'),
      partial: await live('partial'),
      blocklist: works.blocklist,
      blocking: works.blocking,
      admitted,
      floor: criteria.minPrice,
    });
  } catch (thrown) {
    // Nobody else knows of those that could be opened.
    for (const rows of opened) await rows.close().catch(() => {});
    throw thrown;
  }
}

/** A live file of a build that is over; whoever opens it closes it. */
export async function openLive(
  works: Works,
  of: {readonly record: BuildRecord; readonly criteria: Criteria; readonly status: Live},
): Promise<Rows<EnrichedSymbol>> {
  const rows = await Rows.open({
    ...liveFile(works, of),
    key: ({symbol}) => symbol,
    journal: inState(works.paths, `${of.status}.journal`),
    clock: works.clock,
    mayWrite: works.mayWrite,
  });
  for (const found of rows.found.setAside) works.stream.emit({type: 'file.set-aside', ...found});
  return rows;
}

/** The files that a build writes as it goes. */
export type Live = 'unfiltered' | 'partial';

function liveFile(
  works: Works,
  of: {readonly record: BuildRecord; readonly criteria: Criteria; readonly status: Live},
): Pick<RowsOptions<EnrichedSymbol>, 'row' | 'format' | 'path' | 'publish' | 'mode'> {
  return {
    row: EnrichedSymbol,
    format: universeFormat(() => liveHeading(works, of)),
    path: works.paths[of.status],
    publish: 'often',
    mode: 0o644,
  };
}

/** What stands over the rows of a live file. */
function liveHeading(
  works: Works,
  {record, criteria, status}: {record: BuildRecord; criteria: Criteria; status: Live},
): Heading {
  return {
    build_id: record.buildId,
    build_timestamp_utc: works.clock.now().toISOString(),
    session: record.session,
    tradable_session: record.tradableSession,
    status,
    criteria,
    counts: {},
  };
}
