import {wrapText} from './cell-text.ts';
import {footerHeight, headerHeight, type Layout, layoutOf} from './layout.ts';
import type {Model} from './model.ts';
import {noticesOf} from './notices.ts';
import type {Words} from './words.ts';

/** Notices as the lines they take at this width. */
export function noticeLines(model: Model): readonly Words[] {
  return noticesOf(model).flatMap(({tone, text}) =>
    wrapText(text, Math.max(20, model.size.columns - 4)).map((line) => ({tone, text: line})),
  );
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
