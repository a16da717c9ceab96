import {fileSegments, shownCount} from './draw-pane-title.ts';
import {tables} from './layout.ts';
import type {Model} from './model.ts';
import {drawLine} from './segments.ts';
import type {Style, Theme} from './theme.ts';

/** Two lines that stand for the panes there is no room for: how many rows, and how each file is. */
export function drawTabs(model: Model, theme: Theme): readonly string[] {
  const width = Math.floor(model.size.columns / tables.length);
  const over = model.size.columns - width * tables.length;
  const tabs = tables.map((table, i) => {
    const style: Style = table === model.focus ? 'pane-title-focused' : 'pane-title';
    const place = {width: width + (i < over ? 1 : 0), fill: style};
    const name = ` ${i + 1} ${table} ${shownCount(model, table)}`;
    return [
      drawLine(theme, {left: [[style, name.length > place.width ? name.replace(/\/.*/, '') : name]], ...place}),
      drawLine(theme, {left: [], right: fileSegments(model, table, style), ...place}),
    ];
  });
  return [0, 1].map((line) => tabs.map((tab) => tab[line] ?? '').join(''));
}
