import {Failure} from '../failure.ts';
import {writeDurably} from '../store/file.ts';
import {encodeUniverse, type Heading} from '../store/formats/universe-file.ts';
import {pruneHistory, saveNight} from '../store/history.ts';
import type {NightMaking} from '../store/night-figures.ts';
import type {Criteria} from '../universe/criteria.ts';
import {funnelOf} from '../universe/funnel.ts';
import type {EnrichedSymbol, UniverseEntry} from '../universe/symbol.ts';
import type {Funnel, VerdictLine} from '../universe/verdict.ts';
import type {GateId} from './event.ts';
import {changeSinceLastNight} from './night-change.ts';
import type {BuildOrder} from './order.ts';
import type {BuildOutcome} from './outcome.ts';
import {pastGates} from './past-gates.ts';
import type {BuildRecord, SealRecord, SourceReport} from './record.ts';
import type {Run} from './run.ts';
import type {Sealed} from './sealed.ts';
import type {Settled} from './settle.ts';
import {loadBuild, saveBuild, saveSeal, type Works} from './works.ts';

export type Overriding = {readonly gates: readonly GateId[]; readonly actor: string; readonly justification: string};

export type Sealing = {
  readonly run: Run;
  readonly record: Pick<BuildRecord, 'buildId' | 'session' | 'tradableSession'>;
  /** What screeners read until now. */
  readonly sealed: Sealed | undefined;
  readonly sources: readonly SourceReport[];
  readonly overriding: Overriding;
  readonly kind: NightMaking['kind'];
  readonly order: Pick<BuildOrder, 'actor' | 'trigger'>;
  /** It goes on with a build that had been stopped. */
  readonly resumed?: boolean;
  /** On the monotonic clock. */
  readonly startedAt: number;
  readonly settled: () => Iterable<Settled>;
  /** The unfiltered rows that were judged, for the night's history. */
  readonly unfiltered: () => Iterable<EnrichedSymbol>;
  readonly criteria: Criteria;
  /** What the night was asked, where this seal asks nobody again. */
  readonly asked?: SealRecord['asked'] | undefined;
  /** What its passes cost, where this seal had none. */
  readonly passes?: SealRecord['passes'] | undefined;
  /** `quiet` seals say only that they are done, not every verdict again. */
  readonly quiet: boolean;
};

export type Tally = {
  readonly lines: readonly VerdictLine[];
  readonly entries: readonly UniverseEntry[];
  readonly funnel: Funnel;
};

/** The one moment at which the universe changes: gates, validation, manifest, one rename, history. */
export async function seal(works: Works, sealing: Sealing): Promise<BuildOutcome> {
  const {run, record} = sealing;
  return run.pass(
    'seal',
    () => ({done: 0, total: 0}),
    async () => {
      const tally = tallyOf(sealing);
      const refused = await pastGates(works, sealing, tally);
      if (refused.length > 0) return {outcome: 'refused', buildId: record.buildId, gates: refused};
      run.mayGoOn();
      // A kill between the rename and the record: the file is there, whole, and must not change twice for one seal.
      const {sealed} = sealing;
      const isThere = sealed?.heading.build_id === record.buildId && !sealed.fromHistory;
      const standing = isThere ? sealed : undefined;
      const heading = standing?.heading ?? headingOf(works, sealing, tally.funnel);
      const sha256 = standing?.sha256 ?? (await promote(works, {run, heading, tally}));
      await works.manifest.settle('final');
      const durationMs = Math.round(works.clock.monotonic() - sealing.startedAt);
      await keepNight(works, sealing, {...tally, heading, durationMs});
      if (!sealing.quiet) await sayVerdicts(sealing, tally);
      const {buckets} = tally.funnel;
      return {
        outcome: 'sealed',
        buildId: record.buildId,
        session: record.session,
        records: tally.entries.length,
        sha256,
        buckets,
        durationMs,
      };
    },
  );
}

