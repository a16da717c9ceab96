import {drawLog} from '../draw-log.ts';
import {drawPanes} from '../draw-panes.ts';
import {ownKeys} from '../own-keys.ts';
import {screenLayout} from '../screen-layout.ts';
import type {View} from './view.ts';

/** The four tables over the log: what opens first. Its keys are those that work everywhere. */
export const tablesView: View = {
  title: ownKeys.tables.title,
  draw: (model, theme) => {
    const layout = screenLayout(model);
    const free = Array<string>(layout.saidHeight).fill('');
    return [...drawPanes(model, theme, layout), ...drawLog(model, theme, layout.logHeight), ...free];
  },
};
