export const viewNames = ['tables', 'build', 'plots'] as const;
export type ViewName = (typeof viewNames)[number];
