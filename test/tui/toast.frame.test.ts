import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {onStage, press} from '../helpers/on-stage.ts';

test('what a command came to stays on the screen while its person looks elsewhere, and goes by itself', async (t) => {
  const staged = await onStage(t, sealedScene());

  assert.match(await press(staged, 'by', 'P', 'B'), /build: Did build\./);
  await staged.clock.advance(6000);
  await staged.terminal.settle();
  assert.doesNotMatch(staged.terminal.text(), /Did build/);
});

test('why a key did nothing is said in its own view alone', async (t) => {
  const staged = await onStage(t, sealedScene());

  assert.match(await press(staged, 'x'), /Nothing is running/);
  assert.doesNotMatch(await press(staged, 'P'), /Nothing is running/);
});

test('beside a search that is kept what was just said comes first, beside one that is typed it comes last', async (t) => {
  const staged = await onStage(t, sealedScene(), {columns: 80, rows: 24});

  assert.match(await press(staged, '/a!sector:tech price<5000 cap>1m\r', 'x'), /^ Nothing is running.* \/a!sector/m);
  assert.match(await press(staged, '/'), /^ \/a!sector:tech price<5000 cap>1m/m);
});
