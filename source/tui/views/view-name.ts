export const viewNames = ['tables', 'history'] as const;
export type ViewName = (typeof viewNames)[number];
