import type {Key} from '../key-input.ts';
import type {Model} from '../model.ts';
import {ownActOf, ownKeys} from '../own-keys.ts';
import type {Response} from '../press.ts';
import {bodyArea} from '../screen-layout.ts';
import {readCriteria} from './criteria-shown.ts';
import type {Shown} from './draw-histogram.ts';
import {drawPlots, pagesOf, sayPlots} from './draw-plots.ts';
import {leavingView} from './footer-keys.ts';
import {editPlots} from './plots-state.ts';
import type {View} from './view.ts';

/** What the market looks like, and what the criteria cut from it. */
export const plotsView: View = {
  title: ownKeys.plots.title,
  draw: (model, theme, area) => drawPlots(model, theme, area),
  say: sayPlots,
  press: pressInPlots,
  load: async (control) => {
    const criteria = await readCriteria(control);
    return editPlots(({criteria: _earlier, ...state}) => ({...state, isRead: true, ...(criteria ? {criteria} : {})}));
  },
  wakes: ({type}) => type === 'settings.changed' || type === 'build.started',
  footer: () => [
    ['Tab', 'next plots'],
    ['f', 'all or passing'],
    ['r', 'refilter'],
    ['B', 'live build'],
    ...leavingView,
  ],
};

const order: readonly Shown[] = ['both', 'unfiltered', 'passing'];

function pressInPlots(model: Model, key: Key): Response | undefined {
  switch (ownActOf('plots', key.name)) {
    case 'shown':
      return {
        type: 'edited',
        edit: editPlots((state) => ({
          ...state,
          shown: order[(order.indexOf(state.shown) + 1) % order.length] ?? 'both',
        })),
      };
    case 'next':
      return turn(model, 1);
    case 'previous':
      return turn(model, -1);
    case undefined:
      return undefined;
  }
}

function turn(model: Model, by: 1 | -1): Response {
  const pages = pagesOf(bodyArea(model));
  if (pages === 1) return {type: 'say', tone: 'info', text: 'All plots are on the screen.'};
  return {type: 'edited', edit: editPlots((state) => ({...state, page: (state.page + by + pages) % pages}))};
}
