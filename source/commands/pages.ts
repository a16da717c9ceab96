export type Size = {readonly rows: number; readonly columns: number};

const ascii = /^[\x20-\x7e]$/;

/** Lines in screens, every character of them, each with a last line that says what a key does. */
export function pagesOf(lines: readonly string[], {rows, columns}: Size): readonly (readonly string[])[] {
  // Nothing stands in the last column: some terminals would go on to the next line at once.
  const width = Math.max(2, columns - 1);
  const room = Math.max(1, rows - 2);
  const cut = lines.flatMap((line) => piecesOf(line, width));
  const count = Math.max(1, Math.ceil(cut.length / room));
  return Array.from({length: count}, (_, at) => {
    const page = cut.slice(at * room, (at + 1) * room);
    const [foot = ''] = piecesOf(footOf(at + 1, count), width);
    return [...page, '', foot].slice(0, rows);
  });
}

function footOf(page: number, count: number): string {
  if (count === 1) return 'Any key hides them.';
  const more = page === count ? 'Any key hides them.' : 'Space shows more, any other key hides them.';
  return `${page}/${count}: ${more}`;
}

/** A line of nothing is a line as well. */
function piecesOf(line: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let cells = 0;
  for (const character of line) {
    // Terminals disagree on how wide others are; none is wider than two.
    const wide = ascii.test(character) ? 1 : 2;
    if (cells + wide > width) {
      pieces.push(piece);
      [piece, cells] = ['', 0];
    }
    piece += character;
    cells += wide;
  }
  return [...pieces, piece];
}
