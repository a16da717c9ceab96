import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {onStage, press} from '../helpers/on-stage.ts';

for (const isReadAloud of [false, true]) {
  const how = isReadAloud ? 'read aloud' : 'on the screen';
  for (const [keys, name] of [
    ['b', 'build'],
    ['u', 'recover'],
  ] as const) {
    test(`a y that comes with the ${keys} before the question is ${how} confirms nothing, and the next one does`, async (t) => {
      const scene = sealedScene();
      const staged = await onStage(t, scene, {isReadAloud, status: scene.status});

      assert.match(await press(staged, `${keys}y`), /That y came before the question was on the screen/);
      assert.deepEqual(staged.control.performed, []);
      await press(staged, 'y');
      assert.deepEqual(
        staged.control.performed.map(({command}) => command),
        [{name}],
      );
    });
  }
}
