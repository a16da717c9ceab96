import type {Clock} from '../clock.ts';
import type {Control} from '../control/control.ts';
import {Failure} from '../failure.ts';
import {hasLeft} from './guest-control.ts';

const patienceMs = 10_000;
const pauseMs = 50;

/** A control that outlives its holder: when the one in use no longer answers, the next question finds another. */
export function steadyControl(find: () => Promise<Control>, clock: Clock): Control {
  let current: Promise<Control> | undefined;
  /** Ends the events of the one in use: those of a holder that lost its root would go on for ever. */
  let ending = new AbortController();
  const get = () => {
    current ??= find();
    const found = current;
    found.catch(() => forget(found));
    return found;
  };
  const forget = (gone: Promise<Control> | undefined) => {
    if (current !== gone) return;
    current = undefined;
    ending.abort();
    ending = new AbortController();
  };
  const guarded = async <T>(use: (control: Control) => Promise<T>): Promise<T> => {
    const used = get();
    try {
      return await use(await used);
    } catch (thrown) {
      if (thrown instanceof Failure && thrown.kind === 'no-answer') forget(used);
      throw thrown;
    }
  };
  /** Holders come and go; what none of them has begun is asked of the next. */
  const asked = async <T>(use: (control: Control) => Promise<T>): Promise<T> => {
    const deadline = clock.monotonic() + patienceMs;
    for (;;) {
      try {
        return await guarded(use);
      } catch (thrown) {
        if (!hasLeft(thrown) || clock.monotonic() >= deadline) throw thrown;
      }
      await clock.sleep(pauseMs);
    }
  };
  return {
    // Not repeated once it was begun: the holder may have done it before it went away.
    perform: (command, actor) => asked((control) => control.perform(command, actor)),
    query: async (query) => {
      let wasFound = false;
      try {
        return await asked((control) => {
          wasFound = true;
          return control.query(query);
        });
      } catch (thrown) {
        if (!wasFound || !(thrown instanceof Failure) || thrown.kind !== 'no-answer') throw thrown;
        return asked((control) => control.query(query));
      }
    },
    events: async function* (after, signal) {
      const used = get();
      const until = AbortSignal.any([signal, ending.signal]);
      yield* (await used).events(after, until);
      if (!signal.aborted) forget(used);
    },
    close: async () => {
      const last = current;
      current = undefined;
      await (await last)?.close();
    },
  };
}
