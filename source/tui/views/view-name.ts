export const viewNames = ['tables', 'build', 'plots', 'history', 'audit'] as const;
export type ViewName = (typeof viewNames)[number];
