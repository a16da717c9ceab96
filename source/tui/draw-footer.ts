import {lookWords} from './draw-search.ts';
import {count} from './figures.ts';
import {footerOf} from './keys.ts';
import {type Model, rowsShown} from './model.ts';
import {drawLine, type Segment} from './segments.ts';
import {type Theme, textStyle} from './theme.ts';
import type {FooterKeys} from './views/footer-keys.ts';
import {views} from './views/registry.ts';

/** The message line (search, toast or what is chosen) and the keys. */
export function drawFooter(model: Model, theme: Theme): readonly string[] {
  return [messageLine(model, theme), keysLine(model, theme)];
}

function messageLine(model: Model, theme: Theme): string {
  const {toast, now, size} = model;
  const said: readonly Segment[] = toast && now < toast.until ? [[textStyle(toast.tone), ` ${toast.text}`]] : [];
  const looked = lookWords(model);
  const invitation: Segment = ['text-dim', ' / searches all four tables'];
  const isIdle = looked.length === 0 && said.length === 0 && model.view === 'tables';
  // Where there is no room for both, what was just said comes first, but for the words that are being typed.
  const both = model.search?.isEditing ? [...looked, ...said] : [...said, ...looked];
  return drawLine(theme, {
    left: isIdle ? [invitation] : both,
    right: model.view === 'tables' ? [['text-dim', chosenWords(model)]] : [],
    width: size.columns,
    fill: 'text-plain',
  });
}

function chosenWords(model: Model): string {
  const rows = rowsShown(model, model.focus);
  const {cursor} = model.windows[model.focus];
  const symbol = rows.at(cursor)?.symbol;
  return symbol === undefined ? '' : ` ${symbol}  ${count(cursor + 1)}/${count(rows.count)} `;
}

function keysLine(model: Model, theme: Theme): string {
  const {size, progress} = model;
  const own = views[model.view].footer?.(model);
  if (own !== undefined) return keysWords(own, model, theme);
  const segments = footerOf(size.columns - 1, {isRunning: progress.state === 'running'}).flatMap(
    ({shown, footer}): readonly Segment[] => [
      ['key', ` ${shown}`],
      ['footer', ` ${footer?.word ?? ''} `],
    ],
  );
  return drawLine(theme, {left: segments, width: size.columns, fill: 'footer'});
}

function keysWords(keys: FooterKeys, {size}: Model, theme: Theme): string {
  const left = keys.flatMap(([key, word]): readonly Segment[] => [
    ['key', ` ${key}`],
    ['footer', ` ${word} `],
  ]);
  return drawLine(theme, {left, width: size.columns, fill: 'footer'});
}
