import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {helpLines} from '../../source/tui/help-lines.ts';
import {actOf, bindings, footerOf} from '../../source/tui/keys.ts';
import {keysOf, ownActOf, ownKeys, type Place} from '../../source/tui/own-keys.ts';
import {viewActs} from '../../source/tui/view-acts.ts';
import {views} from '../../source/tui/views/registry.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {wholeFrame} from '../helpers/frame.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

// What an object has for keys is known to be of its type where it is a literal.
const places = Object.keys(ownKeys) as readonly Place[];

test('no key means two things', () => {
  const keys = bindings.flatMap((binding) => binding.keys);
  assert.deepEqual(keys, [...new Set(keys)]);
});

test('every binding stands in the help', () => {
  for (const {shown, help} of bindings)
    assert.ok(helpLines('tables').some((line) => line.includes(shown) && line.includes(help)));
});

test('no key means two things in one place', () => {
  for (const place of places) {
    const keys = keysOf(place).flatMap((own) => own.keys);
    assert.deepEqual(keys, [...new Set(keys)], place);
  }
});

test('the help begins with the keys of the place, and lists no key of elsewhere under what it does not do there', () => {
  for (const place of places.filter((one) => one !== 'form' && one !== 'tables')) {
    const lines = helpLines(place);
    const own = keysOf(place);
    assert.deepEqual(
      lines.slice(1, 1 + own.length),
      own.map(({shown, help}) => `  ${shown.padEnd(6)} ${help}`),
    );
    const rest = lines.slice(1 + own.length);
    for (const {keys, help} of bindings)
      if (keys.some((key) => ownActOf(place, key) !== undefined))
        assert.ok(!rest.some((line) => line.endsWith(help)), help);
  }
});

test('? in the credentials tells what a and d do there, and none of what they do in the tables', () => {
  const open = {...modelOf(sealedScene(10)), view: 'credentials' as const, size: {columns: 80, rows: 50}};
  const text = stripVTControlCharacters(wholeFrame(pressed(open, '?').model));

  assert.match(text, /Keys: Credentials/);
  assert.match(text, / a +Set credentials of the provider/);
  assert.match(text, / d +REMOVE the value/);
  assert.doesNotMatch(text, /Block symbols|Unblock symbols|Build the universe|Judge the last sealed rows/);
});

test('every key in the footer of a view is one of its own or of everywhere', () => {
  for (const view of Object.values(viewActs)) {
    const model = {...modelOf(sealedScene(10)), view};
    for (const [shown] of views[view].footer?.(model) ?? []) {
      for (const key of shown.split(' ')) {
        const known = [...keysOf(view), ...bindings].some((one) => one.shown === key);
        assert.ok(known, `${key} in ${view}`);
      }
    }
  }
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
      helpLines('tables').some((line) => new RegExp(`^  .*\\b${state}\\b`).test(line)),
      state,
    );
});

test('no line of the help is cut on the smallest screen', () => {
  for (const place of places) for (const line of helpLines(place)) assert.ok(line.length <= 70, line);
});
