export const viewNames = ['tables', 'credentials', 'settings'] as const;
export type ViewName = (typeof viewNames)[number];
