import type {Pass} from './event.ts';
import {type PassProgress, waitingPasses} from './pass-progress.ts';
import type {Progress} from './progress.ts';
import type {BuildRecord} from './record.ts';
import {byProvider} from './run-for.ts';
import type {Saved} from './saved.ts';
import {survivors} from './wants.ts';

/** What the files of a build that nobody is running tell of it, as its events would have counted it; times and rates they do not tell. */
export function stoppedProgress(
  record: BuildRecord,
  {saved, pass}: {readonly saved: Saved; readonly pass: string},
): Partial<Progress> {
  const {buildId, session, trigger, startedAt, asked = {}, openGates = []} = record;
  const low = [...saved.blocklist.values()].filter(
    ({symbol, origin, at}) => origin === 'price-floor' && at >= startedAt && saved.candidates.has(symbol),
  );
  return {
    buildId,
    session,
    trigger,
    startedAt,
    passes: passesOf(saved, pass),
    calls: byProvider(asked),
    blocklisted: low.length,
    gates: openGates,
  };
}

function passesOf(saved: Saved, stoppedIn: string): readonly PassProgress[] {
  const {candidates, prices, unfiltered} = saved;
  const priced = [...prices.values()].filter(({price}) => price !== undefined).length;
  const counts: Partial<Record<Pass, Pick<PassProgress, 'done' | 'total' | 'saved'>>> = {
    collect: {done: candidates.size, total: candidates.size},
    price: {done: priced, total: candidates.size, saved: priced},
    enrich: {done: unfiltered.size, total: unfiltered.size + survivors(saved).length},
    judge: {done: unfiltered.size, total: unfiltered.size},
  };
  const at = waitingPasses.findIndex(({pass}) => pass === stoppedIn);
  return waitingPasses.map((waiting, i): PassProgress => {
    const known = {...waiting, ...counts[waiting.pass]};
    if (i < at) return {...known, done: known.total, state: 'finished'};
    return i === at ? {...known, state: 'running'} : waiting;
  });
}
