import type {Binding} from './keys.ts';

/** The keys that do something to the universe; all of them ask or show first, except `x`. */
export const universeBindings: readonly Binding[] = [
  {
    act: 'build',
    keys: ['b'],
    shown: 'b',
    help: 'Build the universe or resume a build; asks first',
    group: 'Universe',
    footer: {word: 'build', rank: 1},
  },
  {
    act: 'refilter',
    keys: ['r'],
    shown: 'r',
    help: 'Judge the last sealed rows again; shows what would change',
    group: 'Universe',
    footer: {word: 'refilter', rank: 4},
  },
  {
    act: 'recover',
    keys: ['u'],
    shown: 'u',
    help: 'Recover the blocklist: free what is above the floor',
    group: 'Universe',
    footer: {word: 'recover the blocklist', rank: 6},
  },
  {
    act: 'stop',
    keys: ['x'],
    shown: 'x',
    help: 'Stop the running build at its next batch; it can be resumed',
    group: 'Universe',
    footer: {word: 'stop', rank: 5},
  },
  {
    act: 'block',
    keys: ['a'],
    shown: 'a',
    help: 'Block symbols, with a reason and an end if you like',
    group: 'Universe',
    footer: {word: 'block', rank: 11},
  },
  {act: 'unblock', keys: ['d'], shown: 'd', help: 'Unblock symbols, with a reason', group: 'Universe'},
  {
    act: 'undo',
    keys: ['U'],
    shown: 'U',
    help: 'Undo the last edit of the blocklist; shows it and asks',
    group: 'Universe',
  },
  {
    act: 'export',
    keys: ['e'],
    shown: 'e',
    help: 'Export a table, the marked rows or a log into a file',
    group: 'Universe',
    footer: {word: 'export', rank: 12},
  },
  {
    act: 'halt',
    keys: ['X'],
    shown: 'X',
    help: 'HALT everything, or resume it; needs a reason',
    group: 'Universe',
  },
];
