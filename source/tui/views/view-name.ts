export const viewNames = ['tables', 'history', 'audit'] as const;
export type ViewName = (typeof viewNames)[number];
