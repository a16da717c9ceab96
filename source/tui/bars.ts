/** Bars to scale, in the characters of a drawing (`glyphs.ts`). */

import {wholeCell} from './glyphs.ts';

export const barCharacter = '#';
/** Something, but less than half a cell of it. */
const trace = '.';

/** The part of a scale of `width` cells between two amounts: parts that follow each other meet, so that they add up to the eye too. */
export function spanBar({from, to, of}: {from: number; to: number; of: number}, width: number): string {
  if (width <= 0) return '';
  const cell = (amount: number): number => (of > 0 ? Math.round((Math.min(amount, of) / of) * width) : 0);
  const start = cell(from);
  const length = cell(to) - start;
  if (length > 0) return (' '.repeat(start) + barCharacter.repeat(length)).padEnd(width);
  if (to <= from) return ' '.repeat(width);
  return `${' '.repeat(Math.min(start, width - 1))}${trace}`.padEnd(width);
}

/** How much of the cell at a level, counted from 1 at the ground, a column of so many eighths fills: 0 to 8. */
export function eighthsAt(height: number, level: number): number {
  return Math.max(0, Math.min(wholeCell, height - (level - 1) * wholeCell));
}

/** The character of a cell that is filled from below, by the drawing alphabet. */
export function eighthCharacter(eighths: number): string {
  if (eighths === 0) return ' ';
  return eighths === wholeCell ? barCharacter : String(eighths);
}

/** `65.6%`; what is there but rounds to nothing is not called nothing. */
export function share(part: number, whole: number): string {
  if (whole <= 0) return '-';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.05) return '<0.1%';
  return part < whole && percent >= 99.95 ? '>99.9%' : `${percent.toFixed(1)}%`;
}
