import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {render} from 'ink-testing-library';
import {createElement} from 'react';
import {helpLines} from '../../source/tui/help-lines.ts';
import {Keyboard} from '../../source/tui/keyboard.ts';
import {firstModel} from '../../source/tui/model.ts';
import {Screen} from '../../source/tui/screen.ts';
import {createStore} from '../../source/tui/store.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {wholeFrame} from '../helpers/frame.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the help lies in a frame over the panes, says that b asks first, and goes again', async () => {
  const clock = manualClock();
  const first = firstModel({root: '/u', sample: false}, {size: {columns: 100, rows: 50}, now: 0});
  const store = createStore(first, clock);
  const keyboard = new Keyboard({stdin: new PassThrough(), stdout: new PassThrough(), clock, onKey: () => {}});
  let shown = '';
  const paint = (lines: readonly string[]): void => {
    shown = lines.join('\n');
  };
  const painter = {paint, forget: () => {}};
  const screen = render(createElement(Screen, {store, painter, keyboard, onShown: () => {}, onSuspendable: () => {}}));

  // A screen listens one turn after its first frame.
  await turn();
  store.apply({type: 'opened', overlay: {kind: 'help', top: 0}});
  await turn();
  const open = stripVTControlCharacters(shown);
  assert.match(open, /\| +b +Build the universe or resume a build; asks first +\|/);
  assert.match(open, /\| +u +Recover the blocklist/);
  assert.equal(open.match(/\+-+\+/g)?.length, 2);
  for (const line of open.split('\n')) assert.ok(line.length <= 100);

  store.apply({type: 'closed'});
  await turn();
  assert.doesNotMatch(shown, /\+-+\+/);
  screen.unmount();
});

test('a help that does not fit says which of its lines are there', () => {
  const model = modelOf(sealedScene(10));
  const {model: open} = pressed({...model, size: {columns: 80, rows: 24}}, '?');
  const first = wholeFrame(open);
  const last = wholeFrame(pressed(open, '\x1b[6~'.repeat(9)).model);

  assert.match(first, new RegExp(`j and k scroll: 1-\\d+ of ${helpLines.length}\\)`));
  assert.match(last, new RegExp(`-${helpLines.length} of ${helpLines.length}\\)`));
});
