import {Failure} from '../failure.ts';
import {answer} from './answer.ts';
import type {Actor, Command, Control} from './control.ts';
import type {Reading} from './reading.ts';

/** Queries without the writer lock: reads the files, changes nothing, knows of no events. */
export function readerControl(
  reading: Reading,
  deny: (command: Command, actor: Actor) => Promise<void> = async () => {},
): Control {
  return {
    perform: async (command, actor) => {
      await deny(command, actor);
      throw new Failure(
        'control.read-only',
        `${command.name} needs the writer of this root, and this process only reads.`,
      );
    },
    query: (query) => answer(reading, query),
    events: async function* () {},
    close: async () => {},
  };
}
