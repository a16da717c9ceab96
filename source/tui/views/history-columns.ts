import type {HistoryRow} from '../../control/history-row.ts';
import {fit} from '../cell-text.ts';
import {count, duration} from '../figures.ts';

export type NightColumn = {
  readonly title: string;
  readonly cells: number;
  readonly align: 'left' | 'right';
  /** `?` for what is not known, an empty cell for what there cannot be. */
  readonly text: (row: HistoryRow) => string;
  /** Screens narrower than this go without it. */
  readonly from: number;
};

const all: readonly NightColumn[] = [
  {title: 'night', cells: 10, align: 'left', text: ({night}) => night, from: 0},
  {title: 'size', cells: 6, align: 'right', text: ({records}) => count(records), from: 0},
  {title: 'in', cells: 5, align: 'right', text: (row) => changed(row, row.change?.added), from: 0},
  {title: 'out', cells: 5, align: 'right', text: (row) => changed(row, row.change?.removed), from: 0},
  {title: 'turn%', cells: 6, align: 'right', text: turnover, from: 0},
  {title: 'blckd', cells: 5, align: 'right', text: (row) => changed(row, row.change?.newlyBlocked), from: 0},
  {title: 'rcvrd', cells: 5, align: 'right', text: (row) => changed(row, row.change?.recovered), from: 0},
  {title: 'took', cells: 7, align: 'right', text: took, from: 0},
  {title: 'calls', cells: 5, align: 'right', text: ({making}) => known(making?.calls), from: 0},
  {title: 'seal', cells: 8, align: 'left', text: ({making}) => making?.kind ?? '?', from: 0},
  {title: 'sha256', cells: 8, align: 'left', text: ({sha256}) => sha256.slice(0, 8), from: 100},
  {title: 'build', cells: 17, align: 'left', text: ({buildId}) => buildId, from: 110},
  {title: 'trigger', cells: 9, align: 'left', text: ({making}) => (making ? triggerWord(making) : '?'), from: 140},
  {title: 'sealed at (UTC)', cells: 19, align: 'left', text: ({builtAt}) => stamp(builtAt), from: 150},
];

const gap = 1;

/** Together one cell less than the screen, for the scroll track: the last takes what is left. */
export function nightColumns(width: number): readonly NightColumn[] {
  const shown = all.filter(({from}) => width >= from);
  const used = shown.reduce((sum, {cells}) => sum + cells + gap, 1);
  const left = width - used - 1;
  return [
    ...shown,
    {title: 'by', cells: Math.max(2, left), align: 'left', text: ({making}) => making?.actor ?? '?', from: 0},
  ];
}

export function nightCells(columns: readonly NightColumn[], textOf: (column: NightColumn) => string): string {
  return ` ${columns.map((column) => fit(textOf(column), column.cells, column.align)).join(' ')}`;
}

export function stamp(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

function changed({pending, sentence}: HistoryRow, figure: number | undefined): string {
  if (figure !== undefined) return count(figure);
  return pending ? '...' : sentence === undefined ? '' : '?';
}

function turnover(row: HistoryRow): string {
  const {change} = row;
  return change ? (change.turnover * 100).toFixed(2) : changed(row, undefined);
}

function took({making}: HistoryRow): string {
  return making?.durationMs === undefined ? '?' : duration(making.durationMs);
}

function known(figure: number | undefined): string {
  return figure === undefined ? '?' : count(figure);
}

/** What set a seal going; a person does by a command or in a dashboard, and which of them nobody noted. */
export function triggerWord({trigger}: {readonly trigger: string}): string {
  return trigger === 'command' ? 'by hand' : trigger;
}
