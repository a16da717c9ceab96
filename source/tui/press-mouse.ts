import type {Cell, Key} from './key-input.ts';
import {headerHeight} from './layout.ts';
import {type Model, rowsShown} from './model.ts';
import {askOverlay} from './overlays/ask-overlay.ts';
import {scrollCard} from './overlays/card-overlay.ts';
import {settle} from './pane-window.ts';
import {type Pointed, pointedAt} from './pointed-at.ts';
import type {Response} from './press.ts';
import {screenLayout} from './screen-layout.ts';
import {views} from './views/registry.ts';
import type {View} from './views/view.ts';

/** Rows a notch of the wheel: what terminals send for it elsewhere. */
const notch = 3;

/** The wheel scrolls the pane under the pointer, a click goes to its row, also in the list of another view. Over anything else the wheel is the arrow keys. */
export function pressMouse(model: Model, {name, at}: Key & {readonly at: Cell}): Response | undefined {
  const by = name === 'wheel-down' ? 1 : -1;
  if (model.overlay) {
    if (name === 'click') return undefined;
    if (model.overlay.kind === 'card') return scrollCard(model.overlay.card, model, by * notch);
    if (model.overlay.kind === 'ask') return askOverlay.press(model.overlay, model, {name: by === 1 ? 'down' : 'up'});
    return model.overlay.kind === 'help' ? {type: 'scrolled', by: by * notch} : undefined;
  }
  const view: View = views[model.view];
  if (model.view !== 'tables') {
    const line = at.y - headerHeight - screenLayout(model).noticeHeight;
    if (name === 'click') return view.isTyping?.(model) ? undefined : view.click?.(model, line);
    return at.y >= headerHeight ? view.press?.(model, {name: by === 1 ? 'down' : 'up'}) : undefined;
  }
  const pointed = pointedAt(model, at);
  if (!pointed) return undefined;
  if (name === 'click') return {type: 'edited', edit: (later) => clicked(later, pointed)};
  return {type: 'edited', edit: (later) => wheeled(later, pointed, by * notch)};
}

function clicked(model: Model, {table, row, height}: Pointed): Model {
  const focused = {...model, focus: table};
  if (row === undefined) return focused;
  const {count, at} = rowsShown(model, table);
  const cursor = model.windows[table].top + row;
  const symbol = at(cursor)?.symbol;
  if (symbol === undefined) return focused;
  const window = settle({...model.windows[table], cursor, symbol}, {count, height});
  return {...focused, chosen: symbol, windows: {...model.windows, [table]: window}};
}

/** The cursor stays on its row while that is on the screen, and at the edge after it has left. */
function wheeled(model: Model, {table, height}: Pointed, by: number): Model {
  const {count, at} = rowsShown(model, table);
  const {top, cursor} = model.windows[table];
  const moved = Math.max(0, Math.min(top + by, count - height));
  const kept = Math.max(moved, Math.min(cursor, moved + height - 1));
  const symbol = at(kept)?.symbol;
  const window = settle({top: moved, cursor: kept, ...(symbol === undefined ? {} : {symbol})}, {count, height});
  return {...model, windows: {...model.windows, [table]: window}};
}
