import type {Area} from './view.ts';

export type HistoryLayout = {
  /** Rows of bars; none where there is no room to tell two nights apart. */
  readonly bars: number;
  /** Line of the view on which the list begins. */
  readonly first: number;
  readonly list: number;
  /** About the night under the cursor. */
  readonly about: number;
};

/** The title, the titles of the columns. */
const titles = 2;
const axis = 1;
const about = 2;

/** The chart over the list over two lines about the chosen night. */
export function historyLayout({height}: Area): HistoryLayout {
  const bars = height < 15 ? 0 : Math.min(10, Math.floor(height / 5));
  const first = titles + (bars > 0 ? bars + axis : 0);
  const list = Math.max(1, height - first - about);
  return {bars, first, list, about: Math.max(0, Math.min(about, height - titles - 1))};
}
