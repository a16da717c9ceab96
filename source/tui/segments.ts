import {fit, printable, widthOf} from './cell-text.ts';
import type {Style, Theme} from './theme.ts';
import type {Typing} from './typed.ts';

/** A run of one style. Lines are made of runs because an escape sequence has no width and must never be cut. */
export type Segment = readonly [style: Style, text: string];

/** A line that is typed: an earlier text that the first letter replaces, or the text and where the next letter goes. */
export function typingSegments({text, isSelected}: Typing): readonly Segment[] {
  if (isSelected) return [['selected', text]];
  return [
    ['prompt', text],
    ['selected', ' '],
  ];
}

/**
 * One line of exactly `width` cells: left, filling, right. What does not fit goes from the end of `right` first,
 * then from the end of `left`.
 */
export function drawLine(
  theme: Theme,
  {left, right = [], width, fill}: {left: readonly Segment[]; right?: readonly Segment[]; width: number; fill: Style},
): string {
  const kept = [...right];
  while (kept.length > 0 && widthOfAll(left) + widthOfAll(kept) > width) kept.pop();
  const start = cutTo(left, width - widthOfAll(kept));
  const gap = width - widthOfAll(start) - widthOfAll(kept);
  const all: readonly Segment[] = [...start, [fill, ' '.repeat(gap)], ...kept];
  return merged(all)
    .map(([style, text]) => theme.paint(style, text))
    .join('');
}

/** Neighbours of one style in one run: every escape sequence costs time in every frame. */
function merged(segments: readonly Segment[]): readonly Segment[] {
  const runs: [Style, string][] = [];
  for (const [style, text] of segments) {
    const last = runs.at(-1);
    if (last?.[0] === style) last[1] += text;
    else if (text !== '') runs.push([style, text]);
  }
  return runs;
}

function cutTo(segments: readonly Segment[], width: number): readonly Segment[] {
  const kept: Segment[] = [];
  let free = width;
  for (const [style, text] of segments) {
    const clean = cleaned(text);
    const cells = widthOf(clean);
    if (cells > free) {
      if (free > 0) kept.push([style, fit(clean, free)]);
      break;
    }
    kept.push([style, clean]);
    free -= cells;
  }
  return kept;
}

function widthOfAll(segments: readonly Segment[]): number {
  return segments.reduce((sum, [, text]) => sum + widthOf(cleaned(text)), 0);
}

/** As `printable`, but the spaces at the ends of a run are ours and stay. */
function cleaned(text: string): string {
  const core = printable(text);
  if (core === text) return text;
  return /^ *$/.test(text) ? text : `${text.startsWith(' ') ? ' ' : ''}${core}${text.endsWith(' ') ? ' ' : ''}`;
}
