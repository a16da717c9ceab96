import {wrapText} from './cell-text.ts';
import {footerHeight, headerHeight, type Layout, layoutOf} from './layout.ts';
import type {Model} from './model.ts';
import {noticesOf} from './notices.ts';
import type {Words} from './words.ts';

/** A reason may be as long as a page; what is to be done about it must be seen below it. */
const mostLines = 4;

/** Notices as the lines they take at this width. */
export function noticeLines(model: Model): readonly Words[] {
  return noticesOf(model).flatMap(({tone, text}) => {
    const lines = wrapText(text, Math.max(20, model.size.columns - 8));
    const shown = lines.length > mostLines ? [...lines.slice(0, mostLines - 1), `${lines[mostLines - 1]} ...`] : lines;
    return shown.map((line) => ({tone, text: line}));
  });
}

export function screenLayout(model: Model): Layout {
  return layoutOf(model.size, {focus: model.focus, isZoomed: model.isZoomed, notices: noticeLines(model).length});
}

/** What stands between header, notices and footer. */
export function bodyArea(model: Model): {readonly width: number; readonly height: number} {
  const {columns, rows} = model.size;
  const notices = Math.min(noticeLines(model).length, screenLayout(model).noticeHeight);
  return {width: columns, height: rows - headerHeight - notices - footerHeight};
}
