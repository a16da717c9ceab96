import {fit, wrapText} from '../cell-text.ts';
import {count, many} from '../figures.ts';
import {levelSign} from '../log-lines.ts';
import type {LogLine} from '../model.ts';
import {drawLine, type Segment, typingSegments} from '../segments.ts';
import {type Theme, textStyle} from '../theme.ts';
import {type LogArea, type LogScroll, lastShown, linesKept, linesShown, rowsOf, stampOf} from './log-scroll.ts';

/** The log as far as it was scrolled, under a title that says what is left out. */
export function drawScrollingLog(
  log: readonly LogLine[],
  theme: Theme,
  {scroll, area, empty}: {scroll: LogScroll; area: LogArea; empty: string},
): readonly string[] {
  const lines = linesShown(log, scroll);
  const last = lastShown(lines, scroll);
  return [
    titleLine(theme, area.width, {
      scroll,
      kept: linesKept(log, scroll),
      shown: lines.length,
      waiting: lines.length - 1 - last,
    }),
    ...bodyRows(lines, theme, {scroll, area, last, empty}),
  ];
}

type Standing = {
  readonly scroll: LogScroll;
  readonly kept: number;
  readonly shown: number;
  readonly waiting: number;
};

function titleLine(theme: Theme, width: number, {scroll, kept, shown, waiting}: Standing): string {
  const {level, filter, isTyping, isSelected, held} = scroll;
  const isAll = level === 'all' && filter.trim() === '';
  const words: readonly Segment[] = isTyping
    ? typingSegments(isSelected ? {text: filter, isSelected} : {text: filter})
    : [['badge-warn', ` ${filter} `]];
  const filterWords: readonly Segment[] = isTyping || filter !== '' ? [['pane-title', ' filter '], ...words] : [];
  const waitingWords: Segment =
    held && waiting > 0
      ? ['badge-warn', ` ${many(waiting, 'line')} below: G `]
      : ['pane-title', held ? 'scrolled up: G ' : 'follows the end '];
  return drawLine(theme, {
    left: [
      ['pane-title', ` LOG  ${isAll ? many(kept, 'line') : `${count(shown)} of ${many(kept, 'line')}`}, UTC `],
      ...(level === 'all' ? [] : ([['badge-warn', ` level ${level} `]] as const)),
      ...filterWords,
    ],
    right: [waitingWords],
    width,
    fill: 'pane-title',
  });
}

/** From the last line upwards, for that is the one that somebody stopped at; the first on screen may have lost its head. */
function bodyRows(
  lines: readonly LogLine[],
  theme: Theme,
  {scroll, area, last, empty}: {scroll: LogScroll; area: LogArea; last: number; empty: string},
): readonly string[] {
  const {width, height} = area;
  const rows: string[] = [];
  for (let i = last; i >= 0 && rows.length < height; i--) {
    const line = lines[i];
    if (!line) break;
    const stamp = stampOf(line, width);
    const style = textStyle(line.tone);
    const own = rowsOf(line, scroll, width).map((text, row) => {
      const [sign, time] = row === 0 ? [levelSign(line), stamp.slice(1)] : [' ', ' '.repeat(stamp.length - 1)];
      return (
        theme.paint(style, sign) + theme.paint('text-dim', time) + theme.paint(style, fit(text, width - stamp.length))
      );
    });
    rows.unshift(...own);
  }
  const shown = rows.slice(-height);
  const words =
    lines.length > 0 ? [] : wrapText(emptySentence(scroll, empty), width - 2).map((row) => fit(` ${row}`, width));
  const blank = ' '.repeat(width);
  const drawn = shown.length > 0 ? shown : words.map((line) => theme.paint('text-dim', line));
  return [...drawn, ...Array<string>(Math.max(0, height - drawn.length)).fill(blank)].slice(0, height);
}

/** Names all that keeps lines away, and the keys that loosen each; while a filter is typed, `l` is a letter of it. */
export function emptySentence({level, filter, isTyping}: LogScroll, empty: string): string {
  const holds = filter.trim() === '' ? '' : ` holds "${filter}"`;
  const ofLevel = level === 'all' ? '' : ` of the level ${level}`;
  if (holds === '' && ofLevel === '') return empty;
  const what = `No line${ofLevel}${holds}.`;
  // Thousands of verdicts are one line here; in the audit each is found.
  const elsewhere = holds === '' ? '' : ' All records of a symbol: A, then f and symbol:NAME.';
  if (isTyping)
    return `${what} Esc clears the filter${ofLevel === '' ? '' : ', and then l goes on to the next level'}.${elsewhere}`;
  if (ofLevel === '') return `${what} Esc clears the filter.${elsewhere}`;
  return `${what} l goes on to the next level,${holds === '' ? '' : ' f changes the filter,'} Esc shows all.${elsewhere}`;
}
