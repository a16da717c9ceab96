import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {tmuxClipboard} from '../source/tmux-clipboard.ts';

/** A `tmux` that writes down how it was called. */
async function recordingTmux(
  t: TestContext,
  ends = 0,
): Promise<{env: Record<string, string>; heard: () => Promise<string>}> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-tmux-'));
  t.after(() => rm(folder, {recursive: true}));
  const record = join(folder, 'record');
  const script = `#!/bin/sh\n{ echo "words: $*"; cat; echo; env; } > '${record}'\nexit ${ends}\n`;
  await writeFile(join(folder, 'tmux'), script);
  await chmod(join(folder, 'tmux'), 0o755);
  return {
    env: {PATH: `${folder}:/usr/bin:/bin`, TMUX: '/tmp/none,1,0'},
    heard: () => readFile(record, 'utf8'),
  };
}

test('inside tmux the text goes by stdin, and of the environment only what finds the server', async (t) => {
  const {env, heard} = await recordingTmux(t);
  const secret = randomBytes(12).toString('hex');
  const clipboard = tmuxClipboard({...env, MASTER_ENCRYPTION_KEY: secret, HTTPS_PROXY: secret});

  assert.ok(clipboard !== undefined && clipboard !== 'off');
  await clipboard.put('BRK.B');

  const lines = (await heard()).split('\n');
  assert.deepEqual(lines.slice(0, 2), ['words: load-buffer -w -', 'BRK.B']);
  assert.ok(lines.includes('TMUX=/tmp/none,1,0'));
  assert.ok(!lines.join('\n').includes(secret));
});

test('a tmux that refuses, or is not there, is an error to go on from', async (t) => {
  const {env} = await recordingTmux(t, 1);
  for (const given of [env, {...env, PATH: '/nowhere'}]) {
    const clipboard = tmuxClipboard(given);
    assert.ok(clipboard !== undefined && clipboard !== 'off');
    await assert.rejects(clipboard.put('ABC'));
  }
});

test('outside tmux there is no such way', () => {
  assert.equal(tmuxClipboard({PATH: '/usr/bin'}), undefined);
});
