import {ownKeys} from '../own-keys.ts';
import {drawHistory} from './draw-history.ts';
import {drawNightDiff} from './draw-night-diff.ts';
import {escaping, leavingView} from './footer-keys.ts';
import {clickInHistory, pressInHistory} from './history-press.ts';
import {learnRows} from './history-state.ts';
import {sayHistory} from './say-history.ts';
import type {View} from './view.ts';

/** Every kept night: how large, what it changed, what it cost, and the way back to it. */
export const historyView: View = {
  title: ownKeys.history.title,
  draw: (model, theme, area) => {
    const {diff} = model.views.history;
    return diff ? drawNightDiff(diff, theme, area) : drawHistory(model, theme, area);
  },
  say: sayHistory,
  partsRead: ({views}) => Number(views.history.rows !== undefined),
  press: pressInHistory,
  click: clickInHistory,
  load: async (control) => learnRows(await control.query({name: 'history'})),
  // Years of nights are counted some at a time.
  wantsMore: ({views}) => views.history.rows?.some(({pending}) => pending) ?? true,
  wakes: ({type}) => type === 'build.finished',
  footer: ({views}) =>
    views.history.diff
      ? [['j k', 'scroll'], ['R', 'roll back'], ...escaping('nights')]
      : [['Enter', 'diff'], ['d', 'diff to the newest'], ['m', 'measure'], ['R', 'roll back'], ...leavingView],
};
