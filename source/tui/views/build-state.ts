import type {ProviderRow} from '../../control/query.ts';
import type {Criteria} from '../../universe/criteria.ts';
import type {Edit} from '../change.ts';
import type {RuleCounts} from './live-funnel.ts';
import {followingLog, type LogScroll} from './log-scroll.ts';

/** What the live build needs besides the model: how its log is read, and two answers. */
export type BuildState = {
  readonly log: LogScroll;
  readonly providers?: readonly ProviderRow[];
  /** Those of the settings, by which the next batch is judged. */
  readonly criteria?: Criteria;
  /** Of the live rows, while a build is not sealed. */
  readonly rules?: RuleCounts;
};

export const firstBuildState: BuildState = {log: followingLog};

export function editBuild(change: (state: BuildState) => BuildState): Edit {
  return (model) => ({...model, views: {...model.views, build: change(model.views.build)}});
}

export function editLog(change: (log: LogScroll) => LogScroll): Edit {
  return editBuild((state) => ({...state, log: change(state.log)}));
}
