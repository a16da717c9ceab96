import {fitWords, widthOf} from './cell-text.ts';
import {lookWords} from './draw-search.ts';
import {count} from './figures.ts';
import {type Act, footerOf} from './keys.ts';
import {type Model, rowsShown, type Toast} from './model.ts';
import {kindOf} from './overlays/registry.ts';
import type {Place} from './own-keys.ts';
import {isActDenied, isKeyDenied} from './rights-of-keys.ts';
import {saidLines, saidNow} from './said.ts';
import {drawLine, type Segment} from './segments.ts';
import {type Theme, textStyle} from './theme.ts';
import {type FooterKeys, keysThatFit, typingFilter} from './views/footer-keys.ts';
import {views} from './views/registry.ts';

/** The message line (search, toast or what is chosen) and the keys. */
export function drawFooter(model: Model, theme: Theme): readonly string[] {
  return [messageLine(model, theme), keysLine(model, theme)];
}

/** What was just said comes before hints, and before what is looked for unless that is being typed. */
function messageLine(model: Model, theme: Theme): string {
  const {size, search} = model;
  const said = saidBeside(model);
  const wanted = said ? cellsOf([[textStyle(said.tone), ` ${said.text}`]]) : 0;
  const looked = withoutHints(lookWords(model), size.columns - wanted);
  const isFull = cellsOf(looked) + wanted > size.columns;
  const beside = said && isFull && !search?.isEditing ? [] : looked;
  const room = size.columns - cellsOf(beside) - 1;
  const news: readonly Segment[] = said ? [[textStyle(said.tone), ` ${fitWords(said.text, room).trimEnd()}`]] : [];
  const invitation: Segment = ['text-dim', ' / searches all four tables'];
  const both = search?.isEditing ? [...beside, ...news] : [...news, ...beside];
  return drawLine(theme, {
    left: both.length === 0 && model.view === 'tables' ? [invitation] : both,
    right: model.view === 'tables' ? [['text-dim', chosenWords(model)]] : [],
    width: size.columns,
    fill: 'text-plain',
  });
}

/** Of what takes several lines the last stands here, alone where no search is typed. */
function saidBeside(model: Model): Toast | undefined {
  const said = saidNow(model);
  const lines = saidLines(model);
  if (!said || lines.length === 0) return said;
  return model.search?.isEditing ? undefined : {...said, text: lines.at(-1) ?? ''};
}

/** Whole hints give way, the last first, until the line has room. */
function withoutHints(segments: readonly Segment[], width: number): readonly Segment[] {
  const last = segments.findLastIndex(([style]) => style === 'text-dim');
  if (cellsOf(segments) <= width || last === -1) return segments;
  return withoutHints(segments.toSpliced(last, 1), width);
}

function cellsOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, [, text]) => sum + widthOf(text), 0);
}

function chosenWords(model: Model): string {
  const rows = rowsShown(model, model.focus);
  const {cursor} = model.windows[model.focus];
  const symbol = rows.at(cursor)?.symbol;
  return symbol === undefined ? '' : ` ${symbol}  ${count(cursor + 1)}/${count(rows.count)} `;
}

function keysLine(model: Model, theme: Theme): string {
  const {size, progress} = model;
  const own = ownKeys(model);
  if (own !== undefined) return keysWords(own, model, theme);
  const isDenied = (act: Act): boolean => isActDenied(model, act);
  const segments = footerOf(size.columns - 1, {isRunning: progress.state === 'running', isDenied}).flatMap(
    ({shown, footer}): readonly Segment[] => [
      ['key', ` ${shown}`],
      ['footer', ` ${footer?.word ?? ''} `],
    ],
  );
  return drawLine(theme, {left: segments, width: size.columns, fill: 'footer'});
}

/** The keys of what has them now: what is open, what is typed, or the view; nothing where those are the keys of the tables. */
function ownKeys(model: Model): FooterKeys | undefined {
  if (model.overlay) {
    const keys = kindOf(model.overlay).footer(model.overlay, model);
    return model.overlay.kind === 'card' ? allowed(keys, model, 'card') : keys;
  }
  if (model.search?.isEditing) return typingFilter;
  const {isTyping, footer} = views[model.view];
  const keys = footer?.(model);
  return keys && !isTyping?.(model) ? allowed(keys, model, model.view) : keys;
}

/** Without the keys that would only be refused. */
function allowed(keys: FooterKeys, model: Model, place: Place): FooterKeys {
  return keys.filter(([shown]) => !shown.split(' ').every((key) => isKeyDenied(model, place, key)));
}

function keysWords(keys: FooterKeys, {size}: Model, theme: Theme): string {
  const left = keysThatFit(keys, size.columns).flatMap(([key, word]): readonly Segment[] => [
    ['key', ` ${key}`],
    ['footer', ` ${word} `],
  ]);
  return drawLine(theme, {left, width: size.columns, fill: 'footer'});
}
