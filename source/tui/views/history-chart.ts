import type {HistoryRow} from '../../control/history-row.ts';
import {eighthCharacter, eighthsAt} from '../bars.ts';
import {fit} from '../cell-text.ts';
import {count, duration} from '../figures.ts';
import {wholeCell} from '../glyphs.ts';
import {drawLine, type Segment} from '../segments.ts';
import type {Theme} from '../theme.ts';
import type {Measure} from './history-state.ts';

/** A column of the chart: what a night measured, or why there is nothing to see. */
type Point = {readonly night?: string; readonly value?: number; readonly mark: '-' | '.' | '!' | '?'};

export type Chart = {
  readonly rows: readonly HistoryRow[];
  readonly measure: Measure;
  /** The night under the cursor, which is always in sight. */
  readonly chosen: string | undefined;
  readonly bars: number;
};

const labelWidth = 10;
/** A root that slept for months must not push every night off the chart. */
const widestGap = 5;

/** Night by night from left to right, the newest at the right; under the bars a mark for what has none, and the cursor. */
export function drawHistoryChart(chart: Chart, theme: Theme, width: number): readonly string[] {
  const {bars, measure, chosen} = chart;
  if (bars === 0) return [];
  const room = width - labelWidth - 2;
  const points = pointsShown(pointsOf(chart), chosen, room);
  const cells = Math.max(1, Math.min(4, Math.floor(room / Math.max(1, points.length))));
  const values = points.flatMap(({value}) => (value === undefined ? [] : [value]));
  const high = Math.max(...values, 0);
  const least = Math.min(...values, high);
  // Sizes differ by little, so their axis does not begin at zero, and says so: but so far below the least that it does not look like
  // a collapse. One size alone has no other end than zero.
  const low = measure === 'size' && least < high ? Math.max(0, least - 2 * (high - least)) : 0;
  const line = (label: string, runs: readonly Segment[]): string =>
    drawLine(theme, {
      left: [['text-dim', ` ${fit(label, labelWidth - 1, 'right')}`], ['graph-dim', '|'], ...runs],
      width,
      fill: 'text-plain',
    });
  const rows = Array.from({length: bars}, (_, i) => {
    const level = bars - i;
    if (values.length === 0 && points.length > 0 && i === 0) return line('', [['text-dim', ` ${nothing[measure]}`]]);
    const label = values.length === 0 ? '' : i === 0 ? words(high, measure) : level === 1 ? words(low, measure) : '';
    return line(
      label,
      points.map((point) => barOf(point, {level, bars, low, high, cells, chosen})),
    );
  });
  return [
    ...rows,
    line(
      measure,
      points.map((point) => markOf(point, {cells, chosen})),
    ),
  ];
}

const nothing = {
  size: 'No night that is kept can be read.',
  turnover: 'No turnover yet: a night is measured against the one before.',
  duration: 'What the nights took is in none of the records.',
} as const;

function pointsOf({rows, measure}: Chart): readonly Point[] {
  return rows.toReversed().flatMap((row) => {
    const {night, missedBefore = 0, missedSince = 0} = row;
    const gap = (missed: number): readonly Point[] =>
      Array.from({length: Math.min(missed, widestGap)}, () => ({mark: '.'}));
    return [...gap(missedBefore), pointOf(row, measure, night), ...gap(missedSince)];
  });
}

function pointOf(row: HistoryRow, measure: Measure, night: string): Point {
  if (row.buildId === 'unreadable') return {night, mark: '!'};
  const value = {size: row.records, turnover: row.change?.turnover, duration: row.making?.durationMs}[measure];
  return value === undefined ? {night, mark: '?'} : {night, value, mark: '-'};
}

/** As many as fit, from the newest on; further back where the cursor is. */
function pointsShown(points: readonly Point[], chosen: string | undefined, room: number): readonly Point[] {
  const place = points.findIndex(({night}) => night !== undefined && night === chosen);
  const end =
    place === -1 || place >= points.length - room ? points.length : Math.max(room, place + Math.ceil(room / 2));
  return points.slice(Math.max(0, end - room), end);
}

type Scale = {
  readonly level: number;
  readonly bars: number;
  readonly low: number;
  readonly high: number;
  readonly cells: number;
  readonly chosen: string | undefined;
};

function barOf({night, value}: Point, {level, bars, low, high, cells, chosen}: Scale): Segment {
  const eighths = value === undefined ? 0 : eighthsAt(heightOf(value, {bars, low, high}), level);
  if (eighths === 0) return ['text-plain', ' '.repeat(cells)];
  const style = night !== undefined && night === chosen ? 'graph-warn' : 'graph-info';
  return [style, bar(cells, eighthCharacter(eighths))];
}

/** In eighths of a cell; nothing is no bar, and the little there is can be seen. */
function heightOf(value: number, {bars, low, high}: Pick<Scale, 'bars' | 'low' | 'high'>): number {
  if (high === low || value <= low) return 0;
  return Math.max(1, Math.round(((value - low) / (high - low)) * bars * wholeCell));
}

function markOf({night, mark}: Point, {cells, chosen}: Pick<Scale, 'cells' | 'chosen'>): Segment {
  if (night !== undefined && night === chosen) return ['graph-warn', bar(cells, '^')];
  return [mark === '!' ? 'text-bad' : mark === '-' ? 'graph-dim' : 'text-warn', bar(cells, mark)];
}

/** Wide bars stand apart. */
function bar(cells: number, character: string): string {
  return cells === 1 ? character : `${character.repeat(cells - 1)} `;
}

function words(value: number, measure: Measure): string {
  if (measure === 'turnover') return `${(value * 100).toFixed(2)} %`;
  return measure === 'size' ? count(value) : duration(value);
}
