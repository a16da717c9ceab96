import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {chmod, mkdir, readdir, readFile, rename, stat, symlink, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {test} from 'node:test';
import {createClosed, ownUser, readClosed} from '../../source/store/closed-file.ts';
import {sweepOrphans} from '../../source/store/file.ts';
import {refusalOf} from '../helpers/unspoken.ts';
import {tempFolder} from './store-fixture.ts';

test('a file of its owner alone is read, and one that is not there is undefined', async (t) => {
  const path = join(await tempFolder(t), 'closed.key');

  assert.equal(await readClosed(path), undefined);
  await writeFile(path, 'text\n', {mode: 0o600});
  assert.equal(await readClosed(path), 'text\n');
  await chmod(path, 0o400);
  assert.equal(await readClosed(path), 'text\n');
});

test('every bit for group or others is one too many', async (t) => {
  const path = join(await tempFolder(t), 'closed.key');
  await writeFile(path, 'text');

  for (const bit of [0o040, 0o020, 0o010, 0o004, 0o002, 0o001]) {
    await chmod(path, 0o600 | bit);
    const failure = await refusalOf(readClosed(path));

    assert.equal(failure.code, 'file.not-closed');
    assert.match(failure.message, new RegExp(`mode 0${(0o600 | bit).toString(8)}`));
  }
});

test('only the bits that are forbidden count', async (t) => {
  const path = join(await tempFolder(t), 'closed.key');
  await writeFile(path, 'text');
  await chmod(path, 0o440);

  assert.equal(await readClosed(path, {forbidden: 0o007}), 'text');
  await chmod(path, 0o444);
  assert.equal((await refusalOf(readClosed(path, {forbidden: 0o007}))).code, 'file.not-closed');
});

test('the file of another user is refused', async (t) => {
  const path = join(await tempFolder(t), 'closed.key');
  await writeFile(path, 'text', {mode: 0o600});
  const another = (ownUser() ?? 0) + 1;

  const failure = await refusalOf(readClosed(path, {owners: [another]}));

  assert.equal(failure.code, 'file.foreign');
  assert.equal(await readClosed(path, {owners: [another, ownUser() ?? 0]}), 'text');
});

test('a link is refused wherever it leads, and so are a folder, a pipe and a socket', async (t) => {
  const folder = await tempFolder(t);
  const at = (name: string) => join(folder, name);
  await writeFile(at('real'), 'text', {mode: 0o600});
  await symlink(at('real'), at('link'));
  await symlink(at('nowhere'), at('dangling'));
  await mkdir(at('folder'), {mode: 0o700});
  assert.equal(spawnSync('mkfifo', ['-m', '600', at('pipe')]).status, 0);
  const server = createServer();
  await new Promise<void>((listening) => server.listen(at('socket'), listening));
  t.after(() => server.close());

  for (const name of ['link', 'dangling', 'folder', 'pipe', 'socket']) {
    const failure = await refusalOf(readClosed(at(name)));
    assert.equal(failure.message, `${at(name)} is not a regular file, so it is not read.`);
  }
});

test('a file that is far too large is not read', async (t) => {
  const path = join(await tempFolder(t), 'closed.key');
  await writeFile(path, Buffer.alloc(1024 * 1024 + 1, 'x'), {mode: 0o600});

  assert.equal((await refusalOf(readClosed(path))).code, 'file.too-large');
});

test('what is not text is refused, not replaced', async (t) => {
  const path = join(await tempFolder(t), 'closed.key');
  await writeFile(path, Buffer.from([0xff, 0xfe, 0x41]), {mode: 0o600});

  assert.equal((await refusalOf(readClosed(path))).code, 'file.corrupt');
});

test('a created file is whole, closed under any umask, and alone in its folder', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'closed.key');
  const before = process.umask(0);
  t.after(() => process.umask(before));

  await createClosed(path, 'text');

  const {mode, nlink} = await stat(path);
  assert.deepEqual([mode & 0o777, nlink], [0o600, 1]);
  assert.equal(await readFile(path, 'utf8'), 'text');
  assert.deepEqual(await readdir(folder), ['closed.key']);
});

test('what is there is never overwritten, a link to nowhere included', async (t) => {
  const folder = await tempFolder(t);
  const [path, link] = [join(folder, 'closed.key'), join(folder, 'link.key')];
  await writeFile(path, 'first', {mode: 0o600});
  await symlink(join(folder, 'nowhere'), link);

  for (const taken of [path, link])
    await assert.rejects(createClosed(taken, 'second'), {code: 'file.exists', kind: 'usage'});

  assert.equal(await readFile(path, 'utf8'), 'first');
  assert.deepEqual((await readdir(folder)).sort(), ['closed.key', 'link.key']);
});

test('of many who create it at once one succeeds, and the file is the one', async (t) => {
  const path = join(await tempFolder(t), 'closed.key');
  const texts = Array.from({length: 20}, (_, index) => `text ${index}\n`.repeat(50));

  const outcomes = await Promise.allSettled(texts.map((text) => createClosed(path, text)));

  const winners = texts.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  assert.deepEqual(winners, [await readFile(path, 'utf8')]);
});

test('what a killed creation leaves is known to the sweep', async (t) => {
  const folder = await tempFolder(t);
  await createClosed(join(folder, 'closed.key'), 'text');
  await rename(join(folder, 'closed.key'), join(folder, 'closed.key.123456789'));

  assert.deepEqual(await sweepOrphans(folder), ['closed.key.123456789']);
});

test('a folder that is not there is said as such', async (t) => {
  const path = join(await tempFolder(t), 'no', 'closed.key');

  await assert.rejects(createClosed(path, 'text'), {code: 'file.no-folder'});
});
