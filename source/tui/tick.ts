import type {Clock} from '../clock.ts';
import {pause} from './pause.ts';
import type {Store} from './store.ts';

const busyMs = 1000;
/** Every frame costs as much as a key, so a screen on which only ages change hardly moves. */
const idleMs = 5000;

/** Lets time be seen: ages, and a heartbeat that does not come. */
export async function tick(store: Store, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    store.apply({type: 'ticked', now: clock.now().getTime()});
    const {progress, connection} = store.get();
    await pause(clock, progress.state === 'running' || connection.state === 'lost' ? busyMs : idleMs, signal);
  }
}
