import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {idle} from '../../source/engine/progress.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import type {Model} from '../../source/tui/model.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {emptyScene, sealedScene, wideCriteria} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const empty: Model = {...modelOf(emptyScene()), size: {columns: 200, rows: 50}};
const sealed = modelOf(sealedScene(100));
const textOf = (model: Model): string => drawScreen(model, makeTheme(false)).map(stripVTControlCharacters).join('\n');
const running = (model: Model): Model => ({...model, progress: {...idle, state: 'running'}});

test('while a build runs, an empty pane says that it has not got there, not which key builds', () => {
  assert.match(textOf(pressed(empty, '1').model), /No symbol is priced and enriched yet/);
  for (const pane of ['1', '3']) {
    const text = textOf(running(pressed(empty, pane).model));
    assert.doesNotMatch(text, /Press b to build|No symbol is priced|Nothing is sealed yet/);
    assert.match(text, /The build has not got here yet/);
  }
});

test('a toast goes when the view changes, and stays when it does not', () => {
  const toast = {tone: 'info', text: 'All plots are on the screen.', until: 9e15} as const;
  const plots = reduceGesture(pressed(sealed, 'P').model, {type: 'toasted', toast});

  assert.match(textOf(plots), /All plots are on the screen/);
  assert.match(textOf(pressed(plots, 'P').model), /All plots are on the screen/);
  for (const key of ['B', 'H', '\x1b', ':view build\r'])
    assert.doesNotMatch(textOf(pressed(plots, key).model), /All plots are on/);
});

test('plots that wait for the criteria say so, and only an answer makes them unknown', () => {
  const plots = pressed(sealed, 'P').model;
  const answered = (criteria: object): Model => ({
    ...plots,
    views: {...plots.views, plots: {...plots.views.plots, isRead: true, ...criteria}},
  });

  assert.match(textOf(plots), /Reading the criteria \.\.\./);
  assert.doesNotMatch(textOf(plots), /No criteria are known|Criteria: sealed/);
  assert.match(textOf(answered({})), /No criteria are known yet/);
  assert.match(textOf(answered({criteria: wideCriteria})), /Criteria: of the settings/);
});

test('a terminal that is too small says that the build goes on only where one runs', () => {
  const small = {...sealed, size: {columns: 40, rows: 10}};

  assert.match(textOf(running(small)), /The build goes on/);
  assert.match(textOf(small), /too small/);
  assert.doesNotMatch(textOf(small), /The build goes on/);
});

test('the footer has the key that stops only while there is something to stop', () => {
  assert.match(textOf(running(sealed)), / x stop /);
  assert.doesNotMatch(textOf(sealed), / x stop /);
});

test('a halt says when as the screen writes times, and which key lifts it', () => {
  const halted = {actor: 'ada', cause: 'bad closes', at: '2026-03-02T22:01:00.123Z'};
  const text = textOf({...sealed, ...(sealed.status ? {status: {...sealed.status, halted}} : {})});

  assert.match(text, /Halted by ada at 2026-03-02 22:01:00 UTC: bad closes/);
  assert.match(text, /To go on: X here, or universe resume --reason TEXT/);
});
