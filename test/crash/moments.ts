import {roll, seedOf} from '../../source/sample/seeded.ts';
import type {DiskPhase, Moment} from './moment.ts';
import type {Ran} from './run-child.ts';

const phases: readonly DiskPhase[] = ['before', 'halfway', 'after'];

/** One moment after the other, spread evenly over the whole length of a build, and of each kind as many as its weight says. */
export function* momentsOver(clean: Ran, {seed, wanted}: {seed: number; wanted: number}): Generator<Moment> {
  const calls = clean.ended?.calls ?? 1;
  const events = clean.ended?.events ?? 1;
  const ranMs = clean.ms - clean.openMs;
  for (let at = 0; ; at += 1) {
    // The golden ratio visits every part of the length soon, and never the same place twice.
    const share = (roll(seedOf('start', seed)) + at * 0.6180339887) % 1;
    const draw = roll(seedOf('kind', seed, at % wanted, Math.floor(at / wanted)));
    if (draw < 0.5) yield {kind: 'disk', at: 1 + Math.floor(share * calls), phase: phases[at % 3] ?? 'before'};
    else if (draw < 0.65) yield {kind: 'event', at: 1 + Math.floor(share * events)};
    else if (draw < 0.75) yield {kind: 'request', at: 1 + Math.floor(share * clean.requests.length)};
    else if (draw < 0.9) yield {kind: 'delay', ms: share * ranMs};
    else yield {kind: 'opening', ms: share * clean.openMs};
  }
}

/** A moment early in what is left of a build that was killed before. */
export function soon(moment: Moment, share: number): Moment {
  switch (moment.kind) {
    case 'disk':
    case 'event':
    case 'request':
      return {...moment, at: 1 + Math.floor((moment.at - 1) * share)};
    case 'delay':
    case 'opening':
      return {...moment, ms: moment.ms * share};
  }
}

export function nameOf(moment: Moment): string {
  return JSON.stringify(moment);
}
