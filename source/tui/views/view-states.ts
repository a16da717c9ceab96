import {type AuditState, firstAudit} from './audit-state.ts';
import {firstHistory, type HistoryState} from './history-state.ts';

/** What each view keeps in the model between two keys, besides what all of them see. */
export type ViewStates = {
  readonly history: HistoryState;
  readonly audit: AuditState;
};

export const firstViewStates: ViewStates = {
  history: firstHistory,
  audit: firstAudit,
};
