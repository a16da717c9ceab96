export const viewNames = ['tables', 'credentials'] as const;
export type ViewName = (typeof viewNames)[number];
