import type {Control} from '../control/control.ts';
import {Failure} from '../failure.ts';
import type {Ways} from './reach.ts';
import {readOnly} from './read-only.ts';
import {answers, attach, noAnswer} from './remote-control.ts';

const patienceMs = 6000;

/** A root that was deleted under a screen is not made anew: whoever deleted it meant that, or wants to put it back. */
export function rootGone(root: string): Failure {
  return new Failure('root.gone', `${root} is gone.`, {
    hint: 'Put the folder back, or leave and start anew.',
    kind: 'no-answer',
  });
}

/** The control of whoever holds the root; where nobody does, of an engine that `start` brings up, or over the files for who only reads. */
export async function reachEngine(
  ways: Pick<Ways, 'clock' | 'holder' | 'mayHold' | 'openReader'>,
  start: () => Promise<unknown>,
): Promise<Control> {
  const {clock, holder} = ways;
  let deadline = clock.monotonic() + patienceMs;
  let isStarted = false;
  for (;;) {
    const peer = await holder();
    if (peer === undefined) {
      if (!(await ways.mayHold())) return readOnly(ways);
      await start();
      // An engine over long logs takes its time to begin, and has not been asked anything yet. One that ends at once is not tried for ever.
      if (!isStarted) deadline = clock.monotonic() + patienceMs;
      isStarted = true;
    } else if (await answers(peer, patienceMs / 2)) return attach(peer);
    if (clock.monotonic() >= deadline) throw noAnswer(peer);
    await clock.sleep(50);
  }
}
