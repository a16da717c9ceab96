import type {Connection} from '../provider/connection.ts';
import {isDue} from '../universe/blocklist.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import type {AskOutcome} from './ask.ts';
import {collect} from './collect.ts';
import {crossCheck} from './cross-check.ts';
import {enrich, standing as enrichStanding} from './enrich.ts';
import {finished} from './finished.ts';
import {noticeEdit} from './notice-edit.ts';
import type {BuildOrder} from './order.ts';
import {type BuildOutcome, Pause} from './outcome.ts';
import type {LastNight} from './plausible.ts';
import {price, standing as priceStanding} from './price.ts';
import type {BuildRecord, SourceReport} from './record.ts';
import type {Run} from './run.ts';
import {type Overriding, seal} from './seal.ts';
import {lastRows, lastValuesOf, type Sealed} from './sealed.ts';
import {settle} from './settle.ts';
import type {Shelf} from './shelf.ts';
import {loadBuild, loadSeal, saveBuild, type Works} from './works.ts';

/** One night's build in the hands of its passes. */
export type Night = {
  readonly works: Works;
  readonly order: BuildOrder;
  readonly run: Run;
  readonly shelf: Shelf;
  readonly sealed: Sealed | undefined;
  readonly record: BuildRecord;
  readonly startedAt: number;
  readonly resumed: boolean;
};

/** The five passes, left to right. Nothing later writes anything earlier, so each one simply does what is missing. */
export async function passes(night: Night): Promise<BuildOutcome> {
  const {works, run, shelf, order} = night;
  const {criteria} = works.terms();
  const sources = await collectPass(night);
  await pricePass(night);
  await run.pass('enrich', enrichStanding(shelf), () =>
    enrich(
      {
        shelf,
        criteria,
        situation: run.situation,
        lastNight: recent(night),
        sources: chosen(works, 'metadata'),
        fractionalSources: chosen(works, 'fractional'),
      },
      run,
    ),
  );
  await shelf.checkpoint();
  await shelf.closeAnswers();
  await run.pass(
    'judge',
    () => ({done: 0, total: shelf.unfiltered.size}),
    async () => {
      await shelf.admit(criteria);
      await crossCheck(works, shelf, run);
    },
  );
  await shelf.checkpoint();
  await noticeEdit(works);
  const rejected = await lastValuesOf(works, {sealed: night.sealed, session: night.record.session});
  const overriding: Overriding = {gates: order.overrides, actor: order.actor, justification: order.justification ?? ''};
  const outcome = await seal(works, {
    ...night,
    kind: 'build',
    sources,
    overriding,
    criteria,
    settled: () => settled(night, rejected),
    unfiltered: () => shelf.unfiltered.values(),
    quiet: false,
  });
  return finished(works, {outcome, run});
}

function settled(
  {works, shelf, record, sealed}: Night,
  rejected: ReadonlyMap<string, EnrichedSymbol>,
): ReturnType<typeof settle> {
  const {criteria, graceNights, crossCheck: limits} = works.terms();
  return settle({
    candidates: shelf.candidates.values(),
    rowOf: (symbol) => shelf.unfiltered.get(symbol),
    blockedOf: (symbol) => works.blocklist.get(symbol),
    heldOf: (symbol) => {
      const check = shelf.checks.get(symbol);
      return check?.divergence !== undefined && check.divergence > limits.maxDivergence ? check.divergence : undefined;
    },
    admittedOf: (symbol) => shelf.admitted.get(symbol) ?? rejected.get(symbol),
    admittedSession: sealed?.heading.session,
    session: record.session,
    startedAt: record.startedAt,
    criteria,
    graceNights,
  });
}

async function collectPass({works, run, shelf, record, sealed}: Night): Promise<readonly SourceReport[]> {
  if (record.sources !== undefined && shelf.candidates.size > 0) return record.sources;
  const {gates} = works.terms();
  const lastSeal = await loadSeal(works);
  const found = await run.pass(
    'collect',
    () => ({done: shelf.candidates.size, total: shelf.candidates.size}),
    () =>
      collect(
        {
          sources: chosen(works, 'symbols'),
          lastSeal,
          admitted: shelf.admitted,
          lastRows: () => lastRows(works, sealed),
          failedListShrink: gates.failedListShrink,
          maxListShrink: gates.maxListShrink,
        },
        run,
      ),
  );
  await shelf.candidates.append(found.candidates);
  await shelf.candidates.checkpoint();
  const now = (await loadBuild(works)) ?? record;
  await saveBuild(works, {...now, sources: [...found.sources]});
  return found.sources;
}

async function pricePass(night: Night): Promise<void> {
  const {run, shelf} = night;
  await run.pass(
    'price',
    () => priceStanding(shelf),
    async () => expectPrices(night, await priced(night)),
  );
  await shelf.checkpoint();
}

function priced({works, run, shelf, ...night}: Night): Promise<AskOutcome> {
  const {criteria, recovery, crossCheck: limits} = works.terms();
  return price(
    {
      shelf,
      sources: chosen(works, 'prices'),
      floor: criteria.minPrice,
      suspectJump: recovery.suspectJump,
      maxDivergence: limits.maxDivergence,
      situation: run.situation,
      lastNight: recent({works, shelf, ...night}),
      isDue: (entry) =>
        isDue(entry, {
          floor: criteria.minPrice,
          session: run.situation.session,
          nightlyFrom: recovery.nightlyFrom,
          restEveryDays: recovery.restEveryDays,
        }),
    },
    run,
  );
}

/** Asked before the pass is called finished: one without prices stopped, and must not look like a success. */
function expectPrices({shelf}: Night, {exhausted}: AskOutcome): void {
  if (shelf.priced === 0) throw new Pause('sources', 'No price source answered; the last sealed universe stands.');
  const open = shelf.candidates.size - shelf.priced - shelf.blocklist.size;
  for (const [id, until] of exhausted) {
    // What a few symbols lack is tomorrow's business, as with any other source that is down; a market without prices is not.
    if (open <= shelf.candidates.size * mostUnpriced) continue;
    throw new Pause('quota', `The quota of ${id} is spent before all symbols are priced.`, until);
  }
}

/** Share of the candidates that may stay without a price before a spent quota is waited for. */
const mostUnpriced = 0.1;
/** Sessions after which the last closes are too old to tell a lie from a market. */
const longestComparison = 5;

function recent({works, sealed, record, shelf}: Omit<Night, 'run'>): LastNight {
  const age = sealed === undefined ? 0 : works.calendar().sessionsBetween(sealed.heading.session, record.session);
  return Math.abs(age) <= longestComparison ? shelf.admitted : new Map();
}

/** The connections of one priority list, in order. */
function chosen(works: Works, list: 'symbols' | 'prices' | 'metadata' | 'fractional'): readonly Connection[] {
  const connections = works.connections();
  return works.terms().order[list].flatMap((id) => connections.get(id) ?? []);
}
