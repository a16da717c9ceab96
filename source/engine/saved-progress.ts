import type {Pass} from './event.ts';
import type {PassProgress} from './pass-progress.ts';
import {idle, type Progress} from './progress.ts';
import {type BuildRecord, callsByProvider} from './record.ts';
import type {Saved} from './saved.ts';
import {survivors} from './wants.ts';

export type SavedProgress = Pick<Progress, 'session' | 'passes' | 'calls' | 'blocklisted'>;

/** How far an unfinished build came that nobody is running, by its files, and what it called; it stands in `current`. */
export function savedProgress(record: BuildRecord, current: Pass, saved: Saved | undefined): SavedProgress {
  const at = idle.passes.findIndex(({pass}) => pass === current);
  const sizes = saved && sizesOf(saved);
  return {
    session: record.session,
    passes: idle.passes.map((one, index): PassProgress => {
      if (index > at) return one;
      const {done, total} = sizes?.[one.pass] ?? one;
      const calls = callsOf(record, one.pass);
      if (index === at) return {...one, done, total, saved: done, state: 'running', calls};
      return {...one, done: total, total, saved: done, state: 'finished', calls};
    }),
    calls: callsByProvider(record.asked),
    blocklisted: saved ? belowFloor(saved, record.session) : 0,
  };
}

type Size = Pick<PassProgress, 'done' | 'total'>;

/** What was asked is thrown away once every survivor has its row: then all of them have one. */
function sizesOf(saved: Saved): Partial<Record<Pass, Size>> {
  const {candidates, prices, unfiltered} = saved;
  const priced = [...prices.values()].filter(({price}) => price !== undefined).length;
  return {
    collect: {done: candidates.size, total: candidates.size},
    price: {done: priced, total: candidates.size},
    enrich: {done: unfiltered.size, total: unfiltered.size + survivors(saved).length},
    judge: {done: 0, total: unfiltered.size},
  };
}

function callsOf({asked = {}}: BuildRecord, pass: Pass): number {
  const own = Object.entries(asked).filter(([key]) => key.startsWith(`${pass} `));
  return own.reduce((sum, [, calls]) => sum + calls, 0);
}

/** Candidates whose close of this night is below the floor; once the prices are thrown away, the blocklist has all of them. */
function belowFloor({candidates, prices, blocklist, floor}: Saved, session: string): number {
  if (prices.size > 0) return [...prices.values()].filter(({price}) => price && price.lastClose < floor).length;
  const low = [...blocklist.values()].filter((entry) => entry.origin === 'price-floor' && entry.session === session);
  return low.filter(({symbol}) => candidates.has(symbol)).length;
}
