import {Failure, sentenceOf} from '../failure.ts';
import {readNight} from '../store/history.ts';
import {finished} from './finished.ts';
import {followSeal} from './live-files.ts';
import {noticeEdit} from './notice-edit.ts';
import type {BuildOrder} from './order.ts';
import {type BuildOutcome, Pause} from './outcome.ts';
import {recoveredSince} from './recovered-since.ts';
import {runFor} from './run-for.ts';
import {seal} from './seal.ts';
import {trustSealed} from './sealed.ts';
import {noSuchNight, partsOf, settledAgain} from './settle-again.ts';
import {loadSeal, saveSeal, type Works} from './works.ts';

export type Resealing = {
  readonly order: BuildOrder;
  /** The night to seal again; the last sealed one unless said. */
  readonly date?: string | undefined;
  /** `refilter` judges by tonight's criteria, `blocks` and `rollback` by those the night was sealed with. */
  readonly kind: 'refilter' | 'blocks' | 'rollback';
};

/** Seals a night again from its history, without a single call: judged anew, less what has been blocked since. */
export async function reseal(works: Works, {order, date, kind}: Resealing): Promise<BuildOutcome> {
  const startedAt = works.clock.monotonic();
  await noticeEdit(works);
  await works.blocking.expire();
  const sealed = await trustSealed(works);
  const session = date ?? sealed?.heading.session;
  const night = session === undefined ? undefined : await readNight(works.paths, session);
  if (night === undefined || session === undefined) throw nothingToSeal(date);
  const parts = await partsOf(night);
  const blocked = works.blocklist;
  const recovered = await recoveredSince(works.paths.opsLog, {session, parts, blocked});
  const criteria = kind === 'refilter' ? works.terms().criteria : parts.criteria;
  const record = {
    buildId: `${session}-${works.randomHex(3)}`,
    session,
    tradableSession: works.calendar().nextSession(session),
  };
  const last = await loadSeal(works);
  const run = runFor(works, {order, record});
  const {actor} = order;
  const trigger = kind === 'rollback' ? 'rollback' : 'refilter';
  works.stream.emit({type: 'build.started', buildId: record.buildId, session, resumed: false, actor, trigger});
  try {
    const outcome = await seal(works, {
      run,
      record,
      sealed,
      sources: last?.sources.map(({earlier: _earlier, ...source}) => source) ?? [],
      asked: last?.asked ?? {},
      // What this run kept has cost it nothing, and the last seal may have been of another night.
      passes: [],
      kind,
      order: {actor, trigger},
      startedAt,
      overriding: {gates: order.overrides, actor, justification: order.justification ?? ''},
      criteria,
      settled: () => settledAgain(blocked, {...parts, recovered, criteria}),
      unfiltered: () => parts.unfiltered.values(),
      quiet: kind !== 'refilter',
    });
    if (outcome.outcome === 'refused' && last !== undefined) {
      const at = works.clock.now().toISOString();
      await saveSeal(works, {...last, refused: {kind, at, gates: [...outcome.gates]}});
    }
    if (outcome.outcome !== 'sealed') return outcome;
    const behind = await followSeal(works, {resealed: record, unfiltered: parts.unfiltered, criteria});
    const told = await finished(works, {outcome, run});
    return behind === undefined ? told : {...outcome, behind};
  } catch (thrown) {
    return ended(works, record.buildId, thrown);
  }
}

/** Those of the symbols that sealing this night again, by its own criteria and without what is blocked now, would admit. */
export async function admittedAgain(
  works: Works,
  session: string,
  symbols: readonly string[],
): Promise<readonly string[]> {
  const night = await readNight(works.paths, session);
  if (night === undefined) return [];
  const wanted = new Set(symbols);
  const parts = await partsOf(night);
  const lines = parts.lines.filter(({symbol}) => wanted.has(symbol));
  return [...settledAgain(works.blocklist, {...parts, lines})].flatMap(({entry}) => (entry ? [entry.symbol] : []));
}

function ended(works: Works, buildId: string, thrown: unknown): BuildOutcome {
  const because = sentenceOf(thrown);
  if (thrown instanceof Pause) {
    works.stream.emit({type: 'build.paused', buildId, because, why: thrown.why});
    return {outcome: 'paused', buildId, because, cause: thrown.why};
  }
  const failure =
    thrown instanceof Failure
      ? thrown
      : new Failure('seal.broken', `The universe could not be sealed: ${because}.`, {cause: thrown});
  works.stream.emit({type: 'build.aborted', buildId, code: failure.code, because});
  return {outcome: 'aborted', buildId, failure};
}

function nothingToSeal(date: string | undefined): Failure {
  return date === undefined
    ? new Failure('seal.nothing', 'There is no sealed universe to judge again.', {
        hint: 'Build one first: universe build',
        kind: 'unfit',
      })
    : noSuchNight(date);
}
