import type {CommandName} from '../control/control.ts';
import type {ViewName} from './views/view-name.ts';

/** A key that means this only where it is listed. */
export type OwnKey = {
  readonly act: string;
  /** Names as `key-input` gives them. */
  readonly keys: readonly string[];
  /** How the keys are written for people. */
  readonly shown: string;
  readonly help: string;
  /** The command that it comes to, where not everybody may. */
  readonly needs?: CommandName;
};
type Own = {readonly title: string; readonly keys: readonly OwnKey[]};

const filterKeys = ['f', '/'] as const;

/** The keys that a view, or what lies over it, has beside those of everywhere. What they do there, the help and the manual all come from here. */
export const ownKeys = {
  tables: {title: 'Tables', keys: []},
  build: {
    title: 'Live build',
    keys: [
      {act: 'level', keys: ['l'], shown: 'l', help: 'Level of the log: all, or only what is worse'},
      {act: 'filter', keys: filterKeys, shown: 'f', help: 'Filter the log (also /)'},
      {act: 'wrap', keys: ['w'], shown: 'w', help: 'Wrap long lines of the log, or cut them'},
    ],
  },
  plots: {
    title: 'Plots',
    keys: [
      {act: 'next', keys: ['tab', 'right'], shown: 'Tab', help: 'Next plots, where not all fit (also the arrow)'},
      {act: 'previous', keys: ['shift-tab', 'left'], shown: 'S-Tab', help: 'Previous plots (also the arrow)'},
      {act: 'shown', keys: ['f'], shown: 'f', help: 'All symbols, those that pass, or both'},
    ],
  },
  history: {
    title: 'History',
    keys: [
      {act: 'diff', keys: ['enter'], shown: 'Enter', help: 'What the night changed against the one before'},
      {act: 'diff-newest', keys: ['d'], shown: 'd', help: 'What changed from the night to the newest'},
      {act: 'measure', keys: ['m'], shown: 'm', help: 'Next measure in the bars'},
      {
        act: 'roll-back',
        keys: ['R'],
        shown: 'R',
        help: 'Roll back to the night; asks, and needs a reason',
        needs: 'rollback',
      },
    ],
  },
  audit: {
    title: 'Audit',
    keys: [
      {act: 'record', keys: ['enter'], shown: 'Enter', help: 'The whole record'},
      {
        act: 'filter',
        keys: filterKeys,
        shown: 'f',
        help: 'Filter: words, actor:ann, provider:, since:7d (also /)',
      },
      {act: 'events', keys: ['e'], shown: 'e', help: 'All events of both logs, or only what people did'},
      {act: 'verify', keys: ['v'], shown: 'v', help: 'Follow both logs again: are they whole?'},
    ],
  },
  credentials: {
    title: 'Credentials',
    keys: [
      {
        act: 'set',
        keys: ['a', 'enter'],
        shown: 'a',
        help: 'Set credentials of the provider (also Enter)',
        needs: 'credentials.set',
      },
      {
        act: 'rotate',
        keys: ['R'],
        shown: 'R',
        help: 'Rotate: new values in place of those that are set',
        needs: 'credentials.rotate',
      },
      {
        act: 'remove',
        keys: ['d'],
        shown: 'd',
        help: 'REMOVE the value, or all of the provider; asks',
        needs: 'credentials.remove',
      },
      {
        act: 'show',
        keys: ['v'],
        shown: 'v',
        help: 'Show the values; goes into the audit log',
        needs: 'credentials.reveal',
      },
      {
        act: 'check',
        keys: ['c'],
        shown: 'c',
        help: 'Check the credentials of the provider with it',
        needs: 'credentials.check',
      },
      {act: 'check-all', keys: ['*'], shown: '*', help: 'Check all credentials', needs: 'credentials.check'},
      {act: 'backups', keys: ['b'], shown: 'b', help: 'Backups: what differs, and restore'},
      {act: 'new-key', keys: ['K'], shown: 'K', help: 'Rotate the master key; asks', needs: 'keys.rotate'},
      {act: 'read', keys: ['r'], shown: 'r', help: 'Read them from the disk again', needs: 'credentials.read'},
    ],
  },
  settings: {
    title: 'Settings',
    keys: [
      {act: 'edit', keys: ['enter'], shown: 'Enter', help: 'Edit the setting', needs: 'settings.set'},
      {act: 'default', keys: ['d'], shown: 'd', help: 'Back to its default; asks', needs: 'settings.unset'},
      {act: 'filter', keys: filterKeys, shown: 'f', help: 'Filter the settings (also /)'},
    ],
  },
  card: {
    title: 'Card of a symbol',
    keys: [
      {act: 'next', keys: ['n', 'J'], shown: 'n', help: 'Next symbol of the table (also J)'},
      {act: 'previous', keys: ['p', 'N', 'K'], shown: 'p', help: 'Previous symbol (also N and K)'},
      {act: 'close', keys: ['escape', 'enter', 'q'], shown: 'Esc', help: 'Close it (also Enter and q)'},
    ],
  },
  form: {
    title: 'Form',
    keys: [
      {act: 'go-on', keys: ['ctrl-s'], shown: '^S', help: 'Go on, from whatever field'},
      {act: 'next-or-on', keys: ['enter'], shown: 'Enter', help: 'Next field; on the last one go on'},
      {act: 'next', keys: ['tab', 'down'], shown: 'Tab', help: 'Next field (also the arrow)'},
      {act: 'previous', keys: ['shift-tab', 'up'], shown: 'S-Tab', help: 'Previous field (also the arrow)'},
      {act: 'cancel', keys: ['escape'], shown: 'Esc', help: 'Cancel'},
    ],
  },
} as const satisfies Readonly<Record<ViewName | 'card' | 'form', Own>>;

export type Place = keyof typeof ownKeys;
type ActIn<P extends Place> = (typeof ownKeys)[P]['keys'][number]['act'];

/** What a key does there, by its own meaning; undefined where it has none. */
export function ownActOf<P extends Place>(place: P, key: string): ActIn<P> | undefined {
  const own: readonly OwnKey[] = ownKeys[place].keys;
  // The acts of a place are those of its own list; TypeScript loses the pair on a union.
  return own.find(({keys}) => keys.includes(key))?.act as ActIn<P> | undefined;
}

/** Where a key is pressed that opens the help: on the open card, else in the view. */
export function keysOf(place: Place): readonly OwnKey[] {
  return ownKeys[place].keys;
}

/** The command that a key of its own comes to there. */
export function neededBy(place: Place, act: string): CommandName | undefined {
  return keysOf(place).find((own) => own.act === act)?.needs;
}
