import {type AuditState, firstAudit} from './audit-state.ts';
import {type BuildState, firstBuildState} from './build-state.ts';
import {type CredentialsState, firstCredentials} from './credentials-state.ts';
import {firstHistory, type HistoryState} from './history-state.ts';
import {firstPlotsState, type PlotsState} from './plots-state.ts';
import {firstSettings, type SettingsState} from './settings-state.ts';

/** What each view keeps in the model between two keys, besides what all of them see. */
export type ViewStates = {
  readonly build: BuildState;
  readonly plots: PlotsState;
  readonly history: HistoryState;
  readonly audit: AuditState;
  readonly credentials: CredentialsState;
  readonly settings: SettingsState;
};

export const firstViewStates: ViewStates = {
  build: firstBuildState,
  plots: firstPlotsState,
  history: firstHistory,
  audit: firstAudit,
  credentials: firstCredentials,
  settings: firstSettings,
};
