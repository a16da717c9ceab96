import type {Clock} from '../clock.ts';

/** A sleep that the closing of the screen ends early and quietly; whoever waited looks at the signal. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  await clock.sleep(ms, signal).catch(() => {
    // Only the signal rejects a sleep.
  });
}
