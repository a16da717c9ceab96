import type {TestContext} from 'node:test';
import {type Scene, type Stage, stage} from './dashboard-scene.ts';

/** The dashboard over a scene until the end of the test, once it has read what there is. */
export async function onStage(
  t: TestContext,
  scene: Scene,
  options: Partial<Parameters<typeof stage>[1]> = {},
): Promise<Stage> {
  const staged = stage(scene, {columns: 120, rows: 40, ...options});
  t.after(async () => {
    staged.leave();
    await staged.over;
  });
  return calm(staged);
}

/** Everything that was due has come. */
export async function calm(staged: Stage): Promise<Stage> {
  for (let i = 0; i < 5; i++) {
    await staged.clock.advance(250);
    await staged.terminal.settle();
  }
  return staged;
}

/** Keys, and what they come to; each burst after the one before has come to rest. */
export async function press(staged: Stage, ...bursts: readonly string[]): Promise<string> {
  for (const keys of bursts) {
    staged.terminal.type(keys);
    await calm(staged);
  }
  return staged.terminal.text();
}
