import type {FileState, TableName} from '../control/query.ts';
import {fit, wrapText} from './cell-text.ts';
import {columnsOf, placeColumns} from './columns.ts';
import {age, count} from './figures.ts';
import {formatRow, formatTitles} from './format-row.ts';
import {type Layout, type PanePlace, tables} from './layout.ts';
import {type Model, rowsShown} from './model.ts';
import {settle, thumbOf} from './pane-window.ts';
import {drawLine, type Segment} from './segments.ts';
import type {Style, Theme} from './theme.ts';

/** The panes side by side, joined into whole screen lines: Ink pays by node, and a node a line is the fewest. */
export function drawPanes(model: Model, theme: Theme, layout: Layout): readonly string[] {
  const columns = layout.panes.map((pane) => drawPane(model, theme, {pane, height: layout.bodyHeight}));
  const lines = Array.from({length: layout.bodyHeight + 2}, (_, i) =>
    columns.map((column) => column[i] ?? '').join(''),
  );
  return layout.hasTabs ? [tabsLine(model, theme), ...lines] : lines;
}

function drawPane(model: Model, theme: Theme, {pane, height}: {pane: PanePlace; height: number}): readonly string[] {
  const {table, width} = pane;
  const rows = rowsShown(model, table);
  const window = settle(model.windows[table], {count: rows.count, height});
  const columns = placeColumns(columnsOf(table), width - 1);
  const thumb = thumbOf(window.top, {count: rows.count, height});
  const empty = rows.count === 0 ? emptyLines(model, table, width) : [];
  const body = Array.from({length: height}, (_, i) => {
    const track = i >= thumb.from && i < thumb.to ? theme.paint('thumb', ' ') : theme.paint('track', '|');
    const row = rows.at(window.top + i);
    if (!row) return theme.paint('text-dim', fit(empty[i] ?? '', width)) + track;
    const isCursor = table === model.focus && window.top + i === window.cursor;
    const highlight = isCursor ? 'selected' : row.symbol === model.chosen ? 'selected-elsewhere' : undefined;
    return formatRow(row, columns, {width, theme, highlight}) + track;
  });
  return [
    titleLine(model, theme, pane),
    theme.paint('column-title', formatTitles(columns, width)) + theme.paint('track', '|'),
    ...body,
  ];
}

function titleLine(model: Model, theme: Theme, {table, width}: PanePlace): string {
  const isFocused = table === model.focus;
  const style: Style = isFocused ? 'pane-title-focused' : 'pane-title';
  const file = model.status?.files.find((f) => f.name === table);
  return drawLine(theme, {
    left: [[style, ` ${tables.indexOf(table) + 1} ${table.toUpperCase()}  ${countWords(model, table)} `]],
    right: fileSegments(file, style, model.now),
    // The track of the lines below belongs to the pane, so the title covers it too.
    width: width + 1,
    fill: style,
  });
}

function countWords(model: Model, table: TableName): string {
  const {version, rows} = model.tables[table];
  const {length} = rows;
  const matches = model.search?.matches?.[table];
  // Not read yet is not none.
  if (version === undefined) return '...';
  return matches ? `${count(matches.length)}/${count(length)} hits` : count(length);
}

function fileSegments(file: FileState | undefined, style: Style, now: number): readonly Segment[] {
  if (!file || file.state === 'absent') return [[style, 'none yet ']];
  const isWrong = file.state === 'changed' || file.state === 'unreadable';
  return [
    isWrong ? ['badge-bad', ` ${file.state.toUpperCase()} `] : [style, `${file.state} `],
    [style, file.sha256 ? `${file.sha256.slice(0, 8)} ` : ''],
    [style, file.modifiedAt ? `${age(now - Date.parse(file.modifiedAt))} ` : ''],
  ];
}

function emptyLines(model: Model, table: TableName, width: number): readonly string[] {
  return ['', ...wrapText(emptySentence(model, table), width - 4).map((line) => `  ${line}`)];
}

function emptySentence(model: Model, table: TableName): string {
  if (model.search?.matches && model.tables[table].rows.length > 0) return `No row holds "${model.search.text}".`;
  const said = model.tables[table].sentence;
  if (said) return said;
  const onDisk = model.status?.files.find(({name}) => name === table)?.records ?? 0;
  if (model.tables[table].version === undefined || onDisk > 0) return 'Reading it.';
  switch (table) {
    case 'unfiltered':
      return 'No symbol is priced and enriched yet. Press b to build the universe.';
    case 'partial':
      return 'No symbol passes the filters yet. This file is live during a build.';
    case 'final':
      return 'Nothing is sealed yet. Screeners read this file only, and it changes only when a whole build is sealed.';
    case 'blocklist':
      return 'Nothing is blocked. A close below the price floor, or a person, blocks a symbol.';
  }
}

function tabsLine(model: Model, theme: Theme): string {
  const segments = tables.flatMap((table): readonly Segment[] => [
    [table === model.focus ? 'pane-title-focused' : 'pane-title', tabWords(model, table)],
    ['text-plain', ' '],
  ]);
  return drawLine(theme, {left: segments, width: model.size.columns, fill: 'text-plain'});
}

/** As wide as it is drawn, for whoever has to know which one is pointed at. */
export function tabWords(model: Model, table: TableName): string {
  return ` ${tables.indexOf(table) + 1} ${table} ${tabCount(model, table)} `;
}

function tabCount(model: Model, table: TableName): string {
  const {version, rows} = model.tables[table];
  const matches = model.search?.matches?.[table];
  return version === undefined ? '...' : count(matches ? matches.length : rows.length);
}
