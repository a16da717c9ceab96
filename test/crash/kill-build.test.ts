import assert from 'node:assert/strict';
import test from 'node:test';
import {fileURLToPath} from 'node:url';
import {bundle} from '../helpers/bundle.ts';
import {campaign} from './campaign.ts';
import {prepareGround} from './ground.ts';
import {chainsOver} from './moments.ts';

// The script beside this does the same at 200 moments and more, on any night: node test/crash/kill-build.ts
test('a build killed at 20 moments and resumed comes to the same files and asks for nothing it has', async (t) => {
  const folders = ['night-1', 'night-2'].map((name) =>
    fileURLToPath(new URL(`../fixtures/tiny-market/${name}`, import.meta.url)),
  );
  const {file, remove} = await bundle(new URL('./build-child.ts', import.meta.url));
  t.after(remove);
  const ground = await prepareGround(file, folders);
  t.after(ground.remove);

  const tally = await campaign(ground, {chains: chainsOver(ground.clean, 20260303), kills: 20});

  assert.deepEqual(tally.wrong, []);
  assert.ok(tally.moments.size >= 20 && tally.longestChain > 1 && tally.states > 20);
  assert.ok(tally.repeated <= tally.allowed && tally.allowed <= tally.kills);
});
