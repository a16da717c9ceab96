/** Time as an argument: nothing below the composition root reads the machine's clock itself. */
export type Clock = {
  /** The wall clock. */
  readonly now: () => Date;
  /** Milliseconds that never go back, for durations and pacing. */
  readonly monotonic: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};
