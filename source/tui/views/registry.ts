import {auditView} from './audit-view.ts';
import {buildView} from './build-view.ts';
import {credentialsView} from './credentials-view.ts';
import {historyView} from './history-view.ts';
import {plotsView} from './plots-view.ts';
import {settingsView} from './settings-view.ts';
import {tablesView} from './tables-view.ts';
import type {View} from './view.ts';
import type {ViewName} from './view-name.ts';

/** Every view by its name. */
export const views: Readonly<Record<ViewName, View>> = {
  tables: tablesView,
  build: buildView,
  plots: plotsView,
  history: historyView,
  audit: auditView,
  credentials: credentialsView,
  settings: settingsView,
};
