import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {onStage, press} from '../helpers/on-stage.ts';

const backTab = '\x1b[Z';
const all = '\x15';

test('a symbol that no table has is told in the form before it is blocked, and is no obstacle', async (t) => {
  const staged = await onStage(t, sealedScene(), {columns: 80, rows: 24});
  const [known] = staged.scene.rows.final.map(({symbol}) => symbol);

  assert.doesNotMatch(await press(staged, 'a'), /none of the four tables/);
  assert.match(await press(staged, backTab, all, `qqzz ${known}`), /qqzz is in none of the four tables: mistyped\?/);
  await press(staged, '\t', 'a probe', '\x13');
  assert.deepEqual(staged.control.performed.at(-1)?.command, {
    name: 'blocklist.add',
    symbols: ['qqzz', known],
    justification: 'a probe',
  });
});

test('while a symbol is typed it is not doubted as long as one begins so', async (t) => {
  const staged = await onStage(t, sealedScene());
  const [known = ''] = staged.scene.rows.final.map(({symbol}) => symbol);

  assert.doesNotMatch(await press(staged, 'a', backTab, all, known.slice(0, 1)), /none of the four tables/);
  assert.match(await press(staged, 'qqq'), /qqq is in none of the four tables/);
  assert.doesNotMatch(await press(staged, all, known.toLowerCase(), '\t'), /none of the four tables/);
});
