/** Bars of plain characters: a width that every terminal agrees on, and a length that is to scale. */

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

/** `65.6%`; what is there but rounds to nothing is not called nothing. */
export function share(part: number, whole: number): string {
  if (whole <= 0) return '-';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.05) return '<0.1%';
  return part < whole && percent >= 99.95 ? '>99.9%' : `${percent.toFixed(1)}%`;
}
