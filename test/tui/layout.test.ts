import assert from 'node:assert/strict';
import {test} from 'node:test';
import {layoutOf} from '../../source/tui/layout.ts';

function panes(columns: number, focus: 'partial' | 'final', isZoomed = false): readonly string[] {
  return layoutOf({columns, rows: 40}, {focus, isZoomed, notices: 0}).panes.map(({table}) => table);
}

test('four panes, two or one, by width; the zoomed one alone', () => {
  assert.deepEqual(panes(160, 'final'), ['unfiltered', 'partial', 'final', 'blocklist']);
  assert.deepEqual(panes(159, 'final'), ['final', 'blocklist']);
  assert.deepEqual(panes(100, 'partial'), ['unfiltered', 'partial']);
  assert.deepEqual(panes(99, 'final'), ['final']);
  assert.deepEqual(panes(200, 'final', true), ['final']);
});

test('panes and their tracks fill the width exactly', () => {
  for (let columns = 80; columns <= 220; columns++) {
    const {panes: placed} = layoutOf({columns, rows: 40}, {focus: 'final', isZoomed: false, notices: 0});
    assert.equal(
      placed.reduce((sum, {width}) => sum + width + 1, 0),
      columns,
    );
  }
});

test('however much there is to notice, tables keep rows', () => {
  const {bodyHeight, noticeHeight} = layoutOf({columns: 80, rows: 24}, {focus: 'final', isZoomed: false, notices: 50});
  assert.deepEqual({bodyHeight, noticeHeight}, {bodyHeight: 4, noticeHeight: 6});
});

test('below 80x24 the screen is too small', () => {
  const isTooSmall = (columns: number, rows: number): boolean =>
    layoutOf({columns, rows}, {focus: 'final', isZoomed: false, notices: 0}).isTooSmall;
  assert.deepEqual([isTooSmall(80, 24), isTooSmall(79, 24), isTooSmall(80, 23)], [false, true, true]);
});
