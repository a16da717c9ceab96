import {type BuildState, firstBuildState} from './build-state.ts';
import {firstPlotsState, type PlotsState} from './plots-state.ts';

/** What each view keeps in the model between two keys, besides what all of them see. */
export type ViewStates = {
  readonly build: BuildState;
  readonly plots: PlotsState;
};

export const firstViewStates: ViewStates = {
  build: firstBuildState,
  plots: firstPlotsState,
};
