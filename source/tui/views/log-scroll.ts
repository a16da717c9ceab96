import {printable, widthOf, wrapText} from '../cell-text.ts';
import {timeOfDay} from '../figures.ts';
import {logSentence, unfolded} from '../log-lines.ts';
import type {LogLine} from '../model.ts';
import {type Motion, stepOf} from '../pane-window.ts';

export const logLevels = ['all', 'info', 'warnings', 'errors'] as const;
export type LogLevel = (typeof logLevels)[number];

export type LogScroll = {
  readonly level: LogLevel;
  readonly filter: string;
  readonly isTyping: boolean;
  /** The filter is one of before, which the first letter replaces. */
  readonly isSelected?: true;
  /** Long lines go on below, or are cut. */
  readonly isWrapped: boolean;
  /** The last line on screen once somebody scrolled up; absent while the end is followed. */
  readonly held?: LogLine;
};

export const followingLog: LogScroll = {level: 'all', filter: '', isTyping: false, isWrapped: true};

/** Everything is listed again; how long lines are shown and where somebody scrolled to stays. */
export function unfiltered({isSelected: _earlier, ...scroll}: LogScroll): LogScroll {
  return {...scroll, level: 'all', filter: '', isTyping: false};
}

export function isFiltered({level, filter, isTyping}: LogScroll): boolean {
  return isTyping || level !== 'all' || filter !== '';
}

const tones: Readonly<Record<LogLevel, ReadonlySet<LogLine['tone']> | undefined>> = {
  all: undefined,
  info: new Set(['info', 'good', 'plain', 'warn', 'bad']),
  warnings: new Set(['warn', 'bad']),
  errors: new Set(['bad']),
};

/** The lines of the chosen level that hold every word of the filter, each of them alone where one stands for many. */
export function linesShown(log: readonly LogLine[], {level, filter}: LogScroll): readonly LogLine[] {
  const wanted = tones[level];
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted && words.length === 0) return log;
  const ofLevel = wanted ? log.filter(({tone}) => wanted.has(tone)) : log;
  if (words.length === 0) return ofLevel;
  return ofLevel.flatMap(unfolded).filter((line) => {
    const text = logSentence(line).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How many lines there are for it to choose from. */
export function linesKept(log: readonly LogLine[], {filter}: LogScroll): number {
  return filter.trim() === '' ? log.length : log.reduce((sum, line) => sum + unfolded(line).length, 0);
}

/** Index of the last line on screen. */
export function lastShown(lines: readonly LogLine[], {held}: LogScroll): number {
  const end = lines.length - 1;
  if (!held) return end;
  const place = lines.indexOf(held);
  if (place !== -1) return place;
  // It was replaced by a later one of its series, filtered out, or dropped at the old end: where it would stand.
  const after = lines.findIndex(({at}) => at > held.at);
  return after === -1 ? end : Math.max(0, after - 1);
}

export type LogArea = {readonly width: number; readonly height: number};

/** When a line was said, UTC, with a space on both sides, the first for the sign of its level; the day where there is room, for a screen that stays open for weeks. */
export function stampOf({at}: LogLine, width: number): string {
  return width < 100 ? ` ${timeOfDay(at)} ` : ` ${at.slice(5, 10)} ${timeOfDay(at)} `;
}

function roomFor(line: LogLine, width: number): number {
  return Math.max(10, width - stampOf(line, width).length);
}

/** A sentence as the rows that it takes. */
export function rowsOf(line: LogLine, {isWrapped}: LogScroll, width: number): readonly string[] {
  const text = logSentence(line);
  const room = roomFor(line, width);
  if (!isWrapped || widthOf(printable(text)) <= room) return [text];
  return wrapText(text, room);
}

/** Moves by lines; at the end the log is followed again. */
export function scrollLog(scroll: LogScroll, motion: Motion, log: readonly LogLine[], area: LogArea): LogScroll {
  const lines = linesShown(log, scroll);
  const last = lines.length - 1;
  const from = lastShown(lines, scroll);
  const first = lastOfFirstScreen(lines, scroll, area);
  const page = Math.max(1, linesUpTo(lines, from, scroll, area) - 1);
  const sizes = {count: lines.length, page, half: Math.max(1, Math.floor(page / 2))};
  const to = Math.max(first, Math.min(last, from + stepOf(motion, sizes)));
  const {held: _held, ...rest} = scroll;
  const line = lines[to];
  return to >= last || !line ? rest : {...rest, held: line};
}

/** How many whole lines fit above and including `last`. */
function linesUpTo(lines: readonly LogLine[], last: number, scroll: LogScroll, {width, height}: LogArea): number {
  let rows = 0;
  for (let i = last; i >= 0; i--) {
    rows += rowsOf(lines[i] as LogLine, scroll, width).length;
    if (rows > height) return last - i;
  }
  return last + 1;
}

/** The last line on screen when the first stands at the top. */
function lastOfFirstScreen(lines: readonly LogLine[], scroll: LogScroll, {width, height}: LogArea): number {
  let rows = 0;
  for (const [i, line] of lines.entries()) {
    rows += rowsOf(line, scroll, width).length;
    if (rows > height) return Math.max(0, i - 1);
  }
  return lines.length - 1;
}
