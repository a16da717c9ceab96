import {Failure, sentenceOf} from '../failure.ts';
import {noticeEdit} from './notice-edit.ts';
import {openShelf} from './open-shelf.ts';
import type {BuildOrder} from './order.ts';
import {type BuildOutcome, Pause} from './outcome.ts';
import {passes} from './passes.ts';
import type {BuildRecord} from './record.ts';
import type {Run} from './run.ts';
import {runFor} from './run-for.ts';
import {type Sealed, trustSealed} from './sealed.ts';
import type {Shelf} from './shelf.ts';
import {takeUp} from './take-up.ts';
import {loadBuild, saveBuild, type Works} from './works.ts';

/** Builds tonight's universe, or goes on with the build that was interrupted: collect, price, enrich, judge, seal. */
export async function build(works: Works, order: BuildOrder): Promise<BuildOutcome> {
  const {stream, clock} = works;
  const startedAt = clock.monotonic();
  await noticeEdit(works);
  await works.blocking.expire();
  const sealed = await trustSealed(works);
  expectForward(works, sealed);
  const taken = await takeUp(works, order);
  const {resumed} = taken;
  const {buildId, session} = taken.record;
  const run = runFor(works, {order, record: taken.record});
  stream.emit({type: 'build.started', buildId, session, resumed, actor: order.actor, trigger: order.trigger});
  const admitted = new Map(sealed?.entries.map((entry) => [entry.symbol, entry]));
  let shelf: Shelf | undefined;
  try {
    shelf = await openShelf(works, {record: taken.record, criteria: works.terms().criteria, admitted});
    const record = await emptied(works, shelf, taken.record);
    works.blocking.begin(works.terms().criteria.minPrice, record.startedAt);
    const outcome = await passes({works, order, run, shelf, sealed, record, startedAt, resumed});
    const sums = await shelf.checkpoint();
    for (const name of ['unfiltered', 'partial'] as const) await works.manifest.record(name, sums[name]);
    return outcome;
  } catch (thrown) {
    return await ended(works, {thrown, run, record: taken.record});
  } finally {
    // Closing publishes what is pending; what it cannot publish stays in the journals, and the reason has been said.
    await shelf?.close().catch(() => {});
    await stream.flush();
  }
}

/** A clock that was set back must not put an older night in the place of a newer one; that is a rollback, and says so. */
function expectForward(works: Works, sealed: Sealed | undefined): void {
  const session = works.calendar().lastClosed(works.clock.now());
  if (sealed === undefined || sealed.heading.session <= session) return;
  throw new Failure(
    'build.backwards',
    `The universe of ${sealed.heading.session} is sealed, and by the clock the last session is ${session}.`,
    {
      hint: 'Set the clock right; to go back on purpose: universe rollback DATE --reason TEXT',
      kind: 'usage',
    },
  );
}

/** A new build begins on empty rows, also when the process was killed before it had emptied them. */
async function emptied(works: Works, shelf: Shelf, record: BuildRecord): Promise<BuildRecord> {
  if (record.begun) return record;
  await shelf.clear();
  const begun = {...record, begun: true};
  await saveBuild(works, begun);
  return begun;
}

/** What stopped the passes, said and kept: a pause is expected, everything else is a failure with its sentence. */
async function ended(
  works: Works,
  {thrown, run, record}: {thrown: unknown; run: Run; record: BuildRecord},
): Promise<BuildOutcome> {
  const {buildId} = run;
  const now = (await loadBuild(works)) ?? record;
  if (thrown instanceof Pause) {
    const {current} = run;
    await saveBuild(works, {...now, pausedBecause: thrown.message, ...(current ? {pausedIn: current} : {})});
    const until = thrown.until ? {until: thrown.until.toISOString()} : {};
    works.stream.emit({type: 'build.paused', buildId, because: thrown.message, why: thrown.why, ...until});
    return {
      outcome: 'paused',
      buildId,
      because: thrown.message,
      cause: thrown.why,
      ...(thrown.until ? {until: thrown.until} : {}),
    };
  }
  const failure =
    thrown instanceof Failure
      ? thrown
      : new Failure('build.broken', `The build broke: ${sentenceOf(thrown)}.`, {
          cause: thrown,
          hint: 'What was saved is kept; run the build again.',
        });
  works.stream.emit({type: 'build.aborted', buildId, code: failure.code, because: sentenceOf(failure)});
  return {outcome: 'aborted', buildId, failure};
}
