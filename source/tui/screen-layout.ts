import {wrapText} from './cell-text.ts';
import {footerHeight, headerHeight, type Layout, layoutOf, type Size} from './layout.ts';
import type {Model} from './model.ts';
import {noticesOf} from './notices.ts';
import {saidAbove} from './said.ts';
import type {Words} from './words.ts';

/** A reason may be as long as a page; what is to be done about it must be seen below it. */
const mostLines = ({rows}: Size): number => (rows < 40 ? 4 : 6);

/** Notices as the lines they take at this width. */
export function noticeLines(model: Model): readonly Words[] {
  const room = {width: Math.max(20, model.size.columns - 8), most: mostLines(model.size)};
  return noticesOf(model).flatMap(({tone, text}) => linesOf(text, room).map((line) => ({tone, text: line})));
}

/** Whole sentences, as many as there is room for; where the first is too long already, as much of it. */
function linesOf(text: string, {width, most}: {readonly width: number; readonly most: number}): readonly string[] {
  const all = wrapText(text, width);
  if (all.length <= most) return all;
  const sentences = text.split(/(?<=[.?!]) (?=\p{Lu})/u);
  for (let kept = sentences.length - 1; kept > 0; kept--) {
    const lines = wrapText(`${sentences.slice(0, kept).join(' ')} ...`, width);
    if (lines.length <= most) return lines;
  }
  return [...all.slice(0, most - 1), `${all[most - 1]} ...`];
}

export function screenLayout(model: Model): Layout {
  const {size, focus, isZoomed} = model;
  const said = saidAbove(model).length;
  return layoutOf(size, {focus, isZoomed, notices: noticeLines(model).length, said});
}

/** What stands between header, notices and footer. */
export function bodyArea(model: Model): {readonly width: number; readonly height: number} {
  const {columns, rows} = model.size;
  const notices = Math.min(noticeLines(model).length, screenLayout(model).noticeHeight);
  return {width: columns, height: rows - headerHeight - notices - footerHeight};
}
