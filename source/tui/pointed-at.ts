import type {TableName} from '../control/query.ts';
import {tabWords} from './draw-panes.ts';
import type {Cell} from './key-input.ts';
import {headerHeight, paneTitles, tables} from './layout.ts';
import type {Model} from './model.ts';
import {screenLayout} from './screen-layout.ts';

/** The pane under the pointer, and which of the rows that it shows; on its titles or its tab there is no row. */
export type Pointed = {readonly table: TableName; readonly row?: number; readonly height: number};

export function pointedAt(model: Model, {x, y}: Cell): Pointed | undefined {
  const {panes, hasTabs, bodyHeight: height, noticeHeight} = screenLayout(model);
  const first = headerHeight + noticeHeight;
  if (hasTabs && y === first) {
    const table = tabAt(model, x);
    return table ? {table, height} : undefined;
  }
  const line = y - first - (hasTabs ? 1 : 0);
  if (line < 0 || line >= paneTitles + height) return undefined;
  let from = 0;
  for (const {table, width} of panes) {
    // Its scroll track is one cell more.
    if (x <= from + width) return {table, height, ...(line < paneTitles ? {} : {row: line - paneTitles})};
    from += width + 1;
  }
  return undefined;
}

function tabAt(model: Model, x: number): TableName | undefined {
  let from = 0;
  for (const table of tables) {
    from += tabWords(model, table).length + 1;
    if (x < from) return table;
  }
  return undefined;
}
