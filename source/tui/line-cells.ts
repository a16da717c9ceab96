import {widthOf} from './cell-text.ts';

/** One drawn line by its cells. */
export type LineCells = {
  /** The character that begins in each cell; empty in the second cell of a wide one. */
  readonly texts: readonly string[];
  /** SGR parameters of each cell, empty for the plain style. */
  readonly styles: readonly string[];
};

const sequence = /\x1b\[([\d;]*)m/g;

/** Takes a line apart that themes have painted: runs that open with one sequence and end with a reset. */
export function cellsOf(line: string): LineCells {
  const texts: string[] = [];
  const styles: string[] = [];
  let style = '';
  let from = 0;
  const add = (run: string): void => {
    const isNarrow = widthOf(run) === run.length;
    for (const character of run) {
      texts.push(character);
      styles.push(style);
      if (isNarrow || widthOf(character) === 1) continue;
      texts.push('');
      styles.push(style);
    }
  };
  for (const match of line.matchAll(sequence)) {
    add(line.slice(from, match.index));
    style = match[1] === '0' ? '' : (match[1] ?? '');
    from = match.index + match[0].length;
  }
  add(line.slice(from));
  return {texts, styles};
}
