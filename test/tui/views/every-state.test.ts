import assert from 'node:assert/strict';
import {test} from 'node:test';
import {widthOf} from '../../../source/tui/cell-text.ts';
import {drawScreen} from '../../../source/tui/draw-screen.ts';
import {makeTheme} from '../../../source/tui/theme.ts';
import {modelIn, states} from '../../helpers/dashboard-states.ts';

const sizes = [
  [80, 24],
  [80, 50],
  [99, 30],
  [120, 40],
  [200, 50],
] as const;
const theme = makeTheme(true);

for (const view of ['build', 'plots'] as const) {
  for (const state of Object.keys(states)) {
    test(`${view}, ${state}: every line is as wide as the screen, and nothing foreign reaches the terminal`, () => {
      for (const [columns, rows] of sizes) {
        const lines = drawScreen(modelIn(state, {columns, rows, view}), theme);

        assert.equal(lines.length, rows);
        for (const [i, line] of lines.entries()) {
          const plain = line.replace(/\x1b\[[0-9;]*m/g, '');
          assert.equal(widthOf(plain), columns, `${columns}x${rows}, line ${i}: ${plain}`);
          assert.doesNotMatch(plain, /[\x00-\x1f\x7f-\x9f\u200e\u200f\u202e]/);
        }
      }
    });
  }
}
