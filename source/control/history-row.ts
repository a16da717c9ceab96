import type {NightChange, NightMaking} from '../store/night-figures.ts';

/** A night's seal as it or the ops log tells; a log that lost its end knows no duration and no calls. */
export type Making = Pick<NightMaking, 'kind' | 'actor' | 'trigger'> & Partial<NightMaking>;

export type HistoryRow = {
  readonly night: string;
  readonly buildId: string;
  readonly records: number;
  readonly sha256: string;
  readonly builtAt: string;
  readonly making?: Making;
  /** Against the kept night before; absent of the first one. */
  readonly change?: NightChange;
  /** The night that it was counted against has been sealed again since: a comparison now may count otherwise. */
  readonly resealedBefore?: true;
  /** Sessions without a seal between this night and the kept one before. */
  readonly missedBefore?: number;
  /** Sessions that are over since the newest night, whose row alone has this. */
  readonly missedSince?: number;
  /** Why the night cannot be read, or not be compared. */
  readonly sentence?: string;
  /** Not all of it is counted yet: whoever asks again gets more. */
  readonly pending?: true;
};
