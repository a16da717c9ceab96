import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {makeTheme} from '../../../source/tui/theme.ts';
import {drawBreakdown} from '../../../source/tui/views/draw-breakdown.ts';

const all = new Map([
  ['Finance', 1600],
  ['Energy', 100],
  ['Utilities', 100],
  ['Trusts', 1],
]);
const passing = new Map([
  ['Finance', 800],
  ['Energy', 70],
  ['Utilities', 30],
]);

test('a bar of one cell shows what most of its group came to', () => {
  const area = {width: 56, height: 5, shown: 'both'} as const;

  const [, ...lines] = drawBreakdown({title: 'SECTOR', all, passing}, makeTheme(false), area);

  const bars = lines.map((line) => stripVTControlCharacters(line).replace(/^.*%/, '').trim());
  assert.deepEqual(bars, [`${'#'.repeat(7)}${':'.repeat(6)}`, '#', ':', '.']);
});
