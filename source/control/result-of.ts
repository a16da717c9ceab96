import type {BuildOutcome, Pause} from '../engine/outcome.ts';
import {sentenceOf} from '../failure.ts';
import type {Result} from './control.ts';

/** What a build, refilter or rollback came to, for a person; `again` is the command that an override of its gates goes with. */
export function resultOf(outcome: BuildOutcome, again = 'build'): Result {
  switch (outcome.outcome) {
    case 'sealed': {
      const {outcome: _sealed, behind, ...data} = outcome;
      const sealed = `Sealed ${outcome.records.toLocaleString('en-US')} symbols for the closes of ${outcome.session}.`;
      return {
        kind: 'done',
        sentence: behind === undefined ? sealed : `${sealed} ${behind}`,
        data,
      };
    }
    case 'paused':
      return paused(outcome.because, outcome.cause, outcome.until);
    case 'refused': {
      const names = outcome.gates.map(({gate}) => gate);
      return {
        kind: 'unfit',
        sentence: `Not sealed: ${outcome.gates.map(gateWords).join('; ')}. The last sealed universe stands.`,
        hint: `See what was found with: universe funnel, and what the sources said in the ops log. To seal all the same: universe ${again} ${names.map((name) => `--override ${name}`).join(' ')} --reason TEXT`,
        data: {gates: outcome.gates},
      };
    }
    case 'aborted':
      return {kind: outcome.failure.kind, sentence: sentenceOf(outcome.failure), data: {code: outcome.failure.code}};
  }
}

export function paused(sentence: string, why: Pause['why'], until?: Date): Result {
  const kind = why === 'halted' ? 'halted' : why === 'stopped' ? 'interrupted' : 'paused';
  return {kind, sentence, data: {why, ...(until ? {until: until.toISOString()} : {})}};
}

function gateWords({
  gate,
  observed,
  limit,
  subjects,
}: Extract<BuildOutcome, {outcome: 'refused'}>['gates'][number]): string {
  const named = subjects.slice(0, 5).join(', ') + (subjects.length > 5 ? ', …' : '');
  const share = (value: number): string => `${(value * 100).toFixed(2)} %`;
  switch (gate) {
    case 'removed':
      return `${share(observed)} of last night's universe would leave, ${share(limit)} may (${named})`;
    case 'list-shrunk':
      return `a list is ${share(observed)} smaller than last night, ${share(limit)} is allowed (${named})`;
    case 'large-symbol':
      return `${subjects.length === 1 ? 'a large symbol' : `${subjects.length} large symbols`} would leave only for want of data (${named})`;
    case 'min-universe':
      return `the universe would hold ${observed.toLocaleString('en-US')} symbols, at least ${limit.toLocaleString('en-US')} are wanted`;
  }
}
