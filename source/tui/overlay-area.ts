import type {Model} from './model.ts';
import {bodyArea} from './screen-layout.ts';
import type {Area} from './views/view.ts';

/** The lines and the cells that a frame adds to what it holds. */
export const frame = 2;

/** What is inside the frame of a box that would like to be as wide: keys that scroll must know it as well as what draws. */
export function insideOf(model: Model, wished: number): Area {
  const {width, height} = bodyArea(model);
  return {width: Math.min(width - 4, wished) - frame, height: height - frame};
}
