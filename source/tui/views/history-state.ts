import type {HistoryRow} from '../../control/history-row.ts';
import type {DiffAnswer} from '../../control/query.ts';
import type {Edit} from '../change.ts';
import type {Model} from '../model.ts';
import {type PaneWindow, settle, startOfList} from '../pane-window.ts';
import {viewArea} from '../view-area.ts';
import {historyLayout} from './history-layout.ts';

export const measures = ['size', 'turnover', 'duration'] as const;
/** What the chart shows of each night. */
export type Measure = (typeof measures)[number];

export type HistoryState = {
  /** Newest first; absent until they are read. */
  readonly rows?: readonly HistoryRow[];
  readonly window: PaneWindow;
  readonly measure: Measure;
  readonly diff?: OpenDiff;
};

/** Two nights side by side; neither answer nor sentence while it is asked for. */
export type OpenDiff = {
  readonly from: string;
  readonly to: string;
  readonly top: number;
  readonly answer?: DiffAnswer;
  readonly sentence?: string;
};

export const firstHistory: HistoryState = {window: startOfList, measure: 'size'};

/** A line of the list: a night, or the sessions that passed without one. */
export type HistoryItem =
  | {readonly kind: 'night'; readonly row: HistoryRow}
  | {readonly kind: 'gap'; readonly missed: number; readonly after?: string; readonly before?: string};

export function itemsOf(rows: readonly HistoryRow[]): readonly HistoryItem[] {
  return rows.flatMap((row, i): readonly HistoryItem[] => {
    const {missedSince = 0, missedBefore = 0} = row;
    const older = rows[i + 1];
    return [
      ...(missedSince > 0 ? [{kind: 'gap', missed: missedSince, after: row.night} as const] : []),
      {kind: 'night', row},
      ...(missedBefore > 0 && older
        ? [{kind: 'gap', missed: missedBefore, after: older.night, before: row.night} as const]
        : []),
    ];
  });
}

export function itemAtCursor({rows = [], window}: HistoryState): HistoryItem | undefined {
  return itemsOf(rows)[window.cursor];
}

export function withHistory(model: Model, change: Partial<HistoryState>): Model {
  return {...model, views: {...model.views, history: {...model.views.history, ...change}}};
}

/** Why no night is listed: none was ever sealed, or they are gone from under a sealed universe, for every seal keeps one. */
export function noNights({status}: Pick<Model, 'status'>): {readonly sentence: string; readonly short: string} {
  const {buildId, session} = status?.sealed ?? {};
  // What an older program left here kept no nights.
  if (session === undefined || buildId === 'original')
    return {
      sentence: 'No night is kept yet. Every seal keeps one; b builds the first.',
      short: 'No night is kept yet; b builds the first one.',
    };
  return {
    sentence: `The kept nights are gone: the universe of ${session} is sealed, and its night is not in the history. Put the folder back, or restore a snapshot; the next build keeps its own night.`,
    short: 'The kept nights are gone; put the history folder back, or restore a snapshot.',
  };
}

/** The cursor stays on its night when others come in above it; who has not moved yet sees the newest. */
export function learnRows(rows: readonly HistoryRow[]): Edit {
  return (model) => {
    const {window} = model.views.history;
    const items = itemsOf(rows);
    const place = items.findIndex((item) => item.kind === 'night' && item.row.night === window.symbol);
    const cursor = window.symbol === undefined ? firstNight(items) : place === -1 ? window.cursor : place;
    const top = place === -1 ? window.top : window.top + cursor - window.cursor;
    const {list} = historyLayout(viewArea(model));
    return withHistory(model, {rows, window: settle({...window, cursor, top}, {count: items.length, height: list})});
  };
}

/** Where nobody has moved yet: a gap at the top is nothing to press a key on. */
function firstNight(items: readonly HistoryItem[]): number {
  return Math.max(
    0,
    items.findIndex(({kind}) => kind === 'night'),
  );
}

/** What came of asking for a diff, unless another one is open by now. */
export function learnDiff({from, to}: OpenDiff, come: Pick<OpenDiff, 'answer' | 'sentence'>): Edit {
  return (model) => {
    const {diff} = model.views.history;
    return diff?.from === from && diff.to === to ? withHistory(model, {diff: {...diff, ...come}}) : model;
  };
}
