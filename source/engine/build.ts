import {createHash} from 'node:crypto';
import {Failure, sentenceOf} from '../failure.ts';
import type {Connection} from '../provider/connection.ts';
import {isDue} from '../universe/blocklist.ts';
import {clearShelf, openShelf} from './open-shelf.ts';
import {collect} from './collect.ts';
import {crossCheck} from './cross-check.ts';
import {enrich, standing as enrichStanding} from './enrich.ts';
import type {BuildEvent, GateId} from './event.ts';
import {type BuildOutcome, Pause} from './outcome.ts';
import {price, standing as priceStanding} from './price.ts';
import type {BuildRecord, SourceReport} from './record.ts';
import {Run} from './run.ts';
import {finished, type Overriding, seal} from './seal.ts';
import {type Sealed, trustSealed} from './sealed.ts';
import {settle} from './settle.ts';
import type {Shelf} from './shelf.ts';
import {halt, loadBuild, loadSeal, saveBuild, type Works} from './works.ts';

export type BuildOrder = {
  readonly actor: string;
  readonly trigger: Extract<BuildEvent, {type: 'build.started'}>['trigger'];
  readonly justification?: string | undefined;
  readonly overrides: readonly GateId[];
  /** Inside the guard hours too; the caller has checked who may. */
  readonly force: boolean;
  /** Throws away an unfinished build instead of going on with it. */
  readonly fresh: boolean;
  readonly signal: AbortSignal;
};

/** Builds tonight's universe, or goes on with the build that was interrupted: collect, price, enrich, judge, seal. */
export async function build(works: Works, order: BuildOrder): Promise<BuildOutcome> {
  const {stream, clock} = works;
  const startedAt = clock.monotonic();
  await works.blocking.expire();
  const sealed = await trustSealed(works.paths, works);
  const {record, resumed} = await takeUp(works, order);
  const run = runOf(works, record, order);
  stream.emit({type: 'build.started', buildId: record.buildId, session: record.session, resumed, actor: order.actor, trigger: order.trigger});
  const admitted = new Map(sealed?.entries.map((entry) => [entry.symbol, entry]));
  const shelf = await openShelf(works, {record, criteria: works.terms().criteria, admitted});
  try {
    if (!resumed) await clearShelf(shelf);
    works.blocking.begin(works.terms().criteria.minPrice, record.startedAt);
    return await passes({works, order, run, shelf, sealed, record, startedAt});
  } catch (thrown) {
    return await ended(works, {thrown, run, record});
  } finally {
    await shelf.checkpoint().catch(() => {});
    await shelf.close();
    await stream.flush();
  }
}

type Night = {
  readonly works: Works;
  readonly order: BuildOrder;
  readonly run: Run;
  readonly shelf: Shelf;
  readonly sealed: Sealed | undefined;
  readonly record: BuildRecord;
  readonly startedAt: number;
};

/** The five passes, left to right. Nothing later writes anything earlier, so each one simply does what is missing. */
async function passes(night: Night): Promise<BuildOutcome> {
  const {works, run, shelf, order} = night;
  const {criteria} = works.terms();
  const sources = await collectPass(night);
  await pricePass(night);
  await run.pass('enrich', () => enrichStanding(shelf), () =>
    enrich({shelf, criteria, situation: run.situation, sources: chosen(works, 'metadata'), fractionalSources: chosen(works, 'fractional')}, run),
  );
  await shelf.checkpoint();
  await run.pass('judge', () => ({done: 0, total: shelf.unfiltered.size}), async () => {
    await shelf.admit(criteria);
    await crossCheck(works, shelf, run);
  });
  await shelf.checkpoint();
  const overriding: Overriding = {gates: order.overrides, actor: order.actor, justification: order.justification ?? ''};
  const outcome = await seal(works, {
    ...night,
    sources,
    overriding,
    criteria,
    settled: () => settled(night),
    unfiltered: () => shelf.unfiltered.values(),
    quiet: false,
  });
  return finished(works, {outcome, run, startedAt: night.startedAt});
}

function settled({works, shelf, record, sealed}: Night): ReturnType<typeof settle> {
  const {criteria, graceNights, crossCheck: limits} = works.terms();
  return settle({
    candidates: shelf.candidates.values(),
    rowOf: (symbol) => shelf.unfiltered.get(symbol),
    blockedOf: (symbol) => works.blocklist.get(symbol),
    heldOf: (symbol) => {
      const check = shelf.checks.get(symbol);
      return check?.divergence !== undefined && check.divergence > limits.maxDivergence ? check.divergence : undefined;
    },
    admittedOf: (symbol) => shelf.admitted.get(symbol),
    admittedSession: sealed?.heading.session,
    session: record.session,
    startedAt: record.startedAt,
    criteria,
    graceNights,
  });
}

