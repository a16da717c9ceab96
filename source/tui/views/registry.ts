import {credentialsView} from './credentials-view.ts';
import {settingsView} from './settings-view.ts';
import {tablesView} from './tables-view.ts';
import type {View} from './view.ts';
import type {ViewName} from './view-name.ts';

/** Every view by its name. */
export const views: Readonly<Record<ViewName, View>> = {
  tables: tablesView,
  credentials: credentialsView,
  settings: settingsView,
};
