import type xterm from '@xterm/headless';

/** Draws a terminal's screen as SVG: runs of equal style become one rectangle and one text each. */
export function pictureOf(screen: xterm.Terminal, title: string): string {
  const {cols, rows} = screen;
  const width = cols * cell.width + margin * 2;
  const height = rows * cell.height + margin * 2 + bar;
  const runs = Array.from({length: rows}, (_, y) => runsOf(screen, y)).flat();
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${background}"/>`,
    ...['#ff5f56', '#ffbd2e', '#27c93f'].map(
      (color, i) => `<circle cx="${20 + i * 20}" cy="15" r="6" fill="${color}"/>`,
    ),
    `<text x="${width / 2}" y="20" text-anchor="middle" fill="#8b93a5" font-family="${fonts}" font-size="13">${escaped(title)}</text>`,
    `<g transform="translate(${margin} ${margin + bar})" font-family="${fonts}" font-size="14" xml:space="preserve">`,
    ...runs.flatMap(drawRun),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const cell = {width: 8.43, height: 18} as const;
const margin = 10;
const bar = 24;
const background = '#12151c';
const foreground = '#d5d9e2';
const fonts = "'DejaVu Sans Mono', Menlo, Consolas, monospace";

type Run = {
  readonly x: number;
  readonly y: number;
  readonly cells: number;
  readonly text: string;
  readonly fill: string;
  readonly back: string;
  readonly look: string;
};

function runsOf(screen: xterm.Terminal, y: number): readonly Run[] {
  const line = screen.buffer.active.getLine(screen.buffer.active.viewportY + y);
  const runs: Run[] = [];
  for (let x = 0; x < screen.cols; x++) {
    const here = line?.getCell(x);
    if (!here || here.getWidth() === 0) continue;
    const run = {x, y, cells: here.getWidth(), text: here.getChars() || ' ', ...styleOf(here)};
    const last = runs.at(-1);
    // A wide character stands alone: no font makes it exactly two cells by itself.
    const isSame = last && last.cells === last.text.length && run.cells === 1 && sameStyle(last, run);
    if (isSame) runs[runs.length - 1] = {...last, cells: last.cells + 1, text: last.text + run.text};
    else runs.push(run);
  }
  return runs;
}

function sameStyle(a: Run, b: Run): boolean {
  return a.fill === b.fill && a.back === b.back && a.look === b.look;
}

function styleOf(here: xterm.IBufferCell): Pick<Run, 'fill' | 'back' | 'look'> {
  const fill = here.isFgDefault() ? foreground : colorOf(here.getFgColor(), here.isFgRGB());
  const back = here.isBgDefault() ? background : colorOf(here.getBgColor(), here.isBgRGB());
  const look = [
    here.isBold() ? ' font-weight="bold"' : '',
    here.isDim() ? ' opacity="0.6"' : '',
    here.isUnderline() ? ' text-decoration="underline"' : '',
  ].join('');
  return here.isInverse() ? {fill: back, back: fill, look} : {fill, back, look};
}

function drawRun({x, y, cells, text, fill, back, look}: Run): readonly string[] {
  const left = (x * cell.width).toFixed(2);
  const wide = (cells * cell.width).toFixed(2);
  const drawn: string[] = [];
  // Half a pixel over, or the background shines through between two lines.
  if (back !== background) {
    drawn.push(
      `<rect x="${left}" y="${y * cell.height}" width="${(cells * cell.width + 0.4).toFixed(2)}" height="${cell.height + 0.5}" fill="${back}"/>`,
    );
  }
  if (text.trim() !== '') {
    const baseline = y * cell.height + 13.5;
    drawn.push(
      `<text x="${left}" y="${baseline}" textLength="${wide}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${look}>${escaped(text)}</text>`,
    );
  }
  return drawn;
}

const basic = [
  '#1d1f21',
  '#cc6666',
  '#8cbf6b',
  '#e0b252',
  '#6d9cbe',
  '#b294bb',
  '#7ac7e0',
  '#c5c8c6',
  '#666a73',
  '#e88080',
  '#a6d98a',
  '#f2cd7a',
  '#8fbbdb',
  '#cdb3d8',
  '#96d4d0',
  '#ffffff',
] as const;

function colorOf(color: number, isRgb: boolean): string {
  if (isRgb) return `#${color.toString(16).padStart(6, '0')}`;
  if (color < 16) return basic[color] ?? foreground;
  if (color >= 232) return hex([8 + (color - 232) * 10, 8 + (color - 232) * 10, 8 + (color - 232) * 10]);
  const place = color - 16;
  const step = (n: number): number => (n === 0 ? 0 : 55 + n * 40);
  return hex([step(Math.floor(place / 36)), step(Math.floor(place / 6) % 6), step(place % 6)]);
}

function hex(channels: readonly number[]): string {
  return `#${channels.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
