import assert from 'node:assert/strict';
import {readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {setTimeout} from 'node:timers/promises';
import {run, start, tempRoot} from '../helpers/program.ts';

const slow = ['--sample', '--speed', '3'];
const morning = ['--now', '2026-03-03T12:00:00Z'];
/** The night of that morning is sealed already, so that the daemon only waits. */
const idle = async (root: string): Promise<string[]> => {
  const place = ['--root', root, '--sample', '--speed', 'max'];
  assert.equal((await run(['build', '--quiet', ...place, ...morning])).code, 0);
  return [...place, ...morning];
};

for (const how of ['removed', 'replaced']) {
  test(`a lock file that was ${how} is taken again while the daemon is idle, and nobody else gets in`, async (t) => {
    const root = await tempRoot(t);
    const place = await idle(root);
    const lock = join(root, 'sample', 'state', 'writer.lock');
    const daemon = start(['--daemon', ...place]);
    await daemon.said('"type":"daemon.ready"');

    await rename(lock, `${lock}.away`);
    if (how === 'replaced') await writeFile(lock, '');
    await daemon.said('"type":"lock.retaken"');
    await rm(join(root, 'sample', 'state', 'control.sock'));
    const second = await run(['--daemon', ...place]);

    assert.equal(second.code, 1);
    assert.match(second.stderr, new RegExp(`daemon \\(process ${daemon.child.pid}\\) already holds this root`));
    daemon.child.kill('SIGTERM');
    assert.equal((await daemon.ended).code, 0);
    assert.match(await readFile(join(root, 'sample/output/screeners/universe_ops.log'), 'utf8'), /"lock\.retaken"/);
  });
}

/** Nothing is being written: what the system has taken already nobody can take back, and the other would find it in its log and halt. */
async function isQuiet(path: string): Promise<void> {
  let size = -1;
  for (let still = 0; still < 4; ) {
    const now = (await stat(path)).size;
    still = now === size ? still + 1 : 0;
    size = now;
    await setTimeout(10);
  }
}

test('a build whose root was taken over stops with a sentence and writes nothing beside the other', async (t) => {
  const root = await tempRoot(t);
  const state = join(root, 'sample', 'state');
  const first = start(['build', '--root', root, ...slow]);
  await first.said('Pass collect finished');
  await isQuiet(join(root, 'sample', 'output', 'screeners', 'universe_ops.log'));
  first.child.kill('SIGSTOP');
  await rm(join(state, 'writer.lock'));
  await rm(join(state, 'control.sock'));

  const second = start(['build', '--root', root, ...slow]);
  await second.said(/^Resumed the build/);
  first.child.kill('SIGCONT');
  const [lost, won] = [await first.ended, await second.ended];
  const place = ['--root', root, '--sample'];

  assert.equal(lost.code, 1, lost.stderr);
  assert.match(lost.stderr, /Another process took over this root: .*writer\.lock was removed or replaced/);
  assert.equal(won.code, 0, won.stderr);
  const chain = await run(['audit', 'verify', ...place]);
  assert.equal(chain.code, 0, chain.stdout);
  const status = JSON.parse((await run(['status', '--json', ...place])).stdout);
  assert.deepEqual([status.halted, status.sealed.session.length], [undefined, 10]);
});

test('a daemon whose root was taken over while it stood still ends, and the other goes on', async (t) => {
  const root = await tempRoot(t);
  const place = await idle(root);
  const state = join(root, 'sample', 'state');
  const first = start(['--daemon', ...place]);
  await first.said('"type":"daemon.ready"');
  first.child.kill('SIGSTOP');
  await rm(join(state, 'writer.lock'));
  await rm(join(state, 'control.sock'));

  const second = start(['--daemon', ...place]);
  await second.said('"type":"daemon.ready"');
  first.child.kill('SIGCONT');
  const lost = await first.ended;
  const status = JSON.parse((await run(['status', '--json', '--root', root, '--sample'])).stdout);

  assert.equal(lost.code, 1);
  assert.match(lost.stderr, /"type":"lock\.lost"/);
  assert.match(lost.stderr, /Another process took over this root/);
  assert.deepEqual([status.writer.held, status.writer.pid], [true, second.child.pid]);
  second.child.kill('SIGTERM');
  assert.equal((await second.ended).code, 0);
});
