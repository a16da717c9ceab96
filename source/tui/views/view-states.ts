import {type CredentialsState, firstCredentials} from './credentials-state.ts';
import {firstSettings, type SettingsState} from './settings-state.ts';

/** What each view keeps in the model between two keys, besides what all of them see. */
export type ViewStates = {
  readonly credentials: CredentialsState;
  readonly settings: SettingsState;
};

export const firstViewStates: ViewStates = {
  credentials: firstCredentials,
  settings: firstSettings,
};
