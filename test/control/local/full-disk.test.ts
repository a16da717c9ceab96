import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {fileURLToPath} from 'node:url';

const child = fileURLToPath(new URL('full-disk-child.ts', import.meta.url));

/** A disk of four megabytes that this user may mount in a namespace of its own, which goes with the process. */
async function onSmallDisk(t: TestContext, words: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'universe-disk-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  const script = 'mount -t tmpfs -o size=4m none "$0" || exit 99; exec "$@"';
  return spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script, folder, ...words, folder], {
    encoding: 'utf8',
  });
}

test('while the disk is full nothing is done that cannot be put on record, and afterwards both chains go on whole', async (t) => {
  const probe = await onSmallDisk(t, ['true']);
  if (probe.status !== 0) return t.skip('This system lets nobody but root mount a disk.');

  const {stdout, stderr} = await onSmallDisk(t, [process.execPath, '--disable-warning=ExperimentalWarning', child]);

  assert.equal(stderr, '');
  const {refused, ...rest} = JSON.parse(stdout) as {readonly refused: Readonly<Record<string, readonly string[]>>};
  assert.equal(Object.keys(refused).length, 5);
  for (const [name, [code, sentence]] of Object.entries(refused)) {
    const log = name === 'halt' ? 'universe_ops' : 'screener_credentials_audit';
    assert.equal(code, 'file.disk-full', name);
    assert.match(
      sentence ?? '',
      new RegExp(
        `^Nothing was done, because it could not be put on record: \\S+/${log}\\.log could not be written: the disk is full\\. What was saved before stands unchanged\\. Free some space, then run the same command again\\.$`,
      ),
    );
  }
  assert.deepEqual(rest, {
    unchanged: true,
    written: 0,
    asked: 0,
    halted: false,
    isShown: true,
    kind: 'done',
    broken: [null, null],
    // Whoever could not write lets go of what was opened for it.
    handles: 0,
    deeds: ['reveal intended', 'reveal done', 'check intended', 'check done'],
  });
});
