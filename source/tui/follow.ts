import type {Clock} from '../clock.ts';
import type {Control} from '../control/control.ts';
import type {Status} from '../control/query.ts';
import type {StampedEvent} from '../engine/event.ts';
import {Failure, sentenceOf} from '../failure.ts';
import {withRecalled} from './log-lines.ts';
import {pause} from './pause.ts';
import type {Store} from './store.ts';

const retryMs = 1000;
/** An engine that took its leave hands the root to one that waits for it: that one has so long to begin before anything is called lost. */
const handOverMs = 2000;
const soonMs = 200;

/** Listens to the engine for as long as the screen is open, and comes back when the engine does. */
export async function follow(
  {control, store, clock, signal}: {control: Control; store: Store; clock: Clock; signal: AbortSignal},
  onEvent: (event: StampedEvent) => void,
): Promise<void> {
  let last = {engine: '', seq: 0};
  let recall: Promise<void> | undefined;
  let leftAt = Number.NEGATIVE_INFINITY;
  const isHandingOver = (): boolean => clock.monotonic() - leftAt < handOverMs;
  while (!signal.aborted) {
    try {
      const status = await control.query({name: 'status'});
      const engine = engineOf(status);
      // Numbers start again with every engine process; its own tail then tells what was missed.
      if (engine !== last.engine) last = {engine, seq: 0};
      store.apply({type: 'connected'});
      store.apply({type: 'told', status});
      recall ??= recalled(status, control, store);
      await recall;
      for await (const event of control.events(last.seq, signal)) {
        last = {engine, seq: event.seq};
        store.apply({type: 'heard', event});
        onEvent(event);
      }
      // One that is killed breaks off instead.
      leftAt = clock.monotonic();
    } catch (thrown) {
      if (signal.aborted) return;
      if (isHandingOver()) {
        await pause(clock, soonMs, signal);
        continue;
      }
      // Ages count from now, and the last tick may be seconds old.
      store.apply({type: 'ticked', now: clock.now().getTime()});
      const isGone = thrown instanceof Failure && thrown.code === 'root.gone';
      store.apply({type: 'lost', because: sentenceOf(thrown), ...(isGone ? {isGone} : {})});
    }
    await pause(clock, isHandingOver() ? soonMs : retryMs, signal);
  }
}

/** Once, before what this engine says: how the night went is known to the log. */
async function recalled({writer, now}: Status, control: Control, store: Store): Promise<void> {
  const isHeld = writer.held;
  const since = (isHeld && writer.since) || now;
  try {
    const said = await control.query({name: 'said'});
    store.apply({type: 'learned', edit: (model) => ({...model, log: withRecalled(model.log, said, {since, isHeld})})});
  } catch {
    // An engine of an earlier version knows no such question, and a screen without it lacks nothing else.
  }
}

function engineOf({writer}: Status): string {
  return `${writer.pid ?? ''} ${writer.since ?? ''}`;
}
