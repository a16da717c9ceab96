import {barCharacter, eighthCharacter, eighthsAt} from '../bars.ts';
import {fit, wrapText} from '../cell-text.ts';
import {compact, count} from '../figures.ts';
import {wholeCell} from '../glyphs.ts';
import {drawLine, type Segment} from '../segments.ts';
import type {Style, Theme} from '../theme.ts';
import {axisOver, cellOf, decades, histogram, type LogAxis} from './log-axis.ts';

/** What does not come through the filters. */
export const cutCharacter = ':';
const markCharacter = '|';

export type Mark = {readonly name: string; readonly at: number};

export type Distribution = {
  readonly title: string;
  /** Sorted. */
  readonly all: Float64Array;
  readonly passing: Float64Array;
  readonly marks: readonly Mark[];
  readonly sentences: readonly string[];
};

export type Shown = 'both' | 'unfiltered' | 'passing';

const labelCells = 7;
/** Title, axis, figures, marks and two lines of words. */
const around = 6;

/** A distribution over a logarithmic axis: what passes, on it what is cut, and where the criteria are. */
export function drawDistribution(
  {title, all, passing, marks, sentences}: Distribution,
  theme: Theme,
  {width, height, shown}: {width: number; height: number; shown: Shown},
): readonly string[] {
  const cells = Math.max(10, width - labelCells - 1);
  const axis = axisOver([...ends(all), ...ends(passing), ...marks.map(({at}) => at)], cells);
  const rows = Math.max(1, height - around);
  const placed = marks.flatMap((mark) => {
    const cell = cellOf(axis, mark.at);
    return cell === undefined ? [] : [{...mark, cell}];
  });
  const words = sentences.flatMap((sentence) => wrapText(sentence, width - 2)).slice(0, 2);
  return [
    drawLine(theme, {left: [['pane-title', ` ${title} `]], width, fill: 'pane-title'}),
    ...columns({all: histogram(axis, all), passing: histogram(axis, passing), shown}, theme, {
      rows,
      width,
      marked: new Set(placed.map(({cell}) => cell)),
    }),
    theme.paint('graph-dim', fit(`${' '.repeat(labelCells)}${axisLine(axis)}`, width)),
    theme.paint('text-dim', fit(`${' '.repeat(labelCells)}${figures(axis)}`, width)),
    theme.paint('text-info', fit(`${' '.repeat(labelCells)}${markWords(placed, cells)}`, width)),
    ...Array.from({length: 2}, (_, i) => fit(` ${words[i] ?? ''}`, width)),
  ];
}

function ends(sorted: Float64Array): readonly number[] {
  return sorted.length === 0 ? [] : [sorted[0] ?? 1, sorted[sorted.length - 1] ?? 1];
}

type Columns = {readonly all: readonly number[]; readonly passing: readonly number[]; readonly shown: Shown};

function columns(
  {all, passing, shown}: Columns,
  theme: Theme,
  {rows, width, marked}: {rows: number; width: number; marked: ReadonlySet<number>},
): readonly string[] {
  const counts = all.map((n, i) => {
    const inside = shown === 'unfiltered' ? n : (passing[i] ?? 0);
    // A symbol that was carried stands in the final universe alone.
    return {inside, total: shown === 'passing' ? inside : Math.max(n, inside)};
  });
  const most = Math.max(1, ...counts.map(({total}) => total));
  const eighths = (n: number): number => Math.round((n / most) * rows * wholeCell);
  const bars = counts.map(({inside, total}, cell): Bar => {
    const above = marked.has(cell) ? markCharacter : ' ';
    // Something, but less than an eighth of a cell of it.
    const height = total > 0 && above === ' ' ? Math.max(1, eighths(total)) : eighths(total);
    return {filled: inside === total ? height : eighths(inside), height, above};
  });
  return Array.from({length: rows}, (_, row) => {
    const level = rows - row;
    const label = row === 0 ? count(most) : row === rows - 1 ? '0' : '';
    const cells = bars.map((bar) => glyph(bar, level));
    return `${theme.paint('text-dim', ` ${fit(label, labelCells - 2, 'right')} `)}${painted(cells, theme, width - labelCells)}`;
  });
}

/** A column, in eighths of a cell. */
type Bar = {
  readonly filled: number;
  readonly height: number;
  /** What stands over the bar. */
  readonly above: string;
};

function glyph({filled, height, above}: Bar, level: number): Segment {
  const inside = eighthsAt(filled, level);
  const total = eighthsAt(height, level);
  if (total === 0) return [above === ' ' ? 'text-plain' : 'graph-info', above];
  if (inside === total) return ['graph-good', eighthCharacter(inside)];
  // What is cut has a pattern, which has no eighths: the two meet at the nearest cell.
  if (inside >= wholeCell / 2) return ['graph-good', barCharacter];
  return ['graph-warn', total >= wholeCell / 2 ? cutCharacter : eighthCharacter(total)];
}

/** Runs of one colour. They are ours, ASCII and of known length: taking them for foreign text would cost most of the frame. */
function painted(cells: readonly Segment[], theme: Theme, width: number): string {
  let line = '';
  let run = '';
  let style: Style = 'text-plain';
  for (const [next, character] of cells) {
    if (next !== style) {
      line += theme.paint(style, run);
      run = '';
      style = next;
    }
    run += character;
  }
  return line + theme.paint(style, run) + ' '.repeat(Math.max(0, width - cells.length));
}

function axisLine(axis: LogAxis): string {
  const ticks = new Set(decades(axis).map(({cell}) => cell));
  return Array.from({length: axis.cells}, (_, i) => (ticks.has(i) ? '+' : '-')).join('');
}

function figures(axis: LogAxis): string {
  return laid(
    decades(axis).map(({value, cell}) => ({cell, text: value < 1 ? String(value) : shortFigure(value)})),
    axis.cells,
  );
}

/** `1`, `10k`, `100B`: a power of ten needs no decimals. */
function shortFigure(value: number): string {
  return compact(value).replace(/\.0+(?=\D|$)/, '');
}

/** A caret below every criterion; its name to the right of it, to the left, or nowhere, where another stands in the way. */
function markWords(marks: readonly (Mark & {readonly cell: number})[], cells: number): string {
  const sorted = marks.toSorted((a, b) => a.cell - b.cell);
  let line = '';
  for (const [i, {cell, name}] of sorted.entries()) {
    const next = sorted[i + 1]?.cell ?? cells + 1;
    const left = cell - name.length;
    if (cell < line.length) continue;
    if (cell + name.length + 2 <= next) line = `${line.padEnd(cell)}^${name}`;
    else if (left > line.length || (left === 0 && line === '')) line = `${line.padEnd(left)}${name}^`;
    else line = `${line.padEnd(cell)}^`;
  }
  return line;
}

/** Words from their cells on; one that would cover the one before it, or has no room, is pushed or left out. */
function laid(words: readonly {readonly cell: number; readonly text: string}[], cells: number): string {
  let line = '';
  for (const {cell, text} of words) {
    const start = Math.min(cell, cells - text.length);
    if (start < 0 || (line !== '' && start <= line.length)) continue;
    line = line.padEnd(start) + text;
  }
  return line;
}
