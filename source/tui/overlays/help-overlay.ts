import {fit} from '../cell-text.ts';
import {helpLines, placeOf, sayHelp} from '../help-lines.ts';
import type {Key} from '../key-input.ts';
import {actOf} from '../keys.ts';
import type {Model, Overlay} from '../model.ts';
import {ownKeys} from '../own-keys.ts';
import type {Response} from '../press.ts';
import type {Theme} from '../theme.ts';
import type {Area} from '../views/view.ts';
import type {OverlayKind} from './overlay.ts';

/** Title, a blank line under it and one at the end, and the frame. */
const around = 5;

/** Every key that does something where it was opened, from the tables of keys. */
export const helpOverlay: OverlayKind<Extract<Overlay, {kind: 'help'}>> = {
  width: ({width, height, model}) => {
    const lines = helpLines(placeOf(model));
    const twoColumns = 2 * widest(lines) + 6;
    const isTall = height > lines.length + around;
    return !isTall && width - 4 >= twoColumns ? twoColumns : 76;
  },
  draw: ({top}, theme, inside) => helpBox(top, theme, inside),
  say: (_overlay, model) => ['Keys. Escape closes.', ...sayHelp(placeOf(model))],
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

function widest(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => line.length)) + 1;
}

function helpBox(top: number, theme: Theme, {width, height, model}: Area & {readonly model: Model}): readonly string[] {
  const place = placeOf(model);
  const all = helpLines(place);
  const room = height - 3;
  const columns = width >= 2 * widest(all) + 4 && all.length > room ? 2 : 1;
  const rows = Math.min(room, Math.ceil(all.length / columns));
  const from = Math.max(0, Math.min(top, all.length - rows * columns));
  const each = Math.floor((width - 4) / columns);
  const shown = rows * columns;
  const more = shown < all.length ? `, j and k scroll: ${from + 1}-${from + shown} of ${all.length}` : '';
  const blank = theme.paint('dialog', ' '.repeat(width));
  const lines = Array.from({length: rows}, (_, i) => {
    const cells = Array.from({length: columns}, (_, c) => fit(all[from + i + c * rows] ?? '', each));
    return theme.paint('dialog', `  ${cells.join('')}`.padEnd(width));
  });
  return [
    theme.paint('dialog-title', fit(`  Keys: ${ownKeys[place].title} (Esc closes${more})`, width)),
    blank,
    ...lines,
    blank,
  ];
}
