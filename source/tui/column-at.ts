import type {TableName} from '../control/query.ts';
import type {Model} from './model.ts';
import {columnsIn} from './table-columns.ts';

/** The column that the cursor of a table is at; the first where the one it was at is not there any more. */
export function columnAt(model: Model, table: TableName): string {
  const columns = columnsIn(model, table);
  return (columns.find(({title}) => title === model.columnAt[table]) ?? columns[0])?.title ?? 'symbol';
}
