import type {TableName} from '../control/query.ts';
import {tables} from './layout.ts';
import {type Model, rowsShown} from './model.ts';
import {type Motion, move, type PaneWindow, settle} from './pane-window.ts';
import {screenLayout} from './screen-layout.ts';
import {lowerBound, placeOf} from './search.ts';

/** After rows, order, filter or height changed: the cursor goes with its symbol, or stays where that symbol would be. */
export function resettle(model: Model, table: TableName): Model {
  const window = model.windows[table];
  const cursor = window.symbol === undefined ? window.cursor : placeShown(model, table, window.symbol);
  // The rows around the cursor stay where they are on the screen when others come in above.
  const top = window.top + cursor - window.cursor;
  const {count} = rowsShown(model, table);
  return withWindow(model, table, settle({...window, cursor, top}, {count, height: heightOf(model)}));
}

export function resettleAll(model: Model): Model {
  return tables.reduce(resettle, model);
}

export function moved(model: Model, motion: Motion): Model {
  const {count} = rowsShown(model, model.focus);
  return choose(model, move(model.windows[model.focus], motion, {count, height: heightOf(model)}));
}

/** To the next or previous hit: at the end of a pane on into the next one that has any, and round. */
export function stepped(model: Model, by: 1 | -1): Model {
  const window = model.windows[model.focus];
  const {count} = rowsShown(model, model.focus);
  const next = window.cursor + by;
  if (count > 0 && next >= 0 && next < count) {
    return choose(model, settle({...window, cursor: next}, {count, height: heightOf(model)}));
  }
  const from = tables.indexOf(model.focus);
  const around = tables.map((_, i) => tables[(from + by * (i + 1) + tables.length) % tables.length] ?? model.focus);
  const focus = around.find((table) => rowsShown(model, table).count > 0);
  if (focus === undefined) return model;
  const there = {...model, focus};
  const hits = rowsShown(there, focus).count;
  const cursor = by === 1 ? 0 : hits - 1;
  return choose(there, settle({...model.windows[focus], cursor}, {count: hits, height: heightOf(there)}));
}

/** The place of a symbol among the rows shown, or where it would stand. */
function placeShown(model: Model, table: TableName, symbol: string): number {
  const {rows, shown, order} = model.tables[table];
  const at = placeOf(symbol, {count: rows.length, at: (i) => rows[i]?.symbol ?? ''});
  if (!shown) return at;
  if (!order) return lowerBound(shown.length, (i) => (shown[i] ?? 0) < at);
  // Sorted by a fact, a symbol that is gone has no place; the cursor stays on its line.
  if (rows[at]?.symbol !== symbol) return model.windows[table].cursor;
  const rank = order.ranks[at] ?? 0;
  return lowerBound(shown.length, (i) => (order.ranks[shown[i] ?? 0] ?? 0) < rank);
}

function choose(model: Model, window: PaneWindow): Model {
  const symbol = rowsShown(model, model.focus).at(window.cursor)?.symbol;
  const {symbol: _earlier, ...place} = window;
  if (symbol === undefined) return withWindow(model, model.focus, place);
  return withWindow({...model, chosen: symbol}, model.focus, {...place, symbol});
}

function withWindow(model: Model, table: TableName, window: PaneWindow): Model {
  return {...model, windows: {...model.windows, [table]: window}};
}

function heightOf(model: Model): number {
  return screenLayout(model).bodyHeight;
}
