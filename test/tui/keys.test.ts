import assert from 'node:assert/strict';
import {test} from 'node:test';
import {helpLines} from '../../source/tui/help-lines.ts';
import {actOf, bindings, footerOf} from '../../source/tui/keys.ts';

test('no key means two things', () => {
  const keys = bindings.flatMap((binding) => binding.keys);
  assert.deepEqual(keys, [...new Set(keys)]);
});

test('every binding stands in the help', () => {
  for (const {shown, help} of bindings)
    assert.ok(helpLines.some((line) => line.includes(shown) && line.includes(help)));
});

test('the footer keeps what matters most as the screen gets narrower', () => {
  const acts = (width: number): readonly string[] => footerOf(width, {isRunning: true}).map(({act}) => act);
  assert.deepEqual(acts(200), [
    'build',
    'refilter',
    'recover',
    'stop',
    'block',
    'detail',
    'search',
    'focus-next',
    'zoom',
    'sort',
    'compare',
    'view-build',
    'view-plots',
    'help',
    'palette',
    'quit',
  ]);
  assert.deepEqual(acts(79), ['build', 'refilter', 'stop', 'search', 'focus-next', 'help', 'quit']);
  assert.deepEqual(acts(40), ['build', 'search', 'help', 'quit']);
  assert.equal(actOf('ctrl-c'), 'quit');
});

test('the help says what stands beside the name of a table', () => {
  for (const state of ['whole', 'live', 'changed', 'unreadable'])
    assert.ok(
      helpLines.some((line) => new RegExp(`^  .*\\b${state}\\b`).test(line)),
      state,
    );
});

test('no line of the help is cut on the smallest screen', () => {
  for (const line of helpLines) assert.ok(line.length <= 70, line);
});
