import {fit} from './cell-text.ts';
import {drawFooter} from './draw-footer.ts';
import {drawHeader} from './draw-header.ts';
import {drawLog} from './draw-log.ts';
import {drawOverlay, frameHeight, layOver} from './draw-overlay.ts';
import {drawPanes} from './draw-panes.ts';
import {helpLines, widestHelp} from './keys.ts';
import {smallest} from './layout.ts';
import type {Model} from './model.ts';
import {noticeLines, screenLayout} from './screen-layout.ts';
import {type Theme, textStyle} from './theme.ts';

/** The whole screen: exactly `rows` lines of exactly `columns` cells. One line more would repaint everything every frame. */
export function drawScreen(model: Model, theme: Theme): readonly string[] {
  const layout = screenLayout(model);
  if (layout.isTooSmall) return drawTooSmall(model);
  const notices = noticeLines(model).slice(0, layout.noticeHeight);
  return [
    ...drawHeader(model, theme),
    ...notices.map(({tone, text}) => theme.paint(textStyle(tone), fit(`  ${text}`, model.size.columns))),
    ...withOverlay(model, theme, [...drawPanes(model, theme, layout), ...drawLog(model, theme, layout.logHeight)]),
    ...drawFooter(model, theme),
  ];
}

function withOverlay(model: Model, theme: Theme, lines: readonly string[]): readonly string[] {
  if (!model.overlay) return lines;
  const {columns} = model.size;
  const isTall = model.overlay.kind === 'help' && lines.length > helpLines.length + 3 + frameHeight;
  const twoColumns = 2 * widestHelp + 6;
  const isHelp = model.overlay.kind === 'help';
  const wanted = isHelp ? (!isTall && columns - 4 >= twoColumns ? twoColumns : 76) : 72;
  const boxWidth = Math.min(columns - 4, wanted);
  const box = drawOverlay(model.overlay, theme, {width: boxWidth, height: lines.length});
  return layOver(lines, box.slice(0, lines.length), {columns, boxWidth});
}

function drawTooSmall({size}: Model): readonly string[] {
  const {columns, rows} = size;
  const words = [
    'Terminal size too small:',
    `${columns}x${rows}, needed ${smallest.columns}x${smallest.rows}.`,
    'The build goes on.',
    'q quits.',
  ];
  const top = Math.max(0, Math.floor((rows - words.length) / 2));
  return Array.from({length: rows}, (_, i) => {
    const line = words[i - top] ?? '';
    const left = Math.max(0, Math.floor((columns - line.length) / 2));
    return fit(' '.repeat(left) + line, columns);
  });
}
