import assert from 'node:assert/strict';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {run, start, tempRoot} from '../helpers/program.ts';

const slow = ['--sample', '--speed', '3'];
/** A morning on which last night's build is missing; between a close and its build there is nothing to make up. */
const morning = ['--now', '2026-03-03T12:00:00Z'];

test('while one process builds, the others work through it', async (t) => {
  const place = ['--root', await tempRoot(t), ...slow];
  const build = start(['build', ...place]);
  await build.said('Pass collect finished');

  const status = JSON.parse((await run(['status', '--json', ...place])).stdout);
  const second = await run(['build', ...place]);
  const block = await run(['blocklist', 'add', 'AAPL', '--reason', 'beside a build', ...place]);
  const replay = await run(['status', '--now', '2026-03-02T22:00:00Z', ...place]);
  const stop = await run(['stop', ...place]);
  const ended = await build.ended;

  assert.deepEqual(
    [status.writer.kind, status.writer.pid, status.progress.state],
    ['command', build.child.pid, 'running'],
  );
  assert.equal(second.code, 1);
  assert.match(second.stderr, /is running/);
  assert.equal(block.code, 0, block.stderr);
  assert.equal(replay.code, 2);
  assert.match(replay.stderr, /--now is refused/);
  assert.equal(stop.code, 0);
  assert.equal(ended.code, 130);
  assert.match((await run(['blocklist', 'list', ...place])).stdout, /^AAPL .*beside a build/m);
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} ends a build in good order with ${code}, and the next one goes on`, async (t) => {
    const root = await tempRoot(t);
    const build = start(['build', '--root', root, ...slow]);
    await build.said('Pass collect finished');

    build.child.kill(signal);
    const ended = await build.ended;
    const next = await run(['build', '--root', root, '--sample', '--speed', 'max']);

    assert.equal(ended.code, code, ended.stderr);
    assert.match(ended.stderr, /Stopping at the next batch/);
    assert.equal(next.code, 0, next.stderr);
    assert.match(next.stderr, /^Resumed the build/);
  });
}

test('after SIGKILL the next process takes over, stale socket and all', async (t) => {
  const root = await tempRoot(t);
  const build = start(['build', '--root', root, ...slow]);
  await build.said('Pass collect finished');

  build.child.kill('SIGKILL');
  await build.ended;
  const status = await run(['status', '--json', '--root', root, '--sample']);
  const next = await run(['build', '--root', root, '--sample', '--speed', 'max']);

  assert.equal(JSON.parse(status.stdout).writer.held, false);
  assert.equal(next.code, 0, next.stderr);
});

test('short commands at once are all done, and none is lost', async (t) => {
  const root = await tempRoot(t);
  const fields = {graceNights: 2, minUniverse: 7, minPrice: 3, maxPrice: 900};
  const place = ['--sample', '--root', root];

  const ended = await Promise.all([
    ...Object.entries(fields).map(([field, value]) => run(['settings', 'set', field, String(value), ...place])),
    run(['build', '--speed', 'max', '--quiet', ...place]),
    run(['blocklist', 'add', 'AAPL', '--reason', 'all at once', ...place]),
  ]);

  assert.deepEqual(
    ended.map(({code}) => code),
    ended.map(() => 0),
    ended.map(({stderr}) => stderr).join(''),
  );
  assert.deepEqual(JSON.parse(await readFile(join(root, 'sample', 'settings.json'), 'utf8')), fields);
});

test('a holder that is stopped ends the others with 4', async (t) => {
  const place = ['--root', await tempRoot(t), ...slow];
  const build = start(['build', ...place]);
  await build.said('Pass collect finished');
  build.child.kill('SIGSTOP');

  const status = await run(['status', ...place]);

  assert.equal(status.code, 4);
  assert.match(status.stderr, /does not answer/);
  build.child.kill('SIGKILL');
  await build.ended;
});

test('the daemon makes up a missed night once, refuses a second daemon, and stops cleanly', async (t) => {
  const place = ['--root', await tempRoot(t), '--sample', '--speed', 'max'];
  const daemon = start(['--daemon', ...place, ...morning]);
  await daemon.said('"type":"schedule.done"');

  const second = await run(['--daemon', ...place]);
  const status = JSON.parse((await run(['status', '--json', ...place])).stdout);
  daemon.child.kill('SIGTERM');
  const {code, stdout, stderr} = await daemon.ended;

  assert.equal(second.code, 1);
  assert.match(second.stderr, /already holds this root/);
  assert.deepEqual([status.writer.kind, status.progress.state], ['daemon', 'sealed']);
  assert.deepEqual([code, stdout], [0, '']);
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.ok(lines.every(({at, type}) => typeof at === 'string' && typeof type === 'string'));
  assert.equal(lines.filter(({type}) => type === 'build.started').length, 1);
  assert.equal(lines.find(({type}) => type === 'build.started').trigger, 'catch-up');
  assert.equal(lines.at(-1).type, 'daemon.stopped');
});

test('the daemon stops cleanly in the middle of a build', async (t) => {
  const root = await tempRoot(t);
  const daemon = start(['--daemon', '--root', root, ...slow, ...morning]);
  await daemon.said('"type":"batch.saved"');

  daemon.child.kill('SIGTERM');
  const {code, stderr} = await daemon.ended;

  assert.equal(code, 0, stderr);
  assert.match(stderr, /"type":"build.paused"/);
});

test('a dashboard’s engine ends when its pipe does', async (t) => {
  const place = ['--root', await tempRoot(t), ...slow];
  const engine = start(['engine-host', ...place]);

  await once(engine.child, 'exit');

  const {code, stdout} = await engine.ended;
  assert.deepEqual([code, stdout], [0, 'ready\n']);
  assert.equal(JSON.parse((await run(['status', '--json', ...place])).stdout).writer.held, false);
});
