import {footerHeight, headerHeight} from './layout.ts';
import type {Model} from './model.ts';
import {screenLayout} from './screen-layout.ts';
import type {Area} from './views/view.ts';

/** What a view has between header and footer: keys that page must know it as well as what draws. */
export function viewArea(model: Model): Area {
  const {columns, rows} = model.size;
  return {width: columns, height: rows - headerHeight - screenLayout(model).noticeHeight - footerHeight};
}
