import {Failure, sentenceOf} from '../failure.ts';
import type {Connection} from '../provider/connection.ts';
import type {Listing} from '../provider/contract.ts';
import {type ListAnswer, mergeListings} from '../universe/merge.ts';
import type {CandidateSymbol, EnrichedSymbol, UniverseEntry} from '../universe/symbol.ts';
import {refusedCredentials} from './ask.ts';
import {Pause} from './outcome.ts';
import type {SealRecord, SourceReport} from './record.ts';
import type {Run} from './run.ts';

export type Collecting = {
  readonly sources: readonly Connection[];
  readonly lastSeal: SealRecord | undefined;
  readonly admitted: ReadonlyMap<string, UniverseEntry>;
  /** What the last sealed night knew of every symbol: it stands in for a list source that fails tonight. */
  readonly lastRows: () => Promise<readonly EnrichedSymbol[]>;
  /** Share by which a list may shrink before it counts as failed. */
  readonly failedListShrink: number;
  /** Share from which a smaller list is worth saying. */
  readonly maxListShrink: number;
};

export type Collected = {readonly candidates: readonly CandidateSymbol[]; readonly sources: readonly SourceReport[]};

/** The id under which symbols of the last sealed universe are listed while a source that listed them is down. */
export const sealedSource = 'sealed';

/** Asks every list source, and merges what they say. Throws a Pause when none of them answers. */
export async function collect(collecting: Collecting, run: Run): Promise<Collected> {
  const answers: ListAnswer[] = [];
  const reports: SourceReport[] = [];
  for (const connection of collecting.sources) {
    if (connection.listSymbols === undefined) continue;
    run.mayGoOn();
    run.expectCalls(connection.id, 4);
    const {report, listings} = await askForList(connection, answers, {collecting, run});
    await run.keepCalls();
    reports.push(report);
    if (listings) answers.push({source: connection.id, official: connection.officialList, listings});
  }
  expectExchanges(answers);
  const failed = new Set(reports.filter((report) => report.failed !== undefined).map((report) => report.source));
  if (failed.size > 0) {
    const rows = await collecting.lastRows();
    if (rows.length === 0 && reports.some(({official, source}) => official && failed.has(source))) {
      throw new Pause('sources', 'The official list did not answer, and no earlier night says what each symbol is.');
    }
    answers.push(standIn(rows, failed));
  }
  const {candidates, dropped} = mergeListings(answers);
  if (failed.size === 0)
    sayDelisted({collecting, run}, {candidates, stillListed: new Set(dropped.map(({symbol}) => symbol))});
  return {candidates, sources: reports};
}

function expectExchanges(answers: readonly ListAnswer[]): void {
  if (answers.length === 0)
    throw new Pause('sources', 'No list source answered; the last sealed universe, if there is one, stands.');
  if (answers.some(({listings}) => listings.some((listing) => listing.exchange !== undefined))) return;
  const names = answers.map(({source}) => source).join(' and ');
  throw new Pause(
    'sources',
    `${names} answered, but did not say on which exchange a single symbol is listed; name that column or add another list source.`,
  );
}

/** Leaving by a word of the official list is no gate; that another source still shows the symbol is worth a look. */
function sayDelisted(
  {collecting, run}: Surroundings,
  {candidates, stillListed}: {candidates: readonly CandidateSymbol[]; stillListed: ReadonlySet<string>},
): void {
  const tonight = new Set(candidates.map(({symbol}) => symbol));
  const gone = [...collecting.admitted.keys()].filter((symbol) => !tonight.has(symbol));
  if (gone.length === 0) return;
  const disputed = gone.filter((symbol) => stillListed.has(symbol));
  run.stream.emit({
    type: 'symbol.delisted',
    buildId: run.buildId,
    symbols: gone.slice(0, 50),
    count: gone.length,
    disputed,
  });
}

type Surroundings = {readonly collecting: Collecting; readonly run: Run};

async function askForList(
  connection: Connection,
  answers: readonly ListAnswer[],
  {collecting, run}: Surroundings,
): Promise<{report: SourceReport; listings?: readonly Listing[]}> {
  const earlier = collecting.lastSeal?.sources.find((s) => s.source === connection.id && s.failed === undefined)?.rows;
  const known = {source: connection.id, official: connection.officialList, ...(earlier === undefined ? {} : {earlier})};
  try {
    const need = answers.some(({official}) => official) ? 'provenance' : 'full';
    const listings = (await connection.listSymbols?.({need}, run.situation)) ?? [];
    if (listings.length === 0) throw new Failure('source.empty', `${connection.title} sent an empty list.`);
    if (earlier !== undefined && listings.length < earlier * (1 - collecting.failedListShrink)) {
      throw new Failure(
        'source.shrank',
        `${connection.title} listed ${listings.length} symbols after ${earlier} the night before.`,
      );
    }
    if (earlier !== undefined && listings.length < earlier * (1 - collecting.maxListShrink)) {
      run.stream.emit({
        type: 'source.shrank',
        buildId: run.buildId,
        source: connection.id,
        rows: listings.length,
        earlier,
      });
    }
    const before = distinct(answers);
    const listed = distinct([...answers, {listings}]);
    const batch = {
      provider: connection.id,
      batch: answers.length + 1,
      asked: listings.length,
      answered: listings.length,
      done: listed,
      total: listed,
    };
    run.saved('collect', batch, {fresh: listed - before});
    return {report: {...known, rows: listings.length}, listings};
  } catch (thrown) {
    run.mayGoOn();
    if (!(thrown instanceof Failure)) throw thrown;
    if (thrown.kind === 'credentials') throw refusedCredentials(connection, thrown);
    run.failures('collect');
    run.stream.emit({type: 'source.failed', buildId: run.buildId, source: connection.id, because: sentenceOf(thrown)});
    return {report: {...known, rows: 0, failed: sentenceOf(thrown)}};
  }
}

/** Sources list much the same: a symbol counts once. */
function distinct(answers: readonly Pick<ListAnswer, 'listings'>[]): number {
  return new Set(answers.flatMap(({listings}) => listings.map(({symbol}) => symbol))).size;
}

/** Absence from a list that could not be read is not a delisting: what it listed at the last seal stays a candidate, of the type it had. */
function standIn(rows: readonly EnrichedSymbol[], failed: ReadonlySet<string>): ListAnswer {
  const listings = rows
    .filter((entry) => entry.listedBy.some((source) => failed.has(source) || source === sealedSource))
    .map(({symbol, exchange, name, instrument}) => ({
      symbol,
      exchange,
      instrument,
      ...(name === undefined ? {} : {name}),
    }));
  return {source: sealedSource, official: false, listings};
}
