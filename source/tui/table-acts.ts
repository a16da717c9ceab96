import type {TableName} from '../control/query.ts';
import {type Arrangement, resized, restored, reversed, sortedBy, without} from './arrangement.ts';
import type {Edit} from './change.ts';
import {columnAt} from './column-at.ts';
import {compared, type Pair, pairAfter, pairBeside, swapped} from './comparison.ts';
import {moved, resettle} from './cursor.ts';
import {withMarkTurned, withoutMarks, withRangeMarked} from './marks.ts';
import type {Model} from './model.ts';
import type {Response} from './press.ts';
import {resort} from './relist.ts';
import {screenLayout} from './screen-layout.ts';
import {columnsIn, columnsPlaced} from './table-columns.ts';

const acts = [
  'column-left',
  'column-right',
  'sort',
  'reverse',
  'hide-column',
  'all-columns',
  'narrower',
  'wider',
  'mark',
  'mark-range',
  'compare',
  'compare-other',
  'compare-swapped',
] as const;
/** What keys do to the tables alone. */
export type TableAct = (typeof acts)[number];

export function isTableAct(word: string): word is TableAct {
  return acts.some((act) => act === word);
}

/** Cells that `<` and `>` take and give. */
const step = 2;

export function tableAct(model: Model, act: TableAct): Response {
  switch (act) {
    case 'column-left':
      return edited((now) => atColumn(now, -1));
    case 'column-right':
      return edited((now) => atColumn(now, 1));
    case 'sort':
      return edited((now) => resorted(now, sortedBy));
    case 'reverse':
      return edited((now) => resorted(now, reversed));
    case 'hide-column':
      return columnAt(model, model.focus) === 'symbol'
        ? {
            type: 'say',
            tone: 'warn',
            text: 'The symbol stays: it tells one row from another. h and l go to other columns.',
          }
        : edited(withoutColumn);
    case 'all-columns':
      return edited((now) => arranged(now, restored(now.arranged[now.focus])));
    case 'narrower':
      return edited((now) => withWidth(now, -step));
    case 'wider':
      return edited((now) => withWidth(now, step));
    case 'mark':
      return edited((now) => moved(withMarkTurned(now), 'down'));
    case 'mark-range':
      return edited(withRangeMarked);
    case 'compare':
      return edited((now) => withPair(now, pairAfter(now.comparison?.pair)));
    case 'compare-other':
      return edited((now) => withPair(now, pairBeside(now.focus, now.comparison?.pair)));
    case 'compare-swapped':
      return model.comparison
        ? edited((now) => withPair(now, now.comparison && swapped(now.comparison.pair)))
        : {type: 'say', tone: 'warn', text: 'Nothing is compared; c and o compare.'};
  }
}

/** Esc, one thing at a time, and first what was done last: marks, then the search, then the comparison. */
export function cleared(model: Model): Response {
  if (model.marks[model.focus].symbols.size > 0) return edited(withoutMarks);
  return model.comparison && !model.search ? edited(withoutComparison) : {type: 'unsearched'};
}

/** The comparison of a pair, in the pane that has its rows; without a pair none. */
export function withPair(model: Model, pair: Pair | undefined): Model {
  const cameFrom = model.comparison?.cameFrom ?? model.focus;
  const ended = withoutComparison(model);
  return pair ? resort({...ended, comparison: compared(ended, pair, cameFrom), focus: pair.table}, pair.table) : ended;
}

function withoutComparison(model: Model): Model {
  const {comparison, ...rest} = model;
  if (!comparison) return model;
  const before = resort(rest, comparison.pair.table);
  return resettle({...before, focus: comparison.cameFrom}, comparison.cameFrom);
}

function atColumn(model: Model, by: 1 | -1): Model {
  const titles = columnsIn(model, model.focus).map(({title}) => title);
  const next = titles[titles.indexOf(columnAt(model, model.focus)) + by];
  return next === undefined ? model : withColumnAt(model, model.focus, next);
}

function resorted(model: Model, change: (arrangement: Arrangement, column: string) => Arrangement): Model {
  const {focus} = model;
  return resort(arranged(model, change(model.arranged[focus], columnAt(model, focus))), focus);
}

/** The cursor goes on to what takes the place of the column. */
function withoutColumn(model: Model): Model {
  const column = columnAt(model, model.focus);
  const titles = columnsIn(model, model.focus).map(({title}) => title);
  const at = titles.indexOf(column);
  const next = titles[at + 1] ?? titles[at - 1] ?? 'symbol';
  return withColumnAt(arranged(model, without(model.arranged[model.focus], column)), model.focus, next);
}

/** From the width that it has on the screen now. */
function withWidth(model: Model, by: number): Model {
  const {focus} = model;
  const pane = screenLayout(model).panes.find(({table}) => table === focus);
  const column = columnsPlaced(model, focus, pane?.width ?? model.size.columns).find(
    ({title}) => title === columnAt(model, focus),
  );
  return column ? arranged(model, resized(model.arranged[focus], column.title, column.cells + by)) : model;
}

function arranged(model: Model, arrangement: Arrangement): Model {
  return {...model, arranged: {...model.arranged, [model.focus]: arrangement}};
}

function withColumnAt(model: Model, table: TableName, column: string): Model {
  return {...model, columnAt: {...model.columnAt, [table]: column}};
}

function edited(edit: Edit): Response {
  return {type: 'edited', edit};
}
