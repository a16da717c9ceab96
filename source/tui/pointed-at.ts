import type {TableName} from '../control/query.ts';
import type {Cell} from './key-input.ts';
import {headerHeight, paneTitles, tabLines, tables} from './layout.ts';
import type {Model} from './model.ts';
import {screenLayout} from './screen-layout.ts';

/** The pane under the pointer, and which of the rows that it shows; on its titles or its tab there is no row. */
export type Pointed = {readonly table: TableName; readonly row?: number; readonly height: number};

export function pointedAt(model: Model, {x, y}: Cell): Pointed | undefined {
  const {panes, hasTabs, bodyHeight: height, noticeHeight} = screenLayout(model);
  const first = headerHeight + noticeHeight;
  const tabs = hasTabs ? tabLines : 0;
  if (y >= first && y < first + tabs) return {table: tabAt(model, x), height};
  const line = y - first - tabs;
  if (line < 0 || line >= paneTitles + height) return undefined;
  let from = 0;
  for (const {table, width} of panes) {
    // Its scroll track is one cell more.
    if (x <= from + width) return {table, height, ...(line < paneTitles ? {} : {row: line - paneTitles})};
    from += width + 1;
  }
  return undefined;
}

/** They share the width; what is over goes to the first ones, a cell each. */
function tabAt({size, focus}: Model, x: number): TableName {
  const width = Math.floor(size.columns / tables.length);
  const wide = size.columns - width * tables.length;
  const edge = wide * (width + 1);
  const index = x < edge ? Math.floor(x / (width + 1)) : wide + Math.floor((x - edge) / width);
  return tables[index] ?? focus;
}
