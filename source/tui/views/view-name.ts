export const viewNames = ['tables'] as const;
export type ViewName = (typeof viewNames)[number];
