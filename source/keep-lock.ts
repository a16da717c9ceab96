import type {Clock} from './clock.ts';
import type {Stream} from './engine/stream.ts';
import type {Failure} from './failure.ts';
import type {Paths} from './store/paths.ts';
import type {WriterLock} from './store/writer-lock.ts';

const lookMs = 1000;

type Kept = {readonly paths: Paths; readonly clock: Clock; readonly stream: Stream};

/**
 * Looks once a second whether the root is still this process's own, also while nothing runs: a lock file that somebody removed
 * is taken again before another process finds it gone. Both, and that another was quicker, are said as events.
 */
export function keepLock(
  lock: WriterLock,
  {paths, clock, stream}: Kept,
): {readonly lost: AbortSignal; readonly end: () => void} {
  const ending = new AbortController();
  const lost = new AbortController();
  lock.onRetaken = () => stream.emit({type: 'lock.retaken', file: paths.lock});
  lock.onLost = (because: Failure) => {
    stream.emit({type: 'lock.lost', because: because.message});
    lost.abort(because);
  };
  void look(lock, {clock, stream, until: AbortSignal.any([ending.signal, lost.signal])});
  return {lost: lost.signal, end: () => ending.abort()};
}

type Looking = {readonly clock: Clock; readonly stream: Stream; readonly until: AbortSignal};

async function look(lock: WriterLock, {clock, stream, until}: Looking): Promise<void> {
  while (!until.aborted) {
    await clock.sleep(lookMs, until).catch(() => {
      // Only the signal ends a sleep early, and the loop's condition sees it.
    });
    if (until.aborted || lock.stillHeld()) continue;
    try {
      lock.confirm();
      await stream.flush();
    } catch {
      // Lost, which is told; or the disk refused it, and then it refuses whoever writes, who says so.
    }
  }
}
