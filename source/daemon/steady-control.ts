import type {Control} from '../control/control.ts';
import {Failure} from '../failure.ts';

/** A control that outlives its holder: when the one in use no longer answers, the next question finds another. */
export function steadyControl(find: () => Promise<Control>): Control {
  let current: Promise<Control> | undefined;
  const get = () => {
    current ??= find();
    const found = current;
    found.catch(() => forget(found));
    return found;
  };
  const forget = (gone: Promise<Control> | undefined) => {
    if (current === gone) current = undefined;
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
  return {
    // Never repeated: the holder may have done it before it went away.
    perform: (command, actor) => guarded((control) => control.perform(command, actor)),
    query: async (query) => {
      try {
        return await guarded((control) => control.query(query));
      } catch (thrown) {
        if (!(thrown instanceof Failure) || thrown.kind !== 'no-answer') throw thrown;
        return guarded((control) => control.query(query));
      }
    },
    events: async function* (after, signal) {
      const used = get();
      yield* (await used).events(after, signal);
      if (!signal.aborted) forget(used);
    },
    close: async () => {
      const last = current;
      current = undefined;
      await (await last)?.close();
    },
  };
}
