import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withKeys} from '../../source/tui/with-keys.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {on, shows} from '../helpers/dashboard-stage.ts';

test('what a key does is named by the key first, an overridden gate by its own, and what none does by its command alone', () => {
  assert.deepEqual(
    [
      'Lift it with: universe resume --reason TEXT',
      'Build one first: universe build',
      'Set them with: universe credentials set acme; or leave it out.',
      'Allow it with: universe settings set allowPaidPrices true',
      'To seal all the same: universe build --override removed --reason TEXT',
      'To seal all the same: universe rollback 2026-02-27 --override removed --reason TEXT',
      'Check it with: universe verify --deep',
      'To go on: X here, or universe resume --reason TEXT',
    ].map((sentence) => withKeys(sentence)),
    [
      'Lift it with: X here, or universe resume --reason TEXT',
      'Build one first: b here, or universe build',
      'Set them with: C here, or universe credentials set acme; or leave it out.',
      'Allow it with: the key "," here, or universe settings set allowPaidPrices true',
      'To seal all the same: O here, or universe build --override removed --reason TEXT',
      'To seal all the same: O here, or universe rollback 2026-02-27 --override removed --reason TEXT',
      'Check it with: universe verify --deep',
      'To go on: X here, or universe resume --reason TEXT',
    ],
  );
});

test('among the credentials their own keys are named', () => {
  assert.deepEqual(
    [
      'Ask whether they are accepted with: universe credentials check acme',
      'After a key was exposed: universe keys rotate --drop-old',
      'Lift it with: universe resume --reason TEXT',
      'See what is in it with: universe credentials list',
    ].map((sentence) => withKeys(sentence, 'credentials')),
    [
      'Ask whether they are accepted with: c here, or universe credentials check acme',
      'After a key was exposed: universe keys rotate --drop-old',
      'Lift it with: X here, or universe resume --reason TEXT',
      'See what is in it with: universe credentials list',
    ],
  );
});

test('the result of a key tells which key goes on from there', async (t) => {
  const perform = () =>
    ({kind: 'done', sentence: 'Halted.', hint: 'Lift it with: universe resume --reason TEXT'}) as const;
  const staged = on(t, {...sealedScene(), perform}, {columns: 120, rows: 40});
  await shows(staged, /SEALED/);
  staged.terminal.type('X');
  await shows(staged, /HALT the engine/);
  staged.terminal.type('a list lied\r');

  await shows(staged, /Halt: Halted\. Lift it with: X here, or universe resume --reason TEXT/);
});
