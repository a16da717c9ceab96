/** Drawn lines for the ear: without style, rules, and the spaces that made columns. */
export function readable(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) =>
      line
        .replace(/\x1b\[[\d;]*m/g, '')
        .replace(/[|+]|-{3,}/g, ' ')
        .replace(/\s{2,}/g, '  ')
        .trim(),
    )
    .filter((line) => line !== '');
}
