import type {Clock} from '../../source/clock.ts';

type Sleeper = {readonly until: number; readonly wake: () => void};

/** A clock that stands still until the test moves it. */
export type ManualClock = Clock & {readonly advance: (ms: number) => Promise<void>};

export function manualClock(start = '2026-03-02T22:00:00.000Z'): ManualClock {
  const first = Date.parse(start);
  let passed = 0;
  const sleepers = new Set<Sleeper>();

  return {
    now: () => new Date(first + passed),
    monotonic: () => passed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = (): void => {
          if (sleepers.delete(sleeper)) reject(signal?.reason);
        };
        const wake = (): void => {
          // A signal that lives for weeks must not keep every sleep that it might have ended.
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const sleeper: Sleeper = {until: passed + ms, wake};
        sleepers.add(sleeper);
        signal?.addEventListener('abort', onAbort, {once: true});
      }),
    advance: async (ms) => {
      const end = passed + ms;
      for (;;) {
        const next = [...sleepers].filter((s) => s.until <= end).sort((a, b) => a.until - b.until)[0];
        if (!next) break;
        passed = Math.max(passed, next.until);
        sleepers.delete(next);
        next.wake();
        // Whoever woke may sleep again within the same stretch of time.
        await new Promise((resolve) => setImmediate(resolve));
      }
      passed = end;
    },
  };
}
