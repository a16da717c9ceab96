import type {Actor, Control} from '../control/control.ts';
import {Failure} from '../failure.ts';
import type {Ways} from './reach.ts';

const lookMs = 1000;

type Read = Pick<Ways, 'clock' | 'holder' | 'openReader'>;

/**
 * The files without an engine, for whoever only reads: until somebody holds the root, who is asked from then on, and until whoever
 * asks may do what they ask for.
 */
export async function readOnly({clock, holder, openReader}: Read): Promise<Control> {
  const reader = await openReader();
  const expectNobody = async () => {
    if ((await holder()) !== undefined) throw changed();
  };
  return {
    perform: async (command, actor) => {
      await expectNobody();
      try {
        return await reader.perform(command, actor);
      } catch (thrown) {
        throw thrown instanceof Failure && thrown.code === 'control.read-only' ? changed(thrown) : thrown;
      }
    },
    query: async (query) => {
      await expectNobody();
      return reader.query(query);
    },
    // Nobody says anything, until somebody holds the root.
    events: async function* (_after, signal) {
      while (!signal.aborted && (await holder()) === undefined) {
        await clock.sleep(lookMs, signal).catch(() => {
          // Only the signal ends a sleep early, and the loop's condition sees it.
        });
      }
    },
    close: () => reader.close(),
  };
}

/** Denies, on record, an engine to whoever only reads, before anything is held for them. */
export async function expectMayHold({mayHold, openReader}: Pick<Ways, 'mayHold' | 'openReader'>, actor: Actor) {
  if (!(await mayHold())) await (await openReader()).perform({name: 'build'}, actor);
}

/** As of a holder that has left: what was asked has not been begun, and is asked of who can do it now. */
function changed(cause?: unknown): Failure {
  return new Failure('writer.left', 'Who holds this root, or who may, has just changed.', {
    hint: 'Run this again.',
    kind: 'no-answer',
    cause,
  });
}
