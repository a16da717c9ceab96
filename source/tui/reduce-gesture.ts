import type {TableName} from '../control/query.ts';
import type {Gesture} from './change.ts';
import {helpLines} from './keys.ts';
import {tables} from './layout.ts';
import {closeOverlay, type Model, type Overlay, rowsShown, type Search} from './model.ts';
import {type Motion, move, settle} from './pane-window.ts';
import {screenLayout} from './screen-layout.ts';
import {matchesOf, placeOf} from './search.ts';
import {withoutSecrets} from './views/credentials-state.ts';

/** What a key or the terminal did to what is looked at. */
export function reduceGesture(model: Model, gesture: Gesture): Model {
  switch (gesture.type) {
    case 'moved':
      return moved(model, gesture.motion);
    case 'stepped':
      return stepped(model, gesture.by);
    case 'focused':
      return resettle({...model, focus: gesture.table}, gesture.table);
    case 'zoomed':
      return resettleAll({...model, isZoomed: !model.isZoomed});
    case 'viewed':
      return {...withoutSecrets(model), view: gesture.view};
    case 'edited':
      return gesture.edit(model);
    case 'searched':
      return searched(model, gesture.text, gesture.isEditing);
    case 'unsearched': {
      const {search: _search, ...rest} = model;
      return resettleAll(rest);
    }
    case 'opened':
      return {...withoutSecrets(model), overlay: openedOver(model.overlay, gesture.overlay)};
    case 'typed':
      if (model.overlay?.kind !== 'ask') return model;
      return {...model, overlay: {...model.overlay, ask: {...model.overlay.ask, text: gesture.text}}};
    case 'scrolled':
      if (model.overlay?.kind !== 'help') return model;
      return {
        ...model,
        overlay: {...model.overlay, top: Math.max(0, Math.min(helpLines.length - 1, model.overlay.top + gesture.by))},
      };
    case 'closed':
      return closeOverlay(model);
    case 'toasted':
      return {...model, toast: gesture.toast};
    case 'resized':
      return resettleAll({...withoutSecrets(model), size: gesture.size, redraws: model.redraws + 1});
    case 'redrawn':
      return {...model, redraws: model.redraws + 1};
  }
}

/** What is opened over a card lies over it; anything else takes the place of what was open. */
function openedOver(open: Overlay | undefined, overlay: Overlay): Overlay {
  const card = open?.kind === 'card' ? open : open?.behind;
  return card === undefined || overlay.kind === 'card' ? overlay : {...overlay, behind: card};
}

/** After rows, filter or height changed: the cursor goes with its symbol, or stays where that symbol would be. */
export function resettle(model: Model, table: TableName): Model {
  const rows = rowsShown(model, table);
  const window = model.windows[table];
  const {symbol} = window;
  const cursor =
    symbol === undefined ? window.cursor : placeOf(symbol, {count: rows.count, at: (i) => rows.at(i)?.symbol ?? ''});
  // The rows around the cursor stay where they are on the screen when others come in above.
  const top = window.top + cursor - window.cursor;
  return withWindow(model, table, settle({...window, cursor, top}, {count: rows.count, height: heightOf(model)}));
}

function resettleAll(model: Model): Model {
  return tables.reduce(resettle, model);
}

function moved(model: Model, motion: Motion): Model {
  const rows = rowsShown(model, model.focus);
  const window = move(model.windows[model.focus], motion, {count: rows.count, height: heightOf(model)});
  return choose(model, window);
}

/** To the next or previous hit, round the ends. */
function stepped(model: Model, by: 1 | -1): Model {
  const {count} = rowsShown(model, model.focus);
  if (count === 0) return model;
  const window = model.windows[model.focus];
  const cursor = (window.cursor + by + count) % count;
  return choose(model, settle({...window, cursor}, {count, height: heightOf(model)}));
}

function choose(model: Model, window: Model['windows'][TableName]): Model {
  const symbol = rowsShown(model, model.focus).at(window.cursor)?.symbol;
  const {symbol: _earlier, ...place} = window;
  if (symbol === undefined) return withWindow(model, model.focus, place);
  return withWindow({...model, chosen: symbol}, model.focus, {...place, symbol});
}

function searched(model: Model, text: string, isEditing: boolean): Model {
  const isSame = model.search?.text === text;
  const matches = isSame ? model.search?.matches : matchesByTable(model, text);
  const search: Search = {text, isEditing, ...(matches ? {matches} : {})};
  return isSame ? {...model, search} : resettleAll({...model, search});
}

function matchesByTable(model: Model, text: string): Search['matches'] {
  if (text.trim() === '') return undefined;
  const of = (table: TableName): readonly number[] => matchesOf(model.tables[table].haystacks, text) ?? [];
  return {unfiltered: of('unfiltered'), partial: of('partial'), final: of('final'), blocklist: of('blocklist')};
}

function withWindow(model: Model, table: TableName, window: Model['windows'][TableName]): Model {
  return {...model, windows: {...model.windows, [table]: window}};
}

function heightOf(model: Model): number {
  return screenLayout(model).bodyHeight;
}
