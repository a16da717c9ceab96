import type {TableName, TableRow} from '../control/query.ts';
import {type Marks, unmarked} from './look.ts';
import {type Model, rowsShown} from './model.ts';

/** What an action is about: the symbol of the open card, else the marked ones that the table in focus holds, else the one under the cursor. */
export function markedOrChosen(model: Model): readonly string[] {
  if (model.overlay?.kind === 'card') return [model.overlay.card.symbol];
  const {focus, marks, tables} = model;
  if (marks[focus].held > 0) {
    return tables[focus].rows.flatMap(({symbol}) => (marks[focus].symbols.has(symbol) ? [symbol] : []));
  }
  const symbol = symbolAtCursor(model);
  return symbol === undefined ? [] : [symbol];
}

export function symbolAtCursor(model: Model): string | undefined {
  return rowsShown(model, model.focus).at(model.windows[model.focus].cursor)?.symbol;
}

/** Marks the row under the cursor, or takes its mark away. */
export function withMarkTurned(model: Model): Model {
  const {focus} = model;
  const symbol = symbolAtCursor(model);
  if (symbol === undefined) return model;
  const {symbols, held, last} = model.marks[focus];
  const turned = new Set(symbols);
  if (turned.delete(symbol)) {
    return withMarks(model, focus, {
      symbols: turned,
      held: held - 1,
      ...(last === undefined || last === symbol ? {} : {last}),
    });
  }
  return withMarks(model, focus, {symbols: turned.add(symbol), held: held + 1, last: symbol});
}

/** Marks all that the pane lists from the last mark to the cursor; the cursor's row alone where no mark is listed. */
export function withRangeMarked(model: Model): Model {
  const {focus} = model;
  const shown = rowsShown(model, focus);
  const {cursor} = model.windows[focus];
  const symbol = shown.at(cursor)?.symbol;
  if (symbol === undefined) return model;
  const {symbols, last} = model.marks[focus];
  const from = last === undefined ? cursor : (placeIn(shown, last) ?? cursor);
  const more = new Set(symbols);
  for (let i = Math.min(from, cursor); i <= Math.max(from, cursor); i++) {
    const row = shown.at(i);
    if (row) more.add(row.symbol);
  }
  return withHeldCounted(withMarks(model, focus, {symbols: more, held: 0, last: symbol}), focus);
}

export function withoutMarks(model: Model): Model {
  return withMarks(model, model.focus, unmarked);
}

/** After other rows came into a table. */
export function withHeldCounted(model: Model, table: TableName): Model {
  const {symbols} = model.marks[table];
  if (symbols.size === 0) return model;
  const held = model.tables[table].rows.reduce((sum, {symbol}) => sum + (symbols.has(symbol) ? 1 : 0), 0);
  return withMarks(model, table, {...model.marks[table], held});
}

function placeIn(
  {count, at}: {readonly count: number; readonly at: (i: number) => TableRow | undefined},
  symbol: string,
): number | undefined {
  for (let i = 0; i < count; i++) if (at(i)?.symbol === symbol) return i;
  return undefined;
}

function withMarks(model: Model, table: TableName, marks: Marks): Model {
  return {...model, marks: {...model.marks, [table]: marks}};
}
