import type {ViewName} from './views/view-name.ts';

/** What opens each view. */
export const viewActs = {
  'view-tables': 'tables',
  'view-build': 'build',
  'view-plots': 'plots',
  'view-history': 'history',
  'view-audit': 'audit',
  credentials: 'credentials',
  settings: 'settings',
} as const satisfies Readonly<Record<string, ViewName>>;
export type ViewAct = keyof typeof viewActs;

export function isViewAct(act: string): act is ViewAct {
  return act in viewActs;
}
