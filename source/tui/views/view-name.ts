export const viewNames = ['tables', 'build', 'plots', 'history', 'audit', 'credentials', 'settings'] as const;
export type ViewName = (typeof viewNames)[number];