function tallyOf(sealing: Sealing): Tally {
  const lines: VerdictLine[] = [];
  const entries: UniverseEntry[] = [];
  for (const {line, entry} of sealing.settled()) {
    lines.push(line);
    if (entry) entries.push(entry);
  }
  if (new Set(entries.map(({symbol}) => symbol)).size !== entries.length) {
    throw new Failure('seal.duplicate', 'The universe holds a symbol twice and was not sealed.', {
      hint: 'Please report this: it must not happen.',
    });
  }
  const funnel = funnelOf(lines);
  const sum = Object.values(funnel.buckets).reduce((total, bucket) => total + bucket, 0);
  if (sum !== lines.length)
    throw new Failure('seal.funnel', `The buckets hold ${sum} of ${lines.length} candidates; nothing was sealed.`);
  return {lines, entries, funnel};
}

type Promoting = {readonly run: Run; readonly heading: Heading; readonly tally: Tally};

/** A halt that comes before the last look keeps the file where it is; after that it is sealed, and the halt says so. */
async function promote({paths, manifest, halt, clock}: Works, {run, heading, tally}: Promoting): Promise<string> {
  const {entries} = tally;
  const {sha256} = await writeDurably(paths.final, encodeUniverse(heading, entries), {
    mode: 0o644,
    readBack: true,
    beforeRename: async (written) => {
      await manifest.expect('final', {...written, records: entries.length});
      await halt.look(clock);
      run.mayGoOn();
      halt.isTooLate = true;
    },
  });
  return sha256;
}

function headingOf(works: Works, {record, criteria}: Sealing, {buckets}: Funnel): Heading {
  return {
    build_id: record.buildId,
    build_timestamp_utc: works.clock.now().toISOString(),
    session: record.session,
    tradable_session: record.tradableSession,
    status: works.terms().sample ? 'sample' : 'final',
    criteria,
    counts: {...buckets},
  };
}

type Kept = Tally & {readonly heading: Heading; readonly durationMs: number};

async function keepNight(works: Works, sealing: Sealing, tally: Kept): Promise<void> {
  const {record, run, sources} = sealing;
  const {paths, clock, manifest, blocklist} = works;
  await manifest.record('blocklist', await blocklist.checkpoint());
  const current = await loadBuild(works);
  const isOwn = current?.buildId === record.buildId;
  await saveNight(paths, {
    session: record.session,
    buildId: record.buildId,
    builtAt: tally.heading.build_timestamp_utc,
    records: tally.entries.length,
    final: encodeUniverse(tally.heading, tally.entries),
    unfiltered: encodeUniverse({...tally.heading, status: 'unfiltered'}, sealing.unfiltered()),
    verdicts: tally.lines,
    making: makingOf(sealing, {durationMs: tally.durationMs, asked: isOwn ? current.asked : undefined}),
    change: await changeSinceLastNight(paths, record.session, {
      final: new Set(tally.entries.map(({symbol}) => symbol)),
      blocked: new Set([...blocklist.values()].map(({symbol}) => symbol)),
    }),
  });
  await pruneHistory(paths, works.keepHistoryDays(), clock.now());
  const sealedAt = clock.now().toISOString();
  await saveSeal(works, {
    buildId: record.buildId,
    session: record.session,
    sealedAt,
    sources: [...sources],
    candidates: tally.lines.length,
    asked: sealing.asked ?? (isOwn ? current.asked : undefined) ?? {},
    passes: [...(sealing.passes ?? run.reports)],
  });
  if (isOwn) await saveBuild(works, {...current, sealedAt});
}

/** A build that was resumed has the calls of all its runs; whoever seals its rows again has made none of them. */
function makingOf(
  {kind, order: {actor, trigger}, run, resumed = false}: Sealing,
  {durationMs, asked = {}}: {readonly durationMs: number; readonly asked: SealRecord['asked'] | undefined},
): NightMaking {
  const own = run.meter.totalCalls();
  const all = Object.values(asked).reduce((sum, calls) => sum + calls, 0);
  const calls = resumed ? Math.max(own, all) : own;
  return {kind, actor, trigger, durationMs, calls, ...(resumed ? {resumed} : {})};
}

const linesAFlush = 2000;

async function sayVerdicts({run, record}: Sealing, {lines}: Tally): Promise<void> {
  const {buildId} = record;
  for (const [index, {symbol, bucket, reasons}] of lines.entries()) {
    if (bucket === 'admitted') run.stream.emit({type: 'symbol.admitted', buildId, symbol});
    else run.stream.emit({type: 'symbol.rejected', buildId, symbol, bucket, reasons});
    if (index % linesAFlush === linesAFlush - 1) await run.stream.flush();
  }
}
