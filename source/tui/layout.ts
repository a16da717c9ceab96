import type {TableName} from '../control/query.ts';

/** Below this nothing useful fits; the screen says so and waits. */
export const smallest = {columns: 80, rows: 24} as const;

export const tables: readonly TableName[] = ['unfiltered', 'partial', 'final', 'blocklist'];

export type Size = {readonly columns: number; readonly rows: number};

/** The size of a terminal; one that does not know is taken for the classic one. */
export function layoutSize(stdout: {readonly columns?: number; readonly rows?: number}): Size {
  return {columns: stdout.columns || 80, rows: stdout.rows || 24};
}

export type PanePlace = {
  readonly table: TableName /** Cells of content; one more is the scroll track. */;
  readonly width: number;
};

export type Layout = {
  readonly isTooSmall: boolean;
  readonly panes: readonly PanePlace[];
  /** Tabs stand for the panes that have no room. */
  readonly hasTabs: boolean;
  /** Rows of table under each pane's two title lines. */
  readonly bodyHeight: number;
  /** Lines of log under its title. */
  readonly logHeight: number;
  readonly noticeHeight: number;
  /** Lines below the log that are left to what was just said. */
  readonly saidHeight: number;
};

/** Title, state, passes, vitals. */
export const headerHeight = 4;
/** Names and counts, and how the files are. */
export const tabLines = 2;
/** Pane title, column titles. */
export const paneTitles = 2;
const logTitle = 1;
/** The message line and the keys. */
export const footerHeight = 2;
/** However much there is to notice, tables must stay usable. */
const leastBody = 4;
/** The newest line is always seen. */
const leastLog = 1;

export function layoutOf(
  size: Size,
  {focus, isZoomed, notices, said = 0}: {focus: TableName; isZoomed: boolean; notices: number; said?: number},
): Layout {
  const shown = panesShown(size.columns, {focus, isZoomed});
  const hasTabs = shown.length < tables.length;
  const wholeLog = logLines(size.rows);
  const fixed = headerHeight + (hasTabs ? tabLines : 0) + paneTitles + logTitle + wholeLog + footerHeight;
  const noticeHeight = Math.max(0, Math.min(notices, size.rows - fixed - leastBody));
  const room = size.rows - fixed - noticeHeight;
  const saidHeight = Math.max(0, Math.min(said, room - leastBody + wholeLog - leastLog));
  const logHeight = Math.max(leastLog, wholeLog - saidHeight);
  return {
    isTooSmall: size.columns < smallest.columns || size.rows < smallest.rows,
    panes: shareWidth(size.columns, shown),
    hasTabs,
    bodyHeight: Math.max(1, room + wholeLog - logHeight - saidHeight),
    logHeight,
    noticeHeight,
    saidHeight,
  };
}

function panesShown(columns: number, {focus, isZoomed}: {focus: TableName; isZoomed: boolean}): readonly TableName[] {
  if (isZoomed || columns < 100) return [focus];
  if (columns >= 160) return tables;
  return focus === 'unfiltered' || focus === 'partial' ? ['unfiltered', 'partial'] : ['final', 'blocklist'];
}

function logLines(rows: number): number {
  if (rows < 30) return 3;
  if (rows < 40) return 5;
  return rows < 50 ? 7 : 9;
}

function shareWidth(columns: number, shown: readonly TableName[]): readonly PanePlace[] {
  const each = Math.floor(columns / shown.length);
  const over = columns - each * shown.length;
  return shown.map((table, i) => ({table, width: each + (i < over ? 1 : 0) - 1}));
}
