import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {lstat, mkdtemp, readdir, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const asked: Readonly<Record<string, (file: string, replace: boolean) => Command>> = {
  'an export': (file, replace) => ({name: 'export', table: 'final', format: 'csv', file, replace}),
  'a snapshot': (file, replace) => ({name: 'snapshot', file, replace}),
};
for (const [what, command] of Object.entries(asked)) {
  test(`${what} to a link that leads to a pipe is refused, also where it may replace a file, and the pipe stays`, async (t) => {
    const house = await openHouse(t, {connections: [fakeSource('main', ordinary(), bulk).connection]});
    await house.perform({name: 'build'});
    const folder = await mkdtemp(join(tmpdir(), 'universe-output-'));
    t.after(() => rm(folder, {recursive: true}));
    const [pipe, file] = [join(folder, 'pipe'), join(folder, 'link')];
    assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
    await symlink(pipe, file);
    const before = await readdir(house.paths.base);

    for (const replace of [false, true])
      await assert.rejects(house.perform(command(file, replace)), {
        kind: 'usage',
        message: `${file} is a pipe, not a regular file.`,
      });

    assert.equal((await lstat(pipe)).isFIFO(), true);
    assert.deepEqual((await readdir(folder)).sort(), ['link', 'pipe']);
    assert.deepEqual(await readdir(house.paths.base), before);
  });
}
