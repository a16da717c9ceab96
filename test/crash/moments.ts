import {roll, seedOf} from '../../source/sample/seeded.ts';
import type {DiskPhase, Moment} from './moment.ts';
import type {Ran} from './run-child.ts';

const phases: readonly DiskPhase[] = ['before', 'halfway', 'after'];

/** Moments for one build after the other: most are killed once, others up to eight times, soon after they went on. Without end. */
export function* chainsOver(clean: Ran, seed: number): Generator<readonly Moment[]> {
  for (let build = 0, at = 0; ; build += 1) {
    const length = roll(seedOf('chain', seed, build)) < 0.4 ? 8 : 1;
    yield Array.from({length}, (_, place) => {
      const moment = momentOver(clean, {seed, at: at++});
      return place === 0 ? moment : soon(moment, roll(seedOf('soon', seed, at)));
    });
  }
}

/** A build for every `step`-th call to the disk, killed when it is done. */
export function* everyCall(clean: Ran, step: number): Generator<readonly Moment[]> {
  for (let at = 1; at <= (clean.ended?.calls ?? 0); at += step) yield [{kind: 'disk', at, phase: 'after'}];
}

/** Spread evenly over the whole length of a build, and of each kind as many as its weight says. */
function momentOver(clean: Ran, {seed, at}: {seed: number; at: number}): Moment {
  const calls = clean.ended?.calls ?? 1;
  const events = clean.ended?.events ?? 1;
  // The golden ratio visits every part of the length soon, and never the same place twice.
  const share = (roll(seedOf('start', seed)) + at * 0.6180339887) % 1;
  const draw = roll(seedOf('kind', seed, at));
  if (draw < 0.5) return {kind: 'disk', at: 1 + Math.floor(share * calls), phase: phases[at % 3] ?? 'before'};
  if (draw < 0.65) return {kind: 'event', at: 1 + Math.floor(share * events)};
  if (draw < 0.75) return {kind: 'request', at: 1 + Math.floor(share * clean.requests.length)};
  if (draw < 0.9) return {kind: 'delay', ms: share * (clean.ms - clean.openMs)};
  return {kind: 'opening', ms: share * clean.openMs};
}

/** A moment early in what is left of a build that was killed before. */
function soon(moment: Moment, share: number): Moment {
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
