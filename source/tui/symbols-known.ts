import type {TableName} from '../control/query.ts';
import {resolver} from '../universe/resolve.ts';
import {resettleAll} from './cursor.ts';
import {tables} from './layout.ts';
import {type Model, rowsShown} from './model.ts';
import type {Response} from './press.ts';
import {relistAll} from './relist.ts';

/** The palette counts no further: another letter finds what a page further would not. */
export const mostListed = 200;
/** One more tells that there are more. */
const mostKnown = mostListed + 1;

/** Symbols of these tables that begin with a text, in their order and once each. */
export function known(model: Model, names: readonly TableName[], text: string): readonly string[] {
  const wanted = text.toUpperCase();
  const found = new Set<string>();
  for (const name of names) {
    for (const {symbol} of model.tables[name].rows) {
      if (symbol.toUpperCase().startsWith(wanted)) found.add(symbol);
      if (found.size >= mostKnown) return [...found];
    }
  }
  return [...found];
}

export function symbolsLike(model: Model, text: string): readonly string[] {
  return known(model, ['unfiltered', 'blocklist', 'final'], text);
}

/** The symbol as the tables have it, whatever spelling it was typed in; what they do not have, the engine may know. */
export function spelled(model: Model, word: string): string {
  return resolverOf(model)(word) ?? word;
}

/** Tells whether any table has a symbol, whatever spelling it is typed in. */
export function tabled(model: Model): (word: string) => boolean {
  const resolve = resolverOf(model);
  return (word) => resolve(word) !== undefined;
}

function resolverOf(model: Model): ReturnType<typeof resolver> {
  return resolver(new Set(tables.flatMap((name) => model.tables[name].rows.map(({symbol}) => symbol))));
}

/** To a symbol in the focused table, else in the first that has it; a search that hides it is over. */
export function goTo(model: Model, word: string): Response | string {
  const symbol = spelled(model, word);
  const has = (name: TableName): boolean => model.tables[name].rows.some((row) => row.symbol === symbol);
  const table = [model.focus, 'final' as const, ...tables].find(has);
  if (table === undefined) return `${symbol} is in none of the four tables; explain ${symbol} says why.`;
  return {
    type: 'edited',
    edit: (now) => {
      const open = isHidden(now, table, symbol) ? unfiltered(now) : now;
      const windows = {...open.windows, [table]: {...open.windows[table], symbol}};
      return resettleAll({...open, view: 'tables', focus: table, chosen: symbol, windows});
    },
  };
}

function isHidden(model: Model, table: TableName, symbol: string): boolean {
  const {count, at} = rowsShown(model, table);
  for (let i = 0; i < count; i++) if (at(i)?.symbol === symbol) return false;
  return true;
}

/** Without what leaves rows out. */
function unfiltered({search: _search, comparison: _comparison, ...model}: Model): Model {
  return relistAll(model);
}
