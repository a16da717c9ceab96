import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {type Motion, move, settle, startOfList, thumbOf} from '../../source/tui/pane-window.ts';

const list = {count: 100, height: 10};

test('the window follows the cursor only when it would leave the screen', () => {
  const ninth = Array.from({length: 9}).reduce((w: typeof startOfList) => move(w, 'down', list), startOfList);
  assert.deepEqual(ninth, {cursor: 9, top: 0});
  assert.deepEqual(move(ninth, 'down', list), {cursor: 10, top: 1});
});

test('pages keep one row in view, and the ends are the ends', () => {
  assert.deepEqual(move(startOfList, 'page-down', list), {cursor: 9, top: 0});
  assert.deepEqual(move(startOfList, 'last', list), {cursor: 99, top: 90});
  assert.deepEqual(move({cursor: 99, top: 90}, 'first', list), startOfList);
  assert.deepEqual(move(startOfList, 'up', list), startOfList);
});

test('wherever one goes, the cursor is in the list and on the screen', () => {
  const motions: readonly Motion[] = ['down', 'up', 'page-down', 'page-up', 'half-down', 'half-up', 'first', 'last'];
  const sizes = fc.record({count: fc.integer({min: 0, max: 300}), height: fc.integer({min: 1, max: 60})});
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...motions)), sizes, sizes, (path, before, after) => {
      const there = path.reduce((window, motion) => move(window, motion, before), startOfList);
      const {cursor, top} = settle(there, after);
      assert.ok(cursor >= 0 && cursor <= Math.max(0, after.count - 1));
      assert.ok(top >= 0 && top <= cursor && cursor < top + after.height);
    }),
  );
});

test('the thumb touches the ends of its track exactly when the list is at its ends', () => {
  assert.deepEqual(thumbOf(0, list), {from: 0, to: 1});
  assert.deepEqual(thumbOf(90, list), {from: 9, to: 10});
  assert.deepEqual(thumbOf(0, {count: 5, height: 10}), {from: 0, to: 0});
});
