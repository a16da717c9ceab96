import type {TableName} from '../control/query.ts';
import {type Arrangement, narrowest} from './arrangement.ts';
import {type Column, columnsOf, type PlacedColumn, placeColumns, whyColumn, whyTitle} from './columns.ts';
import {compactBeside} from './figures.ts';
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
  return placeColumns(columnsIn(model, table), width - 1, wanted).map((column) => besideLimit(model, column));
}

function asArranged(column: Column, {widths, sort}: Arrangement): Column {
  const {most: _most, ...fixed} = column;
  const chosen = widths[column.title];
  if (chosen !== undefined) return {...fixed, width: Math.max(chosen, narrowest.other)};
  // The arrow wants a cell beside the title.
  if (sort?.column === column.title) return {...column, width: Math.max(column.width, column.title.length + 1)};
  return column;
}

/** A cap above the limit must not look like the limit. One below it does not, for figures are cut off. */
function besideLimit({funnel}: Model, column: PlacedColumn): PlacedColumn {
  const limit = funnel?.criteria.maxMarketCap;
  if (column.title !== 'cap' || limit === undefined) return column;
  return {
    ...column,
    text: (row) => {
      const cap = column.number?.(row);
      return cap === undefined ? column.text(row) : compactBeside(cap, limit);
    },
  };
}
