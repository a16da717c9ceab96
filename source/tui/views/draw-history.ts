import type {HistoryRow} from '../../control/history-row.ts';
import {fit, wrapText} from '../cell-text.ts';
import {count} from '../figures.ts';
import type {Model} from '../model.ts';
import {settle, thumbOf} from '../pane-window.ts';
import {drawLine} from '../segments.ts';
import {type Style, type Theme, textStyle} from '../theme.ts';
import {bad, dim, plain, type Words, warn} from '../tone-words.ts';
import {fitIndented} from './fit-indented.ts';
import {drawHistoryChart} from './history-chart.ts';
import {type NightColumn, nightCells, nightColumns, stamp, triggerWord} from './history-columns.ts';
import {historyLayout} from './history-layout.ts';
import {type HistoryItem, itemsOf, noNights} from './history-state.ts';
import type {Area} from './view.ts';

/** The nights as bars, as rows, and the chosen one in a sentence. */
export function drawHistory(model: Model, theme: Theme, area: Area): readonly string[] {
  const {width} = area;
  const {rows, window, measure} = model.views.history;
  const {bars, list, about} = historyLayout(area);
  const items = itemsOf(rows ?? []);
  const settled = settle(window, {count: items.length, height: list});
  const chosen = items[settled.cursor];
  const night = chosen?.kind === 'night' ? chosen.row.night : undefined;
  const columns = nightColumns(width);
  const thumb = thumbOf(settled.top, {count: items.length, height: list});
  const empty = items.length === 0 ? emptyLines(model, width) : [];
  const body = Array.from({length: list}, (_, i) => {
    const track = i >= thumb.from && i < thumb.to ? theme.paint('thumb', ' ') : theme.paint('track', '|');
    const item = items[settled.top + i];
    if (!item) return theme.paint('text-dim', fitIndented(empty[i] ?? '', width - 1)) + track;
    const {style, text} = itemLine(item, columns, width - 1);
    const isCursor = settled.top + i === settled.cursor;
    return theme.paint(isCursor ? 'selected' : style, text) + track;
  });
  return [
    titleLine(rows, theme, width),
    ...drawHistoryChart({rows: rows ?? [], measure, chosen: night, bars}, theme, width),
    theme.paint(
      'column-title',
      fit(
        nightCells(columns, ({title}) => title),
        width,
      ),
    ),
    ...body,
    ...aboutLines(chosen, width, about).map(({tone, text}) => theme.paint(textStyle(tone), fitIndented(text, width))),
  ];
}

function titleLine(rows: readonly HistoryRow[] | undefined, theme: Theme, width: number): string {
  const style: Style = 'pane-title-focused';
  return drawLine(theme, {
    left: [[style, ` HISTORY  ${rows ? nightsWords(rows) : '...'} `]],
    right: [[style, 'm: size, turnover, duration ']],
    width,
    fill: style,
  });
}

/** How many nights there are, and what is wrong with some. */
export function nightsWords(rows: readonly HistoryRow[]): string {
  const unreadable = rows.filter(({buildId}) => buildId === 'unreadable').length;
  const missed = rows.reduce((sum, {missedBefore = 0, missedSince = 0}) => sum + missedBefore + missedSince, 0);
  const pending = rows.filter((row) => row.pending).length;
  return [
    `${count(rows.length)} ${rows.length === 1 ? 'night' : 'nights'}`,
    ...(missed > 0 ? [`${count(missed)} missed (.)`] : []),
    ...(unreadable > 0 ? [`${count(unreadable)} unreadable (!)`] : []),
    ...(pending > 0 ? [`counting ${count(pending)} more`] : []),
  ].join(', ');
}

function itemLine(
  item: HistoryItem,
  columns: readonly NightColumn[],
  width: number,
): {readonly style: Style; readonly text: string} {
  if (item.kind === 'gap') return {style: 'text-warn', text: fitIndented(` .......... ${gapSentence(item)}`, width)};
  const {row} = item;
  if (row.buildId !== 'unreadable') return {style: 'text-plain', text: nightCells(columns, ({text}) => text(row))};
  return {style: 'text-bad', text: fitIndented(` ${row.night} UNREADABLE ${row.sentence ?? ''}`, width)};
}

/** Which sessions have no night. */
export function gapSentence({missed, after, before}: Extract<HistoryItem, {kind: 'gap'}>): string {
  const sessions = `${count(missed)} ${missed === 1 ? 'session' : 'sessions'}`;
  return before === undefined
    ? `${sessions} since ${after} not sealed`
    : `${sessions} missed between ${after} and ${before}`;
}

function emptyLines(model: Model, width: number): readonly string[] {
  return ['', ...wrapText(emptySentence(model), width - 4).map((line) => `  ${line}`)];
}

export function emptySentence(model: Model): string {
  return model.views.history.rows ? noNights(model).sentence : 'Reading the kept nights.';
}

function aboutLines(item: HistoryItem | undefined, width: number, most: number): readonly Words[] {
  const {tone, text} = item ? aboutWords(item) : plain('');
  const lines = wrapText(text, width - 2).slice(0, most);
  return Array.from({length: most}, (_, i) => ({tone, text: ` ${lines[i] ?? ''}`}));
}

/** Who sealed a night, when and against what; or why it cannot be told. */
export function aboutWords(item: HistoryItem): Words {
  if (item.kind === 'gap') return warn('No universe was sealed for these sessions: the one before stood.');
  const {night, buildId, sha256, builtAt, making, change, sentence, resealedBefore} = item.row;
  if (sentence !== undefined) return buildId === 'unreadable' ? bad(sentence) : warn(sentence);
  const span = making?.resumed ? '; took is of its last run alone, calls are of all' : '';
  const by = making
    ? `${making.kind} by ${making.actor} (${triggerWord(making)}${span})`
    : 'the ops log does not tell by whom';
  const since = resealedBefore
    ? ' as it was then: that night has been sealed again since, and Enter compares with it'
    : '';
  const against = change ? `, against ${change.from.session}${since}` : '';
  return dim(`${night}: ${by}, sealed ${stamp(builtAt)} UTC as ${buildId}, sha256 ${sha256.slice(0, 16)}${against}.`);
}
