import {firstHistory, type HistoryState} from './history-state.ts';

/** What each view keeps in the model between two keys, besides what all of them see. */
export type ViewStates = {
  readonly history: HistoryState;
};

export const firstViewStates: ViewStates = {
  history: firstHistory,
};
