import {fit} from '../cell-text.ts';
import {helpLines, sayHelp, widestHelp} from '../help-lines.ts';
import type {Key} from '../key-input.ts';
import {actOf} from '../keys.ts';
import type {Overlay} from '../model.ts';
import type {Response} from '../press.ts';
import type {Theme} from '../theme.ts';
import type {OverlayKind} from './overlay.ts';

/** Title, a blank line under it and one at the end, and the frame. */
const around = 5;

/** Every key, from the one table of keys. */
export const helpOverlay: OverlayKind<Extract<Overlay, {kind: 'help'}>> = {
  width: ({width, height}) => {
    const twoColumns = 2 * widestHelp + 6;
    const isTall = height > helpLines.length + around;
    return !isTall && width - 4 >= twoColumns ? twoColumns : 76;
  },
  draw: ({top}, theme, inside) => helpBox(top, theme, inside),
  say: () => ['Keys. Escape closes.', ...sayHelp()],
  press: (_overlay, _model, key) => pressInHelp(key),
  footer: () => [
    ['j k', 'scroll'],
    ['PgDn PgUp', 'pages'],
    ['Esc', 'close'],
  ],
};

function pressInHelp(key: Key): Response | undefined {
  const act = actOf(key.name);
  if (act === 'clear' || act === 'quit' || act === 'help') return {type: 'closed'};
  if (act === 'down' || act === 'page-down') return {type: 'scrolled', by: act === 'down' ? 1 : 10};
  if (act === 'up' || act === 'page-up') return {type: 'scrolled', by: act === 'up' ? -1 : -10};
  return undefined;
}

function helpBox(top: number, theme: Theme, {width, height}: {width: number; height: number}): readonly string[] {
  const room = height - 3;
  const columns = width >= 2 * widestHelp + 4 && helpLines.length > room ? 2 : 1;
  const rows = Math.min(room, Math.ceil(helpLines.length / columns));
  const from = Math.max(0, Math.min(top, helpLines.length - rows * columns));
  const each = Math.floor((width - 4) / columns);
  const shown = rows * columns;
  const more = shown < helpLines.length ? `, j and k scroll: ${from + 1}-${from + shown} of ${helpLines.length}` : '';
  const blank = theme.paint('dialog', ' '.repeat(width));
  const lines = Array.from({length: rows}, (_, i) => {
    const cells = Array.from({length: columns}, (_, c) => fit(helpLines[from + i + c * rows] ?? '', each));
    return theme.paint('dialog', `  ${cells.join('')}`.padEnd(width));
  });
  return [theme.paint('dialog-title', fit(`  Keys (Esc closes${more})`, width)), blank, ...lines, blank];
}
