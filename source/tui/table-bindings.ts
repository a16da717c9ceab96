import type {Binding} from './keys.ts';

/** The part of the one table of keys that is about columns, marks and comparison. */
export const tableBindings: readonly Binding[] = [
  {act: 'column-left', keys: ['h', 'left'], shown: 'h', help: 'Column to the left (also the arrow)', group: 'Look'},
  {act: 'column-right', keys: ['l', 'right'], shown: 'l', help: 'Column to the right (also the arrow)', group: 'Look'},
  {
    act: 'sort',
    keys: ['s'],
    shown: 's',
    help: 'Sort by the column at the cursor: up, down, off',
    group: 'Look',
    footer: {word: 'sort', rank: 9},
  },
  {act: 'reverse', keys: ['S'], shown: 'S', help: 'Sort the other way round', group: 'Look'},
  {act: 'hide-column', keys: ['-'], shown: '-', help: 'Hide the column at the cursor', group: 'Look'},
  {
    act: 'all-columns',
    keys: ['='],
    shown: '=',
    help: 'All columns back; once more, in their own widths',
    group: 'Look',
  },
  {act: 'narrower', keys: ['<'], shown: '<', help: 'Column narrower', group: 'Look'},
  {act: 'wider', keys: ['>'], shown: '>', help: 'Column wider', group: 'Look'},
  {
    act: 'mark',
    keys: [' '],
    shown: 'space',
    help: 'Mark the row or take its mark away, and go down',
    group: 'Look',
    footer: {word: 'mark', rank: 11},
  },
  {act: 'mark-range', keys: ['V'], shown: 'V', help: 'Mark all from the last mark to the cursor', group: 'Look'},
  {
    act: 'compare',
    keys: ['c'],
    shown: 'c',
    help: 'Compare tables: what one has and another has not, and why',
    group: 'Look',
    footer: {word: 'compare', rank: 10},
  },
  {
    act: 'compare-other',
    keys: ['o'],
    shown: 'o',
    help: 'Compare this pane with another: what that lacks or has too',
    group: 'Look',
  },
  {act: 'compare-swapped', keys: ['w'], shown: 'w', help: 'The comparison from the other side', group: 'Look'},
];
