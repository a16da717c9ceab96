import type {Situation} from './compose.ts';
import type {Ways} from './daemon/reach.ts';
import type {Peer} from './daemon/remote-control.ts';
import {begunWords, isBegun} from './store/begun.ts';
import {type Paths, pathsOf} from './store/paths.ts';
import {clearSocket} from './store/socket-file.ts';
import {readHolder} from './store/writer-lock.ts';

/** How this process gets at a root: the engine of its own, the files alone, or whoever holds the lock. */
export function waysOf(situation: Situation): Ways {
  const paths = pathsHere(situation);
  const {asker} = situation;
  // The engine is half of the program; a dashboard or a command that works through a holder never loads it.
  const compose = () => import('./compose.ts');
  return {
    clock: situation.clock,
    replay: situation.replay,
    mayHold: async () => asker === undefined || (await import('./by-sudo.ts')).mayChange(situation, asker),
    open: async () => (await compose()).openHost(situation),
    openReader: async () => (await compose()).openReader(situation),
    clearSocket,
    beginning: async () => ((await isBegun(paths)) ? undefined : begunWords(paths)),
    holder: async (): Promise<Peer | undefined> => {
      const holder = await readHolder(paths);
      return holder?.held ? holder : undefined;
    },
  };
}

export function pathsHere({root, profile, sample}: Pick<Situation, 'root' | 'profile' | 'sample'>): Paths {
  return pathsOf(root, {...(profile === undefined ? {} : {profile}), sample});
}
