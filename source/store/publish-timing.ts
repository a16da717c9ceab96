import type {Clock} from '../clock.ts';

const BATCH = 100;
/** From here on a rewrite is no longer small change: 12.5 % growth keeps all rewrites together near ten times the file. */
const LARGE = 20_000;
const QUIET_MS = 1000;

export type Publish = 'often' | 'seldom';

/** Whether so many rows wait that the file is worth writing anew; keeps the bytes of all rewrites linear in the rows. */
export function isWorthPublishing(publish: Publish, size: number, pending: number): boolean {
  if (publish === 'seldom') return pending >= Math.max(BATCH, size * 0.5);
  return pending >= (size <= LARGE ? BATCH : size * 0.125);
}

/** Whether a pause in the work should show the rows that wait. */
export function publishesWhenQuiet(publish: Publish, size: number): boolean {
  return publish === 'often' && size <= LARGE;
}

/** Calls `act` once nothing has touched it for a second; never again after the signal aborts. */
export function whenQuiet(clock: Clock, signal: AbortSignal, act: () => void): () => void {
  let touches = 0;
  let isWaiting = false;
  const wait = async (): Promise<void> => {
    isWaiting = true;
    try {
      let seen: number;
      do {
        seen = touches;
        await clock.sleep(QUIET_MS, signal);
      } while (seen !== touches);
      act();
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    } finally {
      isWaiting = false;
    }
  };
  return () => {
    touches++;
    if (!isWaiting) void wait();
  };
}
