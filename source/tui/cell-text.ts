/** Whatever text comes, what leaves here is printable and exactly as wide as asked: one hostile name must not tear a line. */

const ascii = /^[\x20-\x7e]*$/;
/** Whole escape sequences, so that no half of one is left to read as text. */
const escapes =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?/g;

/**
 * The characters that every terminal and tmux agree on. Everything else (emoji, joiners, marks, right-to-left
 * letters) is drawn as `?`: a wrong width shifts the rest of the line and no later frame repairs it.
 */
const narrow: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x2ff],
  [0x370, 0x482],
  [0x48a, 0x52f],
  [0x1e00, 0x1fff],
  [0x2010, 0x2027],
  [0x2030, 0x203b],
  [0x203d, 0x2048],
  [0x20a0, 0x20c0],
  [0x2100, 0x214f],
];
const wide: readonly (readonly [number, number])[] = [
  [0x3001, 0x3029],
  [0x3041, 0x3096],
  [0x30a0, 0x30ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xff01, 0xff60],
];

/** One printable line from foreign text. */
export function printable(text: string): string {
  if (ascii.test(text)) return text;
  const line = text
    .normalize('NFC')
    .replace(escapes, '')
    .replace(/[\s\x00-\x1f\x7f-\x9f]+/g, ' ')
    .replace(/[\p{Cf}\p{M}]/gu, '')
    .trim();
  return ascii.test(line) ? line : Array.from(line, (c) => (cellsOf(c) === 0 ? '?' : c)).join('');
}

/** Cells that printable text takes. */
export function widthOf(text: string): number {
  if (ascii.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += cellsOf(character) || 1;
  return cells;
}

/** Exactly `width` cells: padded, or cut with a `~` where something is missing. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  if (width <= 0) return '';
  // The spaces before it are ours: what stands in a column must not leave it for a foreign letter.
  const [indent = ''] = /^ */.exec(text) ?? [];
  const line = indent + printable(text.slice(indent.length));
  const cells = widthOf(line);
  if (cells <= width) {
    const padding = ' '.repeat(width - cells);
    return align === 'left' ? line + padding : padding + line;
  }
  if (cells === line.length) return `${line.slice(0, width - 1)}~`;
  return cutWide(line, width);
}

/** As `fit`, but a sentence is cut between two words, where its first one has room. */
export function fitWords(text: string, width: number): string {
  const [line = '', ...more] = wrapText(text, width);
  if (more.length === 0) return fit(line, width);
  const [kept = ''] = wrapText(text, width - 2);
  return fit(printable(text).at(kept.length) === ' ' ? `${kept} ~` : text, width);
}

/** Lines of at most `width` cells, broken at spaces where there are some, and within a word that is longer than a line. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const words = printable(text).split(' ');
  for (const word of words.flatMap((one) => pieces(one, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width || line === '') {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  if (line !== '') lines.push(line);
  return lines;
}

function pieces(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const all: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && widthOf(piece + character) > width) {
      all.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...all, piece];
}

function cutWide(line: string, width: number): string {
  let kept = '';
  let cells = 0;
  for (const character of line) {
    const next = cells + (cellsOf(character) || 1);
    if (next > width - 1) break;
    kept += character;
    cells = next;
  }
  return `${kept}~${' '.repeat(width - 1 - cells)}`;
}

function cellsOf(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0) ?? 0;
  if (isIn(narrow, code)) return 1;
  return isIn(wide, code) ? 2 : 0;
}

function isIn(ranges: readonly (readonly [number, number])[], code: number): boolean {
  return ranges.some(([from, to]) => code >= from && code <= to);
}