async function collectPass({works, run, shelf, record}: Night): Promise<readonly SourceReport[]> {
  if (record.sources !== undefined && shelf.candidates.size > 0) return record.sources;
  const {gates} = works.terms();
  const lastSeal = await loadSeal(works);
  const found = await run.pass('collect', () => ({done: shelf.candidates.size, total: shelf.candidates.size}), () =>
    collect({sources: chosen(works, 'symbols'), lastSeal, admitted: shelf.admitted.values(), failedListShrink: gates.failedListShrink}, run),
  );
  await shelf.candidates.append(found.candidates);
  await shelf.candidates.checkpoint();
  await saveBuild(works, {...record, sources: [...found.sources]});
  return found.sources;
}

async function pricePass({works, run, shelf}: Night): Promise<void> {
  const {criteria, recovery, crossCheck: limits} = works.terms();
  const {session} = run.situation;
  const asked = await run.pass('price', () => priceStanding(shelf), () =>
    price(
      {
        shelf,
        sources: chosen(works, 'prices'),
        floor: criteria.minPrice,
        suspectJump: recovery.suspectJump,
        maxDivergence: limits.maxDivergence,
        situation: run.situation,
        isDue: (entry) => isDue(entry, {floor: criteria.minPrice, session, nightlyFrom: recovery.nightlyFrom, restEveryDays: recovery.restEveryDays}),
      },
      run,
    ),
  );
  await shelf.checkpoint();
  const priced = [...shelf.prices.values()].some((row) => row.price !== undefined);
  if (!priced) throw new Pause('sources', 'No price source answered; the last sealed universe stands.');
  for (const [id, until] of asked.exhausted) {
    throw new Pause('quota', `The quota of ${id} is spent before all symbols are priced.`, until);
  }
}

/** The connections of one priority list, in order. */
function chosen(works: Works, list: 'symbols' | 'prices' | 'metadata' | 'fractional'): readonly Connection[] {
  const connections = works.connections();
  return works.terms().order[list].flatMap((id) => connections.get(id) ?? []);
}

/** The unfinished build when it is the same one, else a new record; an older unfinished one is closed. */
async function takeUp(works: Works, order: BuildOrder): Promise<{record: BuildRecord; resumed: boolean}> {
  const earlier = await loadBuild(works);
  const calendar = works.calendar();
  const session = calendar.lastClosed(works.clock.now());
  const identity = identityOf(works, session);
  if (earlier && earlier.sealedAt === undefined && earlier.identity === identity && !order.fresh) {
    const {pausedBecause: _paused, ...record} = earlier;
    await saveBuild(works, record);
    return {record, resumed: true};
  }
  if (earlier && earlier.sealedAt === undefined) {
    works.stream.emit({type: 'build.aborted', buildId: earlier.buildId, code: 'build.superseded', because: 'superseded'});
  }
  await works.forget();
  const record: BuildRecord = {
    buildId: `${session}-${works.randomHex(3)}`,
    session,
    tradableSession: calendar.nextSession(session),
    identity,
    startedAt: works.clock.now().toISOString(),
    actor: order.actor,
    trigger: order.trigger,
  };
  await saveBuild(works, record);
  return {record, resumed: false};
}

function identityOf(works: Works, session: string): string {
  const {order, listSettings} = works.terms();
  return createHash('sha256').update(JSON.stringify({session, order, listSettings})).digest('hex').slice(0, 16);
}

function runOf(works: Works, record: BuildRecord, order: BuildOrder): Run {
  const terms = works.terms();
  const {session, tradableSession: nextSession} = record;
  return new Run({
    buildId: record.buildId,
    situation: {session, nextSession, signal: order.signal},
    stream: works.stream,
    clock: works.clock,
    connections: [...works.connections().values()],
    signal: order.signal,
    halted: () => works.halt.record?.cause,
    guarded: () => !terms.sample && !order.force && works.calendar().inSession(works.clock.now()),
    halt: (cause) => halt(works, 'engine', cause),
    maxSpendRatio: terms.maxSpendRatio,
  });
}

/** What stopped the passes, said and kept: a pause is expected, everything else is a failure with its sentence. */
async function ended(works: Works, {thrown, run, record}: {thrown: unknown; run: Run; record: BuildRecord}): Promise<BuildOutcome> {
  const {buildId} = run;
  const now = (await loadBuild(works)) ?? record;
  if (thrown instanceof Pause) {
    await saveBuild(works, {...now, pausedBecause: thrown.message});
    const until = thrown.until ? {until: thrown.until.toISOString()} : {};
    works.stream.emit({type: 'build.paused', buildId, because: thrown.message, ...until});
    return {outcome: 'paused', buildId, because: thrown.message, cause: thrown.why, ...(thrown.until ? {until: thrown.until} : {})};
  }
  const failure = thrown instanceof Failure ? thrown : new Failure('build.broken', `The build broke: ${sentenceOf(thrown)}.`, {cause: thrown, hint: 'What was saved is kept; run the build again.'});
  works.stream.emit({type: 'build.aborted', buildId, code: failure.code, because: sentenceOf(failure)});
  return {outcome: 'aborted', buildId, failure};
}
