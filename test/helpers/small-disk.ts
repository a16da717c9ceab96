import {spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';

/** Runs a command on a disk of four megabytes, given last, that this user may mount in a namespace of its own, which goes with the process. */
export async function onSmallDisk(t: TestContext, words: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'universe-disk-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  const script = 'mount -t tmpfs -o size=4m none "$0" || exit 99; exec "$@"';
  return spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script, folder, ...words, folder], {
    encoding: 'utf8',
  });
}

/** What the program of a test says as JSON of such a disk; undefined where this system lets nobody but root mount one. */
export async function saidOnSmallDisk(t: TestContext, program: string) {
  if ((await onSmallDisk(t, ['true'])).status !== 0) return undefined;
  return onSmallDisk(t, [process.execPath, '--disable-warning=ExperimentalWarning', program]);
}
