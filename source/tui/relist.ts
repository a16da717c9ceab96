import type {TableName} from '../control/query.ts';
import {compared} from './comparison.ts';
import {resettle} from './cursor.ts';
import {tables} from './layout.ts';
import type {Model, Table} from './model.ts';
import {asksReasons, meets} from './search.ts';
import {orderOf} from './sort-rows.ts';
import {allColumns} from './table-columns.ts';

/** After search or comparison changed: which rows a pane lists. The order is made already, so nothing is sorted here. */
export function relist(model: Model, table: TableName): Model {
  const {shown: _earlier, ...rest} = model.tables[table];
  const shown = listed(model, table);
  return resettle(withTable(model, table, {...rest, ...(shown ? {shown} : {})}), table);
}

export function relistAll(model: Model): Model {
  return tables.reduce(relist, model);
}

/** After rows or the wish to have them sorted changed: the one time that they are. */
export function resort(model: Model, table: TableName): Model {
  const {order: _earlier, ...rest} = model.tables[table];
  const {sort} = model.arranged[table];
  // The first rows alone are not those that come first in another order than their own.
  const column = sort && rest.total === undefined && allColumns(model, table).find(({title}) => title === sort.column);
  const order = column ? orderOf(rest.rows, column, sort.descending) : undefined;
  return relist(withTable(model, table, {...rest, ...(order ? {order} : {})}), table);
}

/** After rows or reasons of what is compared changed. */
export function recompared(model: Model): Model {
  const {comparison} = model;
  if (!comparison) return model;
  const {pair, cameFrom} = comparison;
  return resort({...model, comparison: compared(model, pair, cameFrom)}, pair.table);
}

/** After the reasons of the sealed night were read. */
export function withReasons(model: Model): Model {
  const anew = recompared(model);
  return asksReasons(anew.search) ? relistAll(anew) : anew;
}

/** After other rows came into a table. */
export function withNewRows(model: Model, table: TableName): Model {
  const {comparison} = model;
  if (comparison?.pair.table === table) return recompared(model);
  const sorted = resort(model, table);
  return comparison?.pair.other === table ? recompared(sorted) : sorted;
}

function listed({tables: all, comparison, search, reasons}: Model, table: TableName): ArrayLike<number> | undefined {
  const {rows, haystacks, order} = all[table];
  const isCompared = comparison?.pair.table === table;
  const query = search?.query && search.query.terms.length > 0 ? search.query : undefined;
  if (!isCompared && !query) return order?.rows;
  const looked = isCompared ? comparison.haystacks : haystacks;
  // What is compared, and what is blocked, has its reason in it already.
  const whys = !isCompared && table !== 'blocklist' && asksReasons(search) ? reasons?.sought : undefined;
  const found: number[] = [];
  for (let k = 0; k < rows.length; k++) {
    const i = order ? (order.rows[k] ?? 0) : k;
    const row = rows[i];
    const haystack = withReason(looked[i] ?? '', row && whys?.get(row.symbol));
    if (row && haystack !== '' && (!query || meets(query, row, haystack))) found.push(i);
  }
  return found;
}

/** The reason is the last fact of a haystack, and empty in that of a row. */
function withReason(haystack: string, why: string | undefined): string {
  return why === undefined ? haystack : haystack + why.toLowerCase();
}

function withTable(model: Model, name: TableName, table: Table): Model {
  return {...model, tables: {...model.tables, [name]: table}};
}
