import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {chmod, copyFile, mkdir, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {folderWith, git, type Said, say} from './helpers/git-tree.ts';

const house = fileURLToPath(new URL('../', import.meta.url));

/** A clone in which everything is installed already, as far as the first command can tell. */
async function clone(t: TestContext): Promise<string> {
  const lock = await readFile(join(house, 'package-lock.json'));
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`;
  const tree = await folderWith(t, {'package-lock.json': lock.toString(), 'node_modules/.ground': stamp});
  await mkdir(join(tree, 'source/bin'), {recursive: true});
  await copyFile(join(house, 'source/bin/ground.js'), join(tree, 'source/bin/ground.js'));
  return tree;
}

function ground(tree: string, env: NodeJS.ProcessEnv = {CI: ''}): Said {
  return say(tree, process.execPath, [join(tree, 'source/bin/ground.js')], env);
}

function hooksPath(tree: string): string {
  return git(tree, 'config', '--get', 'core.hooksPath').out.trim();
}

const silently = {code: 0, out: '', err: ''};

test('the first command in a clone points git at the hooks of the project, without a word', async (t) => {
  const tree = await clone(t);
  git(tree, 'init', '--quiet');

  assert.deepEqual([ground(tree), hooksPath(tree)], [silently, '.githooks']);
  assert.deepEqual([ground(tree), hooksPath(tree)], [silently, '.githooks']);
});

test('hooks that somebody has set stay', async (t) => {
  const tree = await clone(t);
  git(tree, 'init', '--quiet');
  git(tree, 'config', 'core.hooksPath', '/my/own');

  assert.deepEqual([ground(tree), hooksPath(tree)], [silently, '/my/own']);
});

test('CI commits nothing and gets no hook', async (t) => {
  const tree = await clone(t);
  git(tree, 'init', '--quiet');

  assert.deepEqual([ground(tree, {CI: 'true'}), hooksPath(tree)], [silently, '']);
});

test('a copy inside another repository leaves that one alone', async (t) => {
  const tree = await clone(t);
  const outer = await folderWith(t, {});
  git(outer, 'init', '--quiet');
  await mkdir(join(outer, 'inner/source/bin'), {recursive: true});
  for (const path of ['package-lock.json', 'source/bin/ground.js']) {
    await copyFile(join(tree, path), join(outer, 'inner', path));
  }
  await mkdir(join(outer, 'inner/node_modules'));
  await copyFile(join(tree, 'node_modules/.ground'), join(outer, 'inner/node_modules/.ground'));

  assert.deepEqual([ground(join(outer, 'inner')), hooksPath(outer)], [silently, '']);
});

test('without git, or where it refuses to speak, the first command does its work all the same', async (t) => {
  const tree = await clone(t);

  assert.deepEqual(ground(tree), silently);
  assert.deepEqual(ground(tree, {CI: '', PATH: '/nowhere'}), silently);
});

test('a hook of another repository, which says so in its environment, is not what gets the setting', async (t) => {
  const tree = await clone(t);
  const other = await folderWith(t, {});
  git(tree, 'init', '--quiet');
  git(other, 'init', '--quiet');

  const said = ground(tree, {CI: '', GIT_DIR: join(other, '.git')});

  assert.deepEqual([said, hooksPath(tree), hooksPath(other)], [silently, '.githooks', '']);
});

test('packages come from the lock alone, and are not asked for again', async (t) => {
  const tree = await clone(t);
  await rm(join(tree, 'node_modules/.ground'));
  const outside = await folderWith(t, {npm: `#!/bin/sh\necho "$@" >> '${tree}/asked'\n`});
  await chmod(join(outside, 'npm'), 0o755);
  const env = {CI: 'true', PATH: `${outside}:/usr/bin:/bin`};

  const codes = [ground(tree, env).code, ground(tree, env).code];

  assert.deepEqual(codes, [0, 0]);
  assert.match(await readFile(join(tree, 'asked'), 'utf8'), /^ci .*\n$/);
});
