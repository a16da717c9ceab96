import type {Criteria} from '../universe/criteria.ts';

/** What the settings mean for a build: values only, so that no pass ever sees the settings. */
export type Terms = {
  readonly criteria: Criteria;
  readonly minUniverse: number;
  readonly graceNights: number;
  readonly gates: {
    readonly maxRemoved: number;
    readonly maxListShrink: number;
    readonly failedListShrink: number;
    /** US dollars. */
    readonly largeMarketCap: number;
  };
  readonly crossCheck: {readonly sources: readonly string[]; readonly maxDivergence: number};
  readonly recovery: {readonly nightlyFrom: number; readonly restEveryDays: number; readonly suspectJump: number};
  /** Provider ids in order, disabled ones left out. */
  readonly order: {
    readonly symbols: readonly string[];
    readonly prices: readonly string[];
    readonly metadata: readonly string[];
    readonly fractional: readonly string[];
  };
  /** What else makes answers comparable: base URLs and options of the list sources. */
  readonly listSettings: unknown;
  readonly maxSpendRatio: number;
  /** The sample market: no guard hours, `status: "sample"`. */
  readonly sample: boolean;
};
