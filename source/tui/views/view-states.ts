/** What each view keeps in the model between two keys, besides what all of them see. */
export type ViewStates = Readonly<Record<string, never>>;

export const firstViewStates: ViewStates = {};
