import assert from 'node:assert/strict';
import {test} from 'node:test';
import {widthOf} from '../../source/tui/cell-text.ts';
import {columnsOf, placeColumns} from '../../source/tui/columns.ts';
import {formatRow, formatTitles} from '../../source/tui/format-row.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {blocklist, listings} from '../helpers/dashboard-scene.ts';

const [first = assert.fail()] = listings(1);
const [byHand = assert.fail()] = blocklist(9).slice(8);
const plain = {color: false, paint: (_style: string, text: string) => text};

function titles(width: number): readonly string[] {
  return placeColumns(columnsOf('final'), width).map(({title}) => title);
}

test('columns appear as the width allows, in their own order', () => {
  assert.deepEqual(titles(23), ['symbol', 'close', 'cap']);
  assert.deepEqual(titles(48), ['symbol', 'close', 'cap', 'exch', 'name']);
  assert.equal(titles(200).length, columnsOf('final').length);
});

test('a row is exactly as wide as its pane, whatever is in it', () => {
  const hostile = {...first, symbol: 'EVIL', name: '\x1b[2J日本\u202e株式会社 and a very long name indeed'};
  for (let width = 24; width <= 210; width++) {
    for (const row of [hostile, ...listings(3)]) {
      assert.equal(widthOf(formatRow(row, placeColumns(columnsOf('final'), width - 1), {width, theme: plain})), width);
    }
    const columns = placeColumns(columnsOf('blocklist'), width - 1);
    assert.equal(widthOf(formatRow(byHand, columns, {width, theme: plain})), width);
    assert.equal(widthOf(formatTitles(columns, {width, theme: plain})), width);
  }
});

test('an unknown fact is a dash, never a zero', () => {
  const {marketCap: _cap, ...unknown} = first;
  assert.equal(
    formatRow(unknown, placeColumns(columnsOf('final'), 23), {width: 24, theme: plain}),
    ' AAA         1.07      -',
  );
});

test('every style closes what it opens, and without colour there is none', () => {
  const draw = (color: boolean): string =>
    formatRow(first, placeColumns(columnsOf('final'), 23), {width: 24, theme: makeTheme(color), highlight: 'selected'});
  assert.match(draw(true), /^\x1b\[38;5;231;48;5;25m[ -~]{24}\x1b\[0m$/);
  assert.match(draw(false), /^\x1b\[7m[ -~]{24}\x1b\[0m$/);
});

test('a block by a person is of no session', () => {
  const session = columnsOf('blocklist').find(({title}) => title === 'session');

  assert.equal(session?.text(byHand), '-');
});
