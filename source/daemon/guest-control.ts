import type {Command, Control} from '../control/control.ts';
import {Failure} from '../failure.ts';

export type Guests = {
  readonly control: Control;
  /** Commands of others that are being done. */
  readonly performing: () => number;
  /** From now on commands of others are turned away before they are begun. */
  readonly leave: () => void;
};

const long: ReadonlySet<Command['name']> = new Set(['build', 'refilter', 'recover', 'rollback']);

/**
 * What others may do through this process. One that is here for a moment takes no long work of theirs:
 * whoever is turned away has had nothing done, and takes the root itself as soon as this process has gone.
 */
export function guestControl(control: Control, {brief}: {readonly brief: boolean}): Guests {
  let performing = 0;
  let leaving = false;
  return {
    control: {
      perform: async (command, actor) => {
        if (leaving || (brief && long.has(command.name))) throw left(`process ${process.pid}`);
        performing++;
        try {
          return await control.perform(command, actor);
        } finally {
          performing--;
        }
      },
      query: (query) => control.query(query),
      events: (after, signal) => control.events(after, signal),
      close: () => control.close(),
    },
    performing: () => performing,
    leave: () => {
      leaving = true;
    },
  };
}

/** The holder went away before it had begun with what was asked of it, so that it may be asked of the next one. */
export function left(who: string, cause?: unknown): Failure {
  return new Failure('writer.left', `The holder of this root (${who}) is just leaving.`, {
    hint: 'Run this again.',
    kind: 'no-answer',
    cause,
  });
}

export function hasLeft(thrown: unknown): boolean {
  return thrown instanceof Failure && thrown.code === 'writer.left';
}
