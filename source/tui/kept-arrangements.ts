import type {TableName} from '../control/query.ts';
import {type Arrangement, type Arrangements, asItComes, narrowest, type Sort, widest} from './arrangement.ts';
import {columnsOf} from './columns.ts';
import {tables} from './layout.ts';

/** Arrangements out of a file that anybody may have edited: what is not known is passed over, the rest stands. */
export function readArrangements(kept: unknown): Arrangements {
  const all = recordOf(kept);
  const read = (table: TableName): Arrangement => readArrangement(table, recordOf(all[table]));
  return {
    unfiltered: read('unfiltered'),
    partial: read('partial'),
    final: read('final'),
    blocklist: read('blocklist'),
  };
}

/** Whether nobody has arranged anything. */
export function areAsTheyCome(arrangements: Arrangements): boolean {
  return tables.every((table) => {
    const {sort, hidden, widths} = arrangements[table];
    return sort === undefined && hidden.length === 0 && Object.keys(widths).length === 0;
  });
}

function readArrangement(table: TableName, {sort, hidden, widths}: Readonly<Record<string, unknown>>): Arrangement {
  const titles = columnsOf(table).map(({title}) => title);
  const others = titles.filter((title) => title !== 'symbol');
  const kept = recordOf(widths);
  const sorted = readSort(recordOf(sort), titles);
  return {
    ...asItComes,
    ...(sorted ? {sort: sorted} : {}),
    hidden: Array.isArray(hidden) ? others.filter((title) => hidden.includes(title)) : [],
    widths: Object.fromEntries(
      titles.flatMap((title) => {
        const width = kept[title];
        return isWidth(width, title) ? [[title, width] as const] : [];
      }),
    ),
  };
}

function readSort(
  {column, descending}: Readonly<Record<string, unknown>>,
  titles: readonly string[],
): Sort | undefined {
  const title = titles.find((one) => one === column);
  return title !== undefined && typeof descending === 'boolean' ? {column: title, descending} : undefined;
}

function isWidth(width: unknown, title: string): width is number {
  const least = title === 'symbol' ? narrowest.symbol : narrowest.other;
  return typeof width === 'number' && Number.isInteger(width) && width >= least && width <= widest;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  // An object of unknown fields is what every field is checked as.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
