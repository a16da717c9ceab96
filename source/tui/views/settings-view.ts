import {sentenceOf} from '../../failure.ts';
import {askUnset, openSettingForm} from '../acts/setting-form.ts';
import type {Key} from '../key-input.ts';
import {actOf} from '../keys.ts';
import type {Model} from '../model.ts';
import {ownActOf, ownKeys} from '../own-keys.ts';
import {isMotion, type Motion, move} from '../pane-window.ts';
import type {Response} from '../press.ts';
import {engineAway, refusal} from '../refusal.ts';
import {whyDenied} from '../rights.ts';
import {reopened, retyped, type Typing} from '../typed.ts';
import {viewArea} from '../view-area.ts';
import {drawSettings, settingsPlace} from './draw-settings.ts';
import {escaping, leavingView, typingFilter} from './footer-keys.ts';
import {entryAt} from './list-place.ts';
import {chosenRow, inSettings, linesIn, rowsListed} from './settings-state.ts';
import type {View} from './view.ts';

/** Every setting with its value, default and meaning. */
export const settingsView: View = {
  title: ownKeys.settings.title,
  draw: drawSettings,
  partsRead: ({views: {settings}}) => Number((settings.rows ?? settings.sentence) !== undefined),
  press: pressInSettings,
  click: clickInSettings,
  load: async (control) => {
    try {
      const rows = await control.query({name: 'settings'});
      return inSettings(({sentence: _earlier, ...state}) => ({...state, rows}));
    } catch (thrown) {
      const sentence = sentenceOf(thrown);
      return inSettings((state) => ({...state, sentence}));
    }
  },
  wakes: ({type}) => type === 'settings.changed',
  watches: ({connection}) => connection.state,
  isTyping: ({views}) => views.settings.filter?.isEditing === true,
  footer: ({views}) => {
    const {filter} = views.settings;
    if (filter?.isEditing) return typingFilter;
    const leaving = filter ? escaping('clear') : leavingView;
    return [['Enter', 'edit'], ['d', 'default'], ['f', 'filter'], ['j k', 'move'], ...leaving];
  },
};

function pressInSettings(model: Model, key: Key): Response | undefined {
  const {filter} = model.views.settings;
  if (filter?.isEditing) return pressInFilter(filter, key);
  const act = actOf(key.name);
  if (act !== undefined && isMotion(act)) return moved(model, act);
  if (key.name === 'escape') return filter ? unfiltered() : undefined;
  const own = ownActOf('settings', key.name);
  switch (own) {
    case 'filter':
      return filtered(reopened(filter?.text ?? ''), true);
    case 'edit':
    case 'default': {
      const row = chosenRow(model.views.settings);
      if (model.connection.state === 'lost') return refusal(engineAway);
      const denied = whyDenied(model, own === 'default' ? 'settings.unset' : 'settings.set');
      if (denied !== undefined) return refusal(denied);
      if (!row) return say('There is no setting under the cursor.');
      return own === 'default' ? askUnset(row) : openSettingForm(row, model.title.folder);
    }
    case undefined:
      return undefined;
  }
}

function clickInSettings(model: Model, line: number): Response | undefined {
  const state = model.views.settings;
  const entry = entryAt(settingsPlace(state, viewArea(model).height), line);
  const found = entry === undefined ? undefined : linesIn(state)[entry];
  if (!found || found.group !== undefined) return undefined;
  return {type: 'edited', edit: inSettings((now) => ({...now, chosen: found.row.field}))};
}

function pressInFilter(typing: Typing, key: Key): Response | undefined {
  const {text} = typing;
  if (key.name === 'escape') return unfiltered();
  if (key.name === 'enter') return text.trim() === '' ? unfiltered() : filtered({text}, false);
  const edited = retyped(typing, key);
  return edited === undefined ? undefined : filtered({text: edited}, true);
}

function filtered(typing: Typing, isEditing: boolean): Response {
  return {type: 'edited', edit: inSettings((state) => ({...state, filter: {...typing, isEditing}}))};
}

function unfiltered(): Response {
  return {type: 'edited', edit: inSettings(({filter: _over, ...state}) => state)};
}

function moved({size}: Model, motion: Motion): Response {
  return {
    type: 'edited',
    edit: inSettings((state) => {
      const rows = rowsListed(state);
      const at = rows.findIndex(({field}) => field === chosenRow(state)?.field);
      const height = Math.max(2, Math.floor(size.rows / 2));
      const {cursor} = move({cursor: Math.max(0, at), top: 0}, motion, {count: rows.length, height});
      const row = rows[cursor];
      return row ? {...state, chosen: row.field} : state;
    }),
  };
}

function say(text: string): Response {
  return {type: 'say', tone: 'warn', text};
}
