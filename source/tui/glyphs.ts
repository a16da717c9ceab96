/** What charts, tracks and frames are drawn with, where the terminal has more than letters. */

export const glyphNames = ['ascii', 'blocks'] as const;
export type Glyphs = (typeof glyphNames)[number];

/** Styles whose text is a drawing, never words: it is written in ASCII, of which each character takes one cell, and shown in these. */
export type Drawing = 'graph' | 'line';

/** Eighths of a cell, from below: how high a column ends. Written as `1` to `7`; a whole cell is `#`. */
export const wholeCell = 8;

const shown: Readonly<Record<Glyphs, Readonly<Record<Drawing, Readonly<Record<string, string>>>>>> = {
  ascii: {
    graph: {'1': '.', '2': '.', '3': '.', '4': '#', '5': '#', '6': '#', '7': '#'},
    line: {',': '+', '.': '+', '`': '+', "'": '+'},
  },
  blocks: {
    graph: {
      '1': '▁',
      '2': '▂',
      '3': '▃',
      '4': '▄',
      '5': '▅',
      '6': '▆',
      '7': '▇',
      '#': '█',
      ':': '▒',
      '.': '▏',
      '|': '│',
      '-': '─',
      '+': '┴',
      '^': '▲',
    },
    line: {'-': '─', '|': '│', ',': '╭', '.': '╮', '`': '╰', "'": '╯'},
  },
};

/** The drawing as this terminal shows it, cell by cell. */
export function drawnIn(glyphs: Glyphs, drawing: Drawing): (text: string) => string {
  const characters = shown[glyphs][drawing];
  return (text) => {
    let line = '';
    for (const character of text) line += characters[character] ?? character;
    return line;
  };
}

/** Characters beyond ASCII where the locale promises them (POSIX: LC_ALL before LC_CTYPE before LANG); the Linux console has few. */
export function glyphsOf(env: Readonly<Record<string, string | undefined>>): Glyphs {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale) && env.TERM !== 'linux' ? 'blocks' : 'ascii';
}
