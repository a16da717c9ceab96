import {setTimeout as sleep} from 'node:timers/promises';
import type {Clock} from './clock.ts';

/** Node's timers overflow above 2³¹ ms and then fire at once. */
const longestTimer = 2 ** 31 - 1;

/** The machine's clock; with `start`, one that starts there and then runs on. */
export function systemClock(start?: Date): Clock {
  const ahead = start === undefined ? 0 : start.getTime() - Date.now();
  return {
    now: () => new Date(Date.now() + ahead),
    monotonic: () => performance.now(),
    sleep: async (ms, signal) => {
      for (let left = Math.max(0, ms); left >= 0; left -= longestTimer) {
        await sleep(Math.min(left, longestTimer), undefined, signal === undefined ? {} : {signal});
      }
    },
  };
}
