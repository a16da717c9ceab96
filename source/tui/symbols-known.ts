import type {TableName} from '../control/query.ts';
import {tables} from './layout.ts';
import {type Model, rowsShown} from './model.ts';
import type {Response} from './press.ts';
import {resettle} from './reduce-gesture.ts';

const most = 50;

/** Symbols of these tables that begin with a text, in their order and once each. */
export function known(model: Model, names: readonly TableName[], text: string): readonly string[] {
  const wanted = text.toUpperCase();
  const found = new Set<string>();
  for (const name of names) {
    for (const {symbol} of model.tables[name].rows) {
      if (symbol.toUpperCase().startsWith(wanted)) found.add(symbol);
      if (found.size >= most) return [...found];
    }
  }
  return [...found];
}

export function symbolsLike(model: Model, text: string): readonly string[] {
  return known(model, ['unfiltered', 'blocklist', 'final'], text);
}

/** The symbol as a table has it, where only capitals differ; the engine knows the other spellings. */
export function spelled(model: Model, word: string): string {
  const wanted = word.toUpperCase();
  for (const name of tables) {
    const row = model.tables[name].rows.find(({symbol}) => symbol.toUpperCase() === wanted);
    if (row) return row.symbol;
  }
  return word;
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
      const {search, ...rest} = now;
      const shown = rowsShown(now, table);
      const isHidden =
        search?.matches?.[table] !== undefined &&
        !Array.from({length: shown.count}, (_, i) => shown.at(i)?.symbol).includes(symbol);
      const open: Model = isHidden ? rest : now;
      const windows = {...open.windows, [table]: {...open.windows[table], symbol}};
      const settled = tables.reduce(resettle, {
        ...open,
        view: 'tables' as const,
        focus: table,
        chosen: symbol,
        windows,
      });
      return settled;
    },
  };
}
