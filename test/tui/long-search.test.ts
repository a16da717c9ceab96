import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import type {Model} from '../../source/tui/model.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const calm = {...modelOf(sealedScene(40)), size: {columns: 80, rows: 24}};

function wholeFrame(model: Model): string {
  return drawScreen(model, makeTheme(false)).map(stripVTControlCharacters).join('\n');
}

test('of a search that is longer than the screen its end and its hits are seen', () => {
  const {model} = pressed(calm, `/${'bancorp '.repeat(11)}tail`);

  assert.match(wholeFrame(model), /\/\.\.\..*bancorp tail +hits 1:/);
});

test('a search that is pasted and does not fit is refused with a word, not cut', () => {
  const {model, done} = pressed(calm, `/abc\x1b[200~${'because '.repeat(40)}\x1b[201~`);

  assert.equal(model.search?.text, 'abc');
  assert.deepEqual(done, [
    {type: 'say', tone: 'warn', text: 'No more than 200 characters fit here; nothing was added.'},
  ]);
});

test('an engine that does not answer is said whole on a small screen', () => {
  const lost = {...calm, now: 60_000, connection: {state: 'lost', since: 0, because: 'No socket.'}} as const;

  assert.match(wholeFrame(lost), /NO ENGINE +No answer since 00:00:00; what you see is older\./);
});
