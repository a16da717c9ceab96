import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import type {TableRow} from '../../source/control/query.ts';
import {columnsOf} from '../../source/tui/columns.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import {type Model, rowsShown} from '../../source/tui/model.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {orderOf} from '../../source/tui/sort-rows.ts';
import {columnsPlaced} from '../../source/tui/table-columns.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {blocklist, listings, sealedScene} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const calm = modelOf(sealedScene(300));
const [first = assert.fail()] = listings(1);

function shown(model: Model): readonly TableRow[] {
  const {count, at} = rowsShown(model, model.focus);
  return Array.from({length: count}, (_, i) => at(i) ?? assert.fail());
}

function symbols(model: Model): readonly string[] {
  return shown(model).map(({symbol}) => symbol);
}

function titles(model: Model, width = 300): readonly string[] {
  return columnsPlaced(model, model.focus, width).map(({title}) => title);
}

function paneTitle(model: Model): string {
  const lines = drawScreen(model, makeTheme(false)).map(stripVTControlCharacters);
  return lines.find((line) => line.includes('3 FINAL')) ?? assert.fail(lines.join('\n'));
}

function sorted(rows: readonly TableRow[], title: string, descending: boolean): readonly string[] {
  const column = columnsOf('origin' in (rows[0] ?? {}) ? 'blocklist' : 'final').find((one) => one.title === title);
  const order = orderOf(rows, column ?? assert.fail(), descending);
  return Array.from(order.rows, (i) => rows[i]?.symbol ?? '');
}

test('numbers sort as numbers, equal rows by symbol, and the unknown is last in both directions', () => {
  const {marketCap: _cap, ...bare} = first;
  const rows = [
    {...first, symbol: 'A', marketCap: 9e8},
    {...bare, symbol: 'B'},
    {...first, symbol: 'C', marketCap: 1.2e9},
    {...first, symbol: 'D', marketCap: 9e8},
  ];

  assert.deepEqual(sorted(rows, 'cap', false), ['A', 'D', 'C', 'B']);
  assert.deepEqual(sorted(rows, 'cap', true), ['C', 'A', 'D', 'B']);
});

test('words sort without case, and a block without a price after those that have one', () => {
  const named = ['beta', 'Alpha', 'Gamma'].map((name, i) => ({...first, symbol: `S${i}`, name}));
  const blocked = blocklist(10);

  assert.deepEqual(sorted(named, 'name', false), ['S1', 'S0', 'S2']);
  assert.equal(sorted(blocked, 'close', true).at(-1), blocked.find(({origin}) => origin === 'manual')?.symbol);
});

test('s sorts by the column at the cursor: up, down, off; another column begins again; S turns round', () => {
  const sortOf = (keys: string): unknown => pressed(calm, keys).model.arranged.final.sort;

  assert.deepEqual(sortOf('lls'), {column: 'cap', descending: false});
  assert.deepEqual(sortOf('llss'), {column: 'cap', descending: true});
  assert.equal(sortOf('llsss'), undefined);
  assert.deepEqual(sortOf('llsshs'), {column: 'close', descending: false});
  assert.deepEqual(sortOf('S'), {column: 'symbol', descending: true});
  assert.deepEqual(sortOf('llsSS'), {column: 'cap', descending: false});
  assert.equal(pressed(calm, 'lls').model.arranged.partial.sort, undefined);
});

test('the cursor keeps its symbol and its line through sorting, searching and new rows', () => {
  const chosen = pressed(calm, 'jjjjjjj').model;
  const {symbol} = chosen.windows.final;
  const at = ({windows, tables}: Model): string | undefined =>
    symbols({...chosen, windows, tables})[windows.final.cursor];

  const up = pressed(chosen, 'lls').model;
  const found = pressed(up, '/corp\r').model;
  const back = pressed(found, '\x1b').model;
  const fewer = chosen.tables.final.rows.filter((row, i) => i % 3 !== 0 || row.symbol === symbol);
  const after = reduceReport(up, {type: 'loaded', table: 'final', answer: {version: '2', rows: fewer}});

  assert.deepEqual([at(up), at(back), at(after)], [symbol, symbol, symbol]);
  assert.deepEqual(symbols(pressed(up, 'lllhhh').model), symbols(up));
});

