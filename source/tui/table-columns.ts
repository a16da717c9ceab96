import type {TableName} from '../control/query.ts';
import {type Arrangement, narrowest} from './arrangement.ts';
import {type Column, columnsOf, type PlacedColumn, placeColumns, whyColumn, whyTitle} from './columns.ts';
import type {Model} from './model.ts';

/** Every column that a table can show now, hidden ones too. */
export function allColumns({comparison}: Model, table: TableName): readonly Column[] {
  const columns = columnsOf(table);
  if (comparison?.pair.table !== table) return columns;
  const [symbol, ...others] = columns;
  return symbol ? [symbol, whyColumn(comparison.whys), ...others] : columns;
}

/** The columns that the cursor goes along, as the person arranged them. */
export function columnsIn(model: Model, table: TableName): readonly Column[] {
  const arrangement = model.arranged[table];
  return allColumns(model, table)
    .filter(({title}) => !arrangement.hidden.includes(title))
    .map((column) => asArranged(column, arrangement));
}

/**
 * Those that a pane of this width has room for: the one at the cursor always, the one that rows are sorted by, and why a row
 * is compared, which gives way to both and to nothing else.
 */
export function columnsPlaced(model: Model, table: TableName, width: number): readonly PlacedColumn[] {
  const {sort} = model.arranged[table];
  const wanted = [model.columnAt[table], ...(sort ? [sort.column] : []), whyTitle];
  return placeColumns(columnsIn(model, table), width - 1, wanted);
}

function asArranged(column: Column, {widths, sort}: Arrangement): Column {
  const {most: _most, ...fixed} = column;
  const chosen = widths[column.title];
  if (chosen !== undefined) return {...fixed, width: Math.max(chosen, narrowest.other)};
  // The arrow wants a cell beside the title.
  if (sort?.column === column.title) return {...column, width: Math.max(column.width, column.title.length + 1)};
  return column;
}
