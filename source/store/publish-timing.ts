import type {Clock} from '../clock.ts';
import type {Turns} from './turns.ts';

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

type Due = {
  readonly publish: Publish;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly turns: Turns;
  readonly waiting: () => {readonly size: number; readonly pending: number};
  readonly write: () => Promise<void>;
};

/** Called after each change, has it written once it is time. The rows are safe in the journal, so a failure is told to the next caller instead of lost. */
export function whenDue({publish, clock, signal, turns, waiting, write}: Due): () => void {
  let isDue = false;
  const soon = (): void => {
    if (isDue) return;
    isDue = true;
    turns.defer(() => {
      isDue = false;
      return write();
    });
  };
  const touch = whenQuiet(clock, signal, soon);
  return () => {
    const {size, pending} = waiting();
    if (isWorthPublishing(publish, size, pending)) soon();
    else if (pending > 0 && publishesWhenQuiet(publish, size)) touch();
  };
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
