import {openHost, openReader, placeOf, type Situation} from './compose.ts';
import type {Ways} from './daemon/reach.ts';
import type {Peer} from './daemon/remote-control.ts';
import {clearSocket} from './store/socket-file.ts';
import {readHolder} from './store/writer-lock.ts';

/** How this process gets at a root: the engine of its own, the files alone, or whoever holds the lock. */
export function waysOf(situation: Situation): Ways {
  const paths = placeOf(situation);
  return {
    clock: situation.clock,
    replay: situation.replay,
    open: () => openHost(situation),
    openReader: () => openReader(situation),
    clearSocket,
    holder: async (): Promise<Peer | undefined> => {
      const holder = await readHolder(paths);
      return holder?.held ? holder : undefined;
    },
  };
}
