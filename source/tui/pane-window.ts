/** Which rows of a list a pane shows, and which one is chosen. Pure arithmetic over a count and a height. */

export type PaneWindow = {
  readonly cursor: number;
  readonly top: number;
  /** The chosen symbol: the cursor follows it when rows come, go or are filtered. */
  readonly symbol?: string;
};

const motions = ['down', 'up', 'page-down', 'page-up', 'half-down', 'half-up', 'first', 'last'] as const;
export type Motion = (typeof motions)[number];

export function isMotion(word: string): word is Motion {
  return motions.some((motion) => motion === word);
}

export const startOfList: PaneWindow = {cursor: 0, top: 0};

export function move(window: PaneWindow, motion: Motion, {count, height}: {count: number; height: number}): PaneWindow {
  const sizes = {count, page: Math.max(1, height - 1), half: Math.max(1, Math.floor(height / 2))};
  return settle({cursor: window.cursor + stepOf(motion, sizes), top: window.top}, {count, height});
}

/** How many rows a motion goes down; up is negative. */
export function stepOf(motion: Motion, {count, page, half}: {count: number; page: number; half: number}): number {
  const steps = {
    down: 1,
    up: -1,
    'page-down': page,
    'page-up': -page,
    'half-down': half,
    'half-up': -half,
    first: -count,
    last: count,
  } as const;
  return steps[motion];
}

/** Inside the list, with the cursor on screen. */
export function settle(window: PaneWindow, {count, height}: {count: number; height: number}): PaneWindow {
  const cursor = clamp(window.cursor, 0, Math.max(0, count - 1));
  const visible = Math.max(1, height);
  const nearest = clamp(window.top, cursor - visible + 1, cursor);
  return {...window, cursor, top: clamp(nearest, 0, Math.max(0, count - visible))};
}

/** Where the thumb of a scroll track of `height` cells lies; nothing when everything is on screen. */
export function thumbOf(top: number, {count, height}: {count: number; height: number}): {from: number; to: number} {
  if (count <= height || height < 2) return {from: 0, to: 0};
  const size = Math.max(1, Math.round((height * height) / count));
  const from = Math.round((top / (count - height)) * (height - size));
  return {from, to: from + size};
}

function clamp(n: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, n));
}
