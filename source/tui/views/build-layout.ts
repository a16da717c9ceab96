import type {Model} from '../model.ts';
import {saidAbove} from '../said.ts';
import type {Area} from './view.ts';

export type BuildLayout = {
  /** Lines of the two columns above the log. */
  readonly topHeight: number;
  readonly leftWidth: number;
  /** One cell stands between the columns. */
  readonly rightWidth: number;
  /** Lines of log under its title. */
  readonly logHeight: number;
};

/** Title, candidates and seven buckets, with one line to spare. */
const leastTop = 10;
const leastLog = 4;
const narrowRight = 36;

/** The log gets what is left, and never less than some lines: notices above may take as many as they want. */
export function buildLayout({width, height}: Area): BuildLayout {
  const wanted = Math.max(leastTop, Math.floor(height * 0.52));
  const topHeight = Math.max(0, Math.min(wanted, height - leastLog - 1));
  // On a narrow screen the bars need every cell that the passes can spare.
  const leftWidth = width < 100 ? width - narrowRight - 1 : Math.floor((width - 1) / 2);
  return {topHeight, leftWidth, rightWidth: width - 1 - leftWidth, logHeight: Math.max(0, height - topHeight - 1)};
}

/** The lines of log that are seen: what was just said stands over the others, but for one. */
export function logSeen(model: Model, area: Area): number {
  const {logHeight} = buildLayout(area);
  return Math.min(logHeight, Math.max(1, logHeight - saidAbove(model).length));
}
