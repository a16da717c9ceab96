import type {Clock} from '../clock.ts';
import {layoutSize} from './layout.ts';
import {pause} from './pause.ts';
import type {Store} from './store.ts';

/** The terminal sends several sizes while it is dragged; the last one counts. */
const resizeRestMs = 60;

export type WatchSize = {
  readonly stdout: NodeJS.WriteStream;
  readonly store: Store;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly redraw: () => void;
};

/** Follows the terminal's size until the signal. */
export function watchSize({stdout, store, clock, signal, redraw}: WatchSize): void {
  let latest = 0;
  const onResize = (): void => {
    const mine = ++latest;
    store.apply({type: 'resized', size: layoutSize(stdout)});
    void pause(clock, resizeRestMs, signal).then(() => {
      // What a terminal does with the old lines in a new width comes before, after or between what is painted meanwhile.
      if (mine === latest && !signal.aborted) redraw();
    });
  };
  stdout.on('resize', onResize);
  // Of a size that is there and back before anybody looks Node says nothing, and the lines are torn all the same.
  if (process.platform !== 'win32') process.on('SIGWINCH', onResize);
  signal.addEventListener(
    'abort',
    () => {
      stdout.off('resize', onResize);
      process.off('SIGWINCH', onResize);
    },
    {once: true},
  );
}
