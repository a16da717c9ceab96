import type {TableName} from '../control/query.ts';
import {fit, wrapText} from './cell-text.ts';
import {type Pair, pairWords} from './comparison.ts';
import {damageOfFinal, sealAgain} from './damaged-final.ts';
import {drawPaneTitle, isSearched} from './draw-pane-title.ts';
import {drawTabs} from './draw-tabs.ts';
import {formatRow, formatTitles} from './format-row.ts';
import type {Layout, PanePlace} from './layout.ts';
import {type Model, rowsShown} from './model.ts';
import {settle, thumbOf} from './pane-window.ts';
import {isReadingReasons} from './reasons-due.ts';
import {columnsPlaced} from './table-columns.ts';
import type {Theme} from './theme.ts';

/** The panes side by side, joined into whole screen lines. */
export function drawPanes(model: Model, theme: Theme, layout: Layout): readonly string[] {
  const columns = layout.panes.map((pane) => drawPane(model, theme, {pane, height: layout.bodyHeight}));
  const lines = Array.from({length: layout.bodyHeight + 2}, (_, i) =>
    columns.map((column) => column[i] ?? '').join(''),
  );
  return layout.hasTabs ? [...drawTabs(model, theme), ...lines] : lines;
}

function drawPane(model: Model, theme: Theme, {pane, height}: {pane: PanePlace; height: number}): readonly string[] {
  const {table, width} = pane;
  const rows = rowsShown(model, table);
  const window = settle(model.windows[table], {count: rows.count, height});
  const columns = columnsPlaced(model, table, width);
  const {symbols} = model.marks[table];
  const thumb = thumbOf(window.top, {count: rows.count, height});
  const empty = rows.count === 0 ? emptyLines(model, table, width) : [];
  const body = Array.from({length: height}, (_, i) => {
    const track = i >= thumb.from && i < thumb.to ? theme.paint('thumb', ' ') : theme.paint('track', '|');
    const row = rows.at(window.top + i);
    if (!row) return theme.paint('text-dim', fit(empty[i] ?? '', width)) + track;
    const isCursor = table === model.focus && window.top + i === window.cursor;
    const highlight = isCursor ? 'selected' : row.symbol === model.chosen ? 'selected-elsewhere' : undefined;
    return formatRow(row, columns, {width, theme, highlight, isMarked: symbols.has(row.symbol)}) + track;
  });
  return [
    drawPaneTitle(model, theme, pane),
    formatTitles(columns, {width, theme, sort: model.arranged[table].sort, at: model.columnAt[table]}) +
      theme.paint('track', '|'),
    ...body,
  ];
}

function emptyLines(model: Model, table: TableName, width: number): readonly string[] {
  return ['', ...wrapText(emptySentence(model, table), width - 4).map((line) => `  ${line}`)];
}

function nothingCompared(pair: Pair): string {
  const {table, other, wants} = pair;
  return wants === 'absent' ? `Every row of ${table} is in ${other}.` : `No row of ${table} is ${pairWords(pair)}.`;
}

function emptySentence(model: Model, table: TableName): string {
  if (isReadingReasons(model)) return 'Reading the reasons.';
  if (isSearched(model) && model.tables[table].rows.length > 0) return `No row here fits "${model.search?.text}".`;
  const {comparison} = model;
  // What is not read yet lacks nothing.
  if (comparison?.pair.table === table && model.tables[table].rows.length > 0) return nothingCompared(comparison.pair);
  const said = model.tables[table].sentence;
  if (said) return said;
  const onDisk = model.status?.files.find(({name}) => name === table)?.records ?? 0;
  if (model.tables[table].version === undefined || onDisk > 0) return 'Reading it.';
  const damage = table === 'final' ? damageOfFinal(model) : undefined;
  if (damage !== undefined) return `${damage.words}: ${damage.because} ${sealAgain}`;
  switch (table) {
    case 'unfiltered':
      if (model.progress.state === 'running') return 'The build has not got here yet: no symbol is enriched so far.';
      return 'No symbol is priced and enriched yet. Press b to build the universe.';
    case 'partial':
      return 'No symbol passes the filters yet. This file is live during a build.';
    case 'final':
      if (model.progress.state === 'running')
        return 'The build has not got here yet: this file changes only when a whole build is sealed.';
      return 'Nothing is sealed yet. Screeners read this file only, and it changes only when a whole build is sealed.';
    case 'blocklist':
      return 'Nothing is blocked. A close below the price floor, or a person, blocks a symbol.';
  }
}
