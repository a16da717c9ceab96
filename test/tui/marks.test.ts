import assert from 'node:assert/strict';
import {test} from 'node:test';
import {markedOrChosen} from '../../source/tui/marks.ts';
import {type Model, rowsShown} from '../../source/tui/model.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const scene = sealedScene(100);
const calm = modelOf(scene);
const names = scene.rows.final.map(({symbol}) => symbol);

function marked(model: Model, keys: string): readonly string[] {
  return markedOrChosen(pressed(model, keys).model);
}

test('without a mark it is about the row under the cursor', () => {
  assert.deepEqual(marked(calm, ''), [names[0]]);
  assert.deepEqual(marked(calm, 'jj'), [names[2]]);
  assert.deepEqual(marked(calm, '/zzzz\r'), []);
});

test('space marks and goes down, and takes a mark away', () => {
  assert.deepEqual(marked(calm, ' j '), [names[0], names[2]]);
  assert.equal(pressed(calm, '  ').model.windows.final.cursor, 2);
  assert.deepEqual(marked(calm, '  k '), [names[0]]);
});

test('V marks from the last mark to the cursor, up or down, in the order that is shown', () => {
  assert.deepEqual(marked(calm, 'j jjV'), names.slice(1, 5));
  assert.deepEqual(marked(calm, 'jjjj kkkkV'), names.slice(1, 5));
  assert.deepEqual(marked(calm, 'jjV'), [names[2]]);
  const byCap = pressed(calm, 'llsg jjV').model;
  const {at} = rowsShown(byCap, 'final');
  assert.deepEqual(new Set([0, 1, 2, 3].map((i) => at(i)?.symbol)), byCap.marks.final.symbols);
});

test('marks are of one table, and outlive a search and rows that go and come', () => {
  const two = pressed(calm, '  ').model;
  const table = 'final';
  const gone = reduceReport(two, {type: 'loaded', table, answer: {version: '2', rows: scene.rows.final.slice(1)}});
  const back = reduceReport(gone, {type: 'loaded', table, answer: {version: '3', rows: scene.rows.final}});

  assert.deepEqual(marked(two, '/zzzz\r'), names.slice(0, 2));
  assert.deepEqual(markedOrChosen(gone), [names[1]]);
  assert.equal(gone.marks.final.held, 1);
  assert.deepEqual(markedOrChosen(back), names.slice(0, 2));
  assert.equal(marked(two, '1').length, 1);
});

test('Escape clears the marks first, then the search', () => {
  const both = pressed(calm, '/corp\r  ').model;
  const once = pressed(both, '\x1b').model;
  const twice = pressed(once, '\x1b').model;

  assert.deepEqual([both.marks.final.held, once.marks.final.held], [2, 0]);
  assert.deepEqual([once.search?.text, twice.search], ['corp', undefined]);
});
