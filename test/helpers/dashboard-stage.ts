import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import {type Scene, type Stage, stage} from './dashboard-scene.ts';

/** A dashboard that ends with its test. */
export function on(t: TestContext, scene: Scene, options: Partial<Parameters<typeof stage>[1]> = {}): Stage {
  const staged = stage(scene, {columns: 120, rows: 40, ...options});
  t.after(async () => {
    staged.leave();
    await staged.over;
  });
  return staged;
}

/** Runs the clock until the screen shows it. */
export async function shows({terminal, clock}: Stage, pattern: RegExp): Promise<string> {
  for (let i = 0; i < 40; i++) {
    await clock.advance(250);
    await terminal.settle();
    if (pattern.test(terminal.text())) return terminal.text();
  }
  assert.fail(`The screen never showed ${pattern}:\n${terminal.text()}`);
}
