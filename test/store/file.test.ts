import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmod, mkdir, readdir, readFile, readlink, stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'node:test';
import {readText, sumOf, sweepOrphans, writeAll, writeDurably} from '../../source/store/file.ts';
import {Rows} from '../../source/store/rows.ts';
import {setAside} from '../../source/store/set-aside.ts';
import {itemOptions, stillClock, tempFolder, tickerOf} from './store-fixture.ts';

test('a file is replaced whole, with its mode, and its sum is told', async (t) => {
  const path = join(await tempFolder(t), 'a.json');
  await writeDurably(path, 'old', {mode: 0o600});

  const sum = await writeDurably(path, ['né', 'w'], {mode: 0o600, readBack: true});

  assert.equal(await readText(path), 'néw');
  assert.deepEqual(sum, await sumOf(path));
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test('what fails while the content is made leaves the old file and nothing else', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'a.json');
  await writeDurably(path, 'old');
  const failing = function* () {
    yield 'x'.repeat(600_000);
    throw new Error('no more');
  };

  await assert.rejects(writeDurably(path, failing()), {code: 'file.failed'});

  assert.equal(await readText(path), 'old');
  assert.deepEqual(await readdir(folder), ['a.json']);
});

test('a file behind a symbolic link is replaced, the link stays', async (t) => {
  const folder = await tempFolder(t);
  await mkdir(join(folder, 'real'));
  await writeFile(join(folder, 'real', 'a.json'), 'old');
  await symlink(join(folder, 'real', 'a.json'), join(folder, 'a.json'));

  await writeDurably(join(folder, 'a.json'), 'new');

  assert.equal(await readText(join(folder, 'real', 'a.json')), 'new');
  assert.equal(await readlink(join(folder, 'a.json')), join(folder, 'real', 'a.json'));
});

test('a missing folder and a folder in the place of the file are told by path', async (t) => {
  const folder = await tempFolder(t);
  await mkdir(join(folder, 'taken.json'));

  await assert.rejects(writeDurably(join(folder, 'none', 'a.json'), 'x'), /none\/a\.json could not be written/);
  await assert.rejects(writeDurably(join(folder, 'taken.json'), 'x'), /taken\.json could not be written/);
});

test('a short write is continued and a disk that takes nothing is full', async () => {
  const taken: string[] = [];
  const slow = {
    write: async (bytes: Uint8Array, offset: number, length: number) => {
      const bytesWritten = Math.min(3, length);
      taken.push(Buffer.from(bytes.subarray(offset, offset + bytesWritten)).toString());
      return {bytesWritten, buffer: bytes};
    },
  };
  const full = {write: async (buffer: Uint8Array) => ({bytesWritten: 0, buffer})};

  // Only `write` is called of a handle.
  await writeAll(slow as never, Buffer.from('abcdefgh'), 0);
  await assert.rejects(writeAll(full as never, Buffer.from('a'), 0), {code: 'ENOSPC'});

  assert.deepEqual(taken, ['abc', 'def', 'gh']);
});

test('text that is not UTF-8 is refused, not repaired', async (t) => {
  const path = join(await tempFolder(t), 'a.txt');
  await writeFile(path, Buffer.from([0x41, 0xff, 0x42]));

  await assert.rejects(readText(path), {code: 'file.corrupt'});
});

test('two files set aside in one moment keep both', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'a.json');
  const kept: string[] = [];
  for (const text of ['one', 'two']) {
    await writeFile(path, text);
    kept.push(await setAside(path, stillClock));
  }

  assert.deepEqual(await Promise.all(kept.map((file) => readFile(file, 'utf8'))), ['one', 'two']);
  assert.equal(await readText(path), undefined);
});

test('only what killed writers leave is swept', async (t) => {
  const folder = await tempFolder(t);
  const stay = ['a.json', 'ops.000000000012.log', 'a.json.corrupt-2026', 'notes.2026', 'a.json.old'];
  const left = ['.gitignore.4106734452', 'a.json.1234567890', 'items.journal.7'];
  for (const name of [...stay, ...left]) await writeFile(join(folder, name), '');

  const swept = await sweepOrphans(folder);

  assert.deepEqual([...swept].sort(), left);
  assert.deepEqual((await readdir(folder)).sort(), [...stay].sort());
});

test('a folder without the right to write says so', {
  skip: process.getuid?.() === 0 && 'root may write anywhere',
}, async (t) => {
  const folder = await tempFolder(t);
  await chmod(folder, 0o500);

  await assert.rejects(writeDurably(join(folder, 'a.json'), 'x'), {code: 'file.no-permission'});
});

test('a disk that fills at any size keeps the old file and every acknowledged row', async (t) => {
  const folder = await tempFolder(t);
  const disk = join(folder, 'disk');
  await mkdir(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], {stdio: 'ignore'});
  } catch {
    return t.skip('needs the right to mount a tmpfs');
  }
  try {
    await fillDisk(disk);
  } finally {
    execFileSync('umount', [disk]);
  }
});

async function fillDisk(disk: string): Promise<void> {
  const path = join(disk, 'a.json');
  await writeDurably(path, 'old');
  const rows = await Rows.open(itemOptions(disk));
  await rows.append([{symbol: tickerOf(0), value: 0}]);
  let acknowledged = 1;

  for (const kib of [500, 900, 980, 1000, 1200, 3000]) {
    const text = `${kib}`.padEnd(kib * 1024, 'x');
    const result = await writeDurably(path, [text]).catch((thrown) => thrown.code);
    const present = await readText(path);
    if (result === 'file.disk-full') assert.notEqual(present, text);
    else assert.equal(present, text);
  }
  await writeFile(join(disk, 'ballast'), Buffer.alloc(400 * 1024)).catch(() => undefined);
  const tryToFill = async (): Promise<string> => {
    for (;;) {
      const batch = Array.from({length: 200}, (_, index) => ({
        symbol: tickerOf(acknowledged + index),
        value: acknowledged + index,
      }));
      try {
        await rows.append(batch);
      } catch (thrown) {
        return (thrown as {code: string}).code;
      }
      acknowledged += batch.length;
    }
  };
  assert.equal(await tryToFill(), 'file.disk-full');
  await rows.close().catch(() => undefined);
  await writeFile(join(disk, 'ballast'), '');
  await writeFile(path, '');

  const again = await Rows.open(itemOptions(disk));
  for (let index = 0; index < acknowledged; index++) assert.equal(again.get(tickerOf(index))?.value, index);
  assert.deepEqual(again.found.setAside, []);
  await again.close();
}
