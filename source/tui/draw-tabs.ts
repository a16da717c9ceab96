import {fileSegments, shownCount} from './draw-pane-title.ts';
import {tables} from './layout.ts';
import type {Model} from './model.ts';
import {drawLine} from './segments.ts';
import type {Style, Theme} from './theme.ts';

/** Two lines that stand for the panes there is no room for: how many rows, and how each file is. */
export function drawTabs(model: Model, theme: Theme): readonly string[] {
  const width = Math.floor(model.size.columns / tables.length);
  const over = model.size.columns - width * tables.length;
  const names = tables.map((table, i) => ` ${i + 1} ${table} ${shownCount(model, table)}`);
  // Hits of a total in one tab and hits alone in another would not compare.
  const isTight = names.some((name) => name.length > width);
  const tabs = tables.map((table, i) => {
    const style: Style = table === model.focus ? 'pane-title-focused' : 'pane-title';
    const place = {width: width + (i < over ? 1 : 0), fill: style};
    const name = names[i] ?? '';
    return [
      drawLine(theme, {left: [[style, isTight ? name.replace(/\/.*/, '') : name]], ...place}),
      drawLine(theme, {left: [], right: fileSegments(model, table, style), ...place}),
    ];
  });
  return [0, 1].map((line) => tabs.map((tab) => tab[line] ?? '').join(''));
}
