import {fit} from './cell-text.ts';
import {drawFooter} from './draw-footer.ts';
import {drawHeader} from './draw-header.ts';
import {withOverlay} from './draw-overlay.ts';
import {smallest} from './layout.ts';
import {isAskedToQuit, type Model} from './model.ts';
import {saidAbove, saidNow} from './said.ts';
import {bodyArea, noticeLines, screenLayout} from './screen-layout.ts';
import {type Theme, textStyle} from './theme.ts';
import {views} from './views/registry.ts';

/** The whole screen: exactly `rows` lines of exactly `columns` cells. One line more would repaint everything every frame. */
export function drawScreen(model: Model, theme: Theme): readonly string[] {
  const layout = screenLayout(model);
  if (layout.isTooSmall) return drawTooSmall(model);
  const notices = noticeLines(model).slice(0, layout.noticeHeight);
  return [
    ...drawHeader(model, theme),
    ...notices.map(({tone, text}) => theme.paint(textStyle(tone), `  ${fit(text, model.size.columns - 2)}`)),
    ...withSaid(model, theme, withOverlay(model, theme, views[model.view].draw(model, theme, bodyArea(model)))),
    ...drawFooter(model, theme),
  ];
}

/** What was just said goes on upwards from the message line, over the lowest lines, which a log leaves free, and is read in whole. */
function withSaid(model: Model, theme: Theme, body: readonly string[]): readonly string[] {
  const said = saidNow(model);
  const lines = saidAbove(model);
  if (!said || lines.length === 0) return body;
  const over = lines
    .slice(-body.length)
    .map((line) => theme.paint(textStyle(said.tone), fit(` ${line}`, model.size.columns)));
  return [...body.slice(0, body.length - over.length), ...over];
}

function drawTooSmall(model: Model): readonly string[] {
  const {size, progress} = model;
  const {columns, rows} = size;
  const words = [
    'Terminal size too small:',
    `${columns}x${rows}, needed ${smallest.columns}x${smallest.rows}.`,
    ...(progress.state === 'running' ? ['The build goes on.'] : []),
    isAskedToQuit(model) ? 'It stops the build: y quits, n does not.' : 'q quits.',
  ];
  const top = Math.max(0, Math.floor((rows - words.length) / 2));
  return Array.from({length: rows}, (_, i) => {
    const line = words[i - top] ?? '';
    const left = Math.max(0, Math.floor((columns - line.length) / 2));
    return fit(' '.repeat(left) + line, columns);
  });
}
