import type {House} from './local-control.ts';

const pauseMs = 3000;

/** Tries again to write a halt that the disk refused, until the signal aborts: in memory alone it would be over with this process. */
export async function watchHalt(
  {works, running, keep}: Pick<House, 'works' | 'running'> & {readonly keep: () => Promise<void>},
  until: AbortSignal,
): Promise<void> {
  while (!until.aborted) {
    if (works.halt.isOwed && !running.ended) {
      await keep().catch(() => {
        // Whoever halted was told what stands in the way of it.
      });
    }
    await works.clock.sleep(pauseMs, until).catch(() => {
      // Only the signal ends a sleep early, and the loop's condition sees it.
    });
  }
}
