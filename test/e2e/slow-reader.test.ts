import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {launcher, run, tempRoot} from '../helpers/program.ts';

test('a reader that takes its time gets the whole universe', async (context) => {
  const root = await tempRoot(context);
  const place = ['--sample', '--root', root];
  assert.equal((await run(['build', ...place, '--speed', 'max', '--quiet'])).code, 0);
  const {records} = JSON.parse((await run(['status', ...place, '--json'])).stdout).sealed;

  const child = spawn(process.execPath, [launcher, 'export', 'final', ...place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await sleep(1500);
  let lines = 0;
  for await (const chunk of child.stdout.setEncoding('utf8')) lines += String(chunk).split('\n').length - 1;

  assert.equal(lines, records + 1);
});
