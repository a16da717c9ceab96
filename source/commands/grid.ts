import {clean} from '../universe/foreign-text.ts';

/** A cell, and how it looks once its width is known. */
export type Cell = string | number | {readonly text: string; readonly look: (text: string) => string};

/** Between two columns. */
export const gapWidth = 2;

/** Rows as aligned columns, two spaces apart; numbers stand right. Every cell is cleaned: it may come from outside. */
export function grid(rows: readonly (readonly Cell[])[], indent = ''): string {
  const texts = rows.map((row) => row.map((cell) => clean(textOf(cell))));
  const widths = widthsOf(texts);
  return rows
    .map((row, line) => {
      const cells = row.map((cell, column) => {
        const text = texts[line]?.[column] ?? '';
        const width = widths[column] ?? 0;
        const isLast = column === row.length - 1;
        if (typeof cell === 'number') return text.padStart(width);
        const padded = isLast ? text : text.padEnd(width);
        return typeof cell === 'object' ? cell.look(padded) : padded;
      });
      return `${indent}${cells.join(' '.repeat(gapWidth))}`.trimEnd();
    })
    .join('\n');
}

export function textOf(cell: Cell): string {
  if (typeof cell === 'number') return cell.toLocaleString('en-US');
  return typeof cell === 'string' ? cell : cell.text;
}

export function widthsOf(texts: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of texts) {
    for (const [column, text] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, text.length);
  }
  return widths;
}
