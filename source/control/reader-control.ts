import {Failure} from '../failure.ts';
import {answer} from './answer.ts';
import type {Control} from './control.ts';
import type {Reading} from './reading.ts';

/** Queries without the writer lock: reads the files, changes nothing, knows of no events. */
export function readerControl(reading: Reading): Control {
  return {
    perform: async ({name}) => {
      throw new Failure('control.read-only', `${name} needs the writer of this root, and this process only reads.`);
    },
    query: (query) => answer(reading, query),
    events: async function* () {},
    close: async () => {},
  };
}