test('a search filters the sorted order and sorts nothing', () => {
  const up = pressed(calm, 'lls').model;
  const found = pressed(up, '/corp\r').model;
  const hits = new Set(symbols(found));

  assert.ok(hits.size > 0 && hits.size < symbols(up).length);
  assert.deepEqual(
    symbols(found),
    symbols(up).filter((symbol) => hits.has(symbol)),
  );
  assert.equal(found.tables.final.order, up.tables.final.order);
});

test('new rows are sorted as the old ones were', () => {
  const up = pressed(calm, 'lls').model;
  const rows = listings(50);

  const after = reduceReport(up, {type: 'loaded', table: 'final', answer: {version: '2', rows}});

  const caps = shown(after).flatMap((row) => ('origin' in row ? [] : (row.marketCap ?? Number.POSITIVE_INFINITY)));
  assert.deepEqual(
    caps,
    caps.toSorted((a, b) => a - b),
  );
});

test('h and l go along the columns and stop at the ends; arrows do too', () => {
  const at = (keys: string): string => pressed(calm, keys).model.columnAt.final;

  assert.deepEqual(['h', 'l', 'lll', 'lllh', '\x1b[C\x1b[C\x1b[D'].map(at), [
    'symbol',
    'close',
    'exch',
    'cap',
    'close',
  ]);
  assert.equal(at('l'.repeat(50)), 'price by');
});

test('the column at the cursor is on the screen however narrow its pane', () => {
  const at = pressed(calm, 'l'.repeat(7)).model;

  assert.equal(at.columnAt.final, 'industry');
  assert.deepEqual(titles(at, 24), ['symbol', 'industry']);
  assert.deepEqual(titles(pressed(at, 's').model, 50), ['symbol', 'close', 'cap', 'exch', 'industry']);
});

test('- hides a column and never the symbol, = brings all back and then their own widths', () => {
  const without = pressed(calm, 'l-').model;
  const said = pressed(calm, '-');
  const narrow = pressed(without, '<<').model;

  assert.deepEqual(titles(without).slice(0, 3), ['symbol', 'cap', 'exch']);
  assert.equal(without.columnAt.final, 'cap');
  assert.match(JSON.stringify(said.done), /The symbol stays/);
  assert.equal(said.model, calm);
  assert.deepEqual(pressed(narrow, '=').model.arranged.final, {hidden: [], widths: narrow.arranged.final.widths});
  assert.deepEqual(pressed(narrow, '==').model.arranged.final, {hidden: [], widths: {}});
});

test('< and > change the width that is on the screen, within bounds', () => {
  const cells = (keys: string, title: string): number | undefined =>
    columnsPlaced(pressed(calm, keys).model, 'final', 59).find((column) => column.title === title)?.cells;
  const before = cells('', 'name') ?? 0;

  assert.equal(cells('llll>>', 'name'), before + 4);
  assert.equal(cells(`llll${'<'.repeat(40)}`, 'name'), 3);
  assert.equal(cells('<<<', 'symbol'), 7);
  assert.ok((cells(`llll${'>'.repeat(90)}`, 'name') ?? 0) <= 60);
});

test('where the tables are not on the screen their keys do nothing', () => {
  const elsewhere: Model = {...calm, overlay: {kind: 'help', top: 0}};

  assert.deepEqual(pressed(elsewhere, 'ls-c V').model, elsewhere);
});

test('where the column that rows are sorted by is hidden, the title of the pane says by what', () => {
  const hidden = pressed(calm, 'llsS-').model;

  assert.match(paneTitle(pressed(calm, 'llsS').model), /FINAL {2}222 {5,}/);
  assert.match(paneTitle(hidden), /FINAL {2}222 {2}sorted by capv /);
  assert.doesNotMatch(paneTitle(pressed(hidden, '=').model), /by cap/);
});

test('with many marks the title of a pane still says how its file is, and what it sums to', () => {
  const many = new Set(Array.from({length: 2000}, (_, i) => `S${i}`));
  const marks = {...calm.marks, unfiltered: {symbols: many, held: 2000}};

  for (const [columns, shows] of [
    [200, /1 UNFILTERED {2}300 {2}\*2,000 +whole 10f3a1c2 1m /],
    [400, /1 UNFILTERED {2}300 {2}2,000 marked +whole 10f3a1c2 1m /],
  ] as const)
    assert.match(paneTitle({...calm, marks, size: {columns, rows: 50}}), shows);
});
