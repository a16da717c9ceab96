import type {Motion} from './pane-window.ts';
import type {TableAct} from './table-acts.ts';
import {tableBindings} from './table-bindings.ts';
import {universeBindings} from './universe-keys.ts';
import type {ViewAct} from './view-acts.ts';
import {viewBindings} from './view-bindings.ts';

/** The one table of keys: the reader of keys, the footer and the help all come from it. */
export type Act =
  | Motion
  | TableAct
  | ViewAct
  | 'focus-next'
  | 'focus-previous'
  | 'focus-1'
  | 'focus-2'
  | 'focus-3'
  | 'focus-4'
  | 'zoom'
  | 'search'
  | 'next-hit'
  | 'previous-hit'
  | 'clear'
  | 'build'
  | 'refilter'
  | 'recover'
  | 'override'
  | 'stop'
  | 'block'
  | 'unblock'
  | 'undo'
  | 'export'
  | 'halt'
  | 'detail'
  | 'palette'
  | 'copy'
  | 'help'
  | 'theme'
  | 'mouse'
  | 'save'
  | 'redraw'
  | 'suspend'
  | 'quit';

/** As the help and the manual list them. */
export const keyGroups = ['Universe', 'Look', 'Move', 'Views', 'Dashboard'] as const;

export type Binding = {
  readonly act: Act;
  /** Names as `key-input` gives them. */
  readonly keys: readonly string[];
  /** How the keys are written for people. */
  readonly shown: string;
  readonly help: string;
  readonly group: (typeof keyGroups)[number];
  /** A word for the footer; lower rank comes first and is dropped last. */
  readonly footer?: {readonly word: string; readonly rank: number};
};

export const bindings: readonly Binding[] = [
  ...universeBindings,
  {
    act: 'detail',
    keys: ['enter'],
    shown: 'Enter',
    help: 'Everything known of the symbol under the cursor',
    group: 'Look',
    footer: {word: 'detail', rank: 9},
  },
  {
    act: 'search',
    keys: ['/'],
    shown: '/',
    help: 'Search all four tables: words, cap>1b, exch:nyse,arca',
    group: 'Look',
    footer: {word: 'search', rank: 2},
  },
  {act: 'next-hit', keys: ['n'], shown: 'n', help: 'Next hit, on into the next pane after the last', group: 'Look'},
  {act: 'previous-hit', keys: ['N'], shown: 'N', help: 'Previous hit', group: 'Look'},
  {
    act: 'clear',
    keys: ['escape'],
    shown: 'Esc',
    help: 'Clear marks, then search, then comparison; close what is open',
    group: 'Look',
  },
  {
    act: 'focus-next',
    keys: ['tab', ']'],
    shown: 'Tab',
    help: 'Next pane (also ])',
    group: 'Look',
    footer: {word: 'pane', rank: 7},
  },
  {act: 'focus-previous', keys: ['shift-tab', '['], shown: 'S-Tab', help: 'Previous pane (also [)', group: 'Look'},
  {act: 'focus-1', keys: ['1'], shown: '1', help: 'Unfiltered: every priced symbol with its facts', group: 'Look'},
  {act: 'focus-2', keys: ['2'], shown: '2', help: 'Partial: what passes so far', group: 'Look'},
  {act: 'focus-3', keys: ['3'], shown: '3', help: 'Final: the sealed universe', group: 'Look'},
  {act: 'focus-4', keys: ['4'], shown: '4', help: 'Blocklist', group: 'Look'},
  {
    act: 'zoom',
    keys: ['z'],
    shown: 'z',
    help: 'One pane alone, and back',
    group: 'Look',
    footer: {word: 'zoom', rank: 8},
  },
  {act: 'copy', keys: ['y'], shown: 'y', help: 'Copy the marked symbols, or the one under the cursor', group: 'Look'},
  ...tableBindings,
  {act: 'down', keys: ['j', 'down'], shown: 'j', help: 'Down a row (also the arrows)', group: 'Move'},
  {act: 'up', keys: ['k', 'up'], shown: 'k', help: 'Up a row', group: 'Move'},
  {
    act: 'page-down',
    keys: ['page-down', 'ctrl-f'],
    shown: 'PgDn',
    help: 'Down a page (also ^F)',
    group: 'Move',
  },
  {act: 'page-up', keys: ['page-up', 'ctrl-b'], shown: 'PgUp', help: 'Up a page (also ^B)', group: 'Move'},
  {act: 'half-down', keys: ['ctrl-d'], shown: '^D', help: 'Down half a page', group: 'Move'},
  {act: 'half-up', keys: ['ctrl-u'], shown: '^U', help: 'Up half a page', group: 'Move'},
  {act: 'first', keys: ['g', 'home'], shown: 'g', help: 'First row (also Home)', group: 'Move'},
  {act: 'last', keys: ['G', 'end'], shown: 'G', help: 'Last row (also End)', group: 'Move'},
  ...viewBindings,
  {act: 'help', keys: ['?', 'f1'], shown: '?', help: 'These keys', group: 'Dashboard', footer: {word: 'help', rank: 3}},
  {
    act: 'palette',
    keys: [':'],
    shown: ':',
    help: 'Every command by its name, with words and completion',
    group: 'Dashboard',
    footer: {word: 'commands', rank: 10},
  },
  {act: 'theme', keys: ['T'], shown: 'T', help: 'Next theme: dark, light, high-contrast, mono', group: 'Dashboard'},
  {
    act: 'mouse',
    keys: ['M'],
    shown: 'M',
    help: 'Mouse on or off: wheel and click, but no marking of text',
    group: 'Dashboard',
  },
  {act: 'save', keys: ['ctrl-s'], shown: '^S', help: 'Save what the screen shows as a text file', group: 'Dashboard'},
  {act: 'redraw', keys: ['ctrl-l'], shown: '^L', help: 'Draw the whole screen again', group: 'Dashboard'},
  {act: 'suspend', keys: ['ctrl-z'], shown: '^Z', help: 'Back to the shell; `fg` returns', group: 'Dashboard'},
  {
    act: 'quit',
    keys: ['q', 'ctrl-c'],
    shown: 'q',
    help: 'Quit (also ^C)',
    group: 'Dashboard',
    footer: {word: 'quit', rank: 0},
  },
];

const byKey = new Map(bindings.flatMap((binding) => binding.keys.map((key) => [key, binding.act] as const)));

export function actOf(key: string): Act | undefined {
  return byKey.get(key);
}

/** Footer words that fit into `width`, in the order of the table; what is of no use now takes no room. */
export function footerOf(
  width: number,
  {isRunning, isDenied = () => false}: {isRunning: boolean; isDenied?: (act: Act) => boolean},
): readonly Binding[] {
  const useful = bindings.filter((b) => b.footer && (isRunning || b.act !== 'stop') && !isDenied(b.act));
  const ranked = useful.sort((a, b) => (a.footer?.rank ?? 0) - (b.footer?.rank ?? 0));
  let used = 0;
  const shown = new Set<Binding>();
  for (const binding of ranked) {
    const cost = binding.shown.length + 1 + (binding.footer?.word.length ?? 0) + 3;
    if (used + cost > width) continue;
    used += cost;
    shown.add(binding);
  }
  return bindings.filter((binding) => shown.has(binding));
}
