import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdir, readdir, readFile, rename, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type TestContext} from 'node:test';
import {gunzipSync, gzipSync} from 'node:zlib';
import {Header} from 'tar';
import {finishRestore, restore, snapshot} from '../../source/store/archive.ts';
import {type Paths, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {acquireWriter} from '../../source/store/writer-lock.ts';
import {stillClock, tempFolder} from './store-fixture.ts';

async function root(t: TestContext, word: string): Promise<Paths> {
  const paths = pathsOf(await tempFolder(t));
  await prepareRoot(paths);
  const files = [
    paths.settings,
    paths.final,
    paths.opsLog,
    paths.secrets,
    paths.key,
    join(paths.state, 'items.journal'),
  ];
  for (const file of files) await writeFile(file, `${word} ${file.slice(paths.base.length)}`);
  return paths;
}

test('a restored root is the one of the snapshot; what stood there is kept; the key and the lock stay', async (t) => {
  const from = await root(t, 'from');
  const file = join(await tempFolder(t), 'a.tar.gz');
  const to = await root(t, 'to');
  await writeFile(join(to.state, 'later.journal'), 'later');
  const lock = await acquireWriter(to, {kind: 'command', clock: stillClock});
  assert.ok(!('holder' in lock));

  const made = await snapshot(from, file);
  const restored = await restore(to, file, stillClock);

  assert.equal(restored.files, made.files);
  for (const path of [to.settings, to.final, to.secrets, join(to.state, 'items.journal')]) {
    assert.match(await readFile(path, 'utf8'), /^from /);
    assert.match(await readFile(path.replace(to.base, restored.keptAs), 'utf8'), /^to /);
  }
  assert.match(await readFile(to.key, 'utf8'), /^to /);
  assert.equal((await readdir(to.state)).includes('later.journal'), false);
  assert.equal((await stat(to.secrets)).mode & 0o777, 0o600);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal(lock.stillHeld(), true);
  await lock.release();
});

test('the master key is in no snapshot, nor that of the sample of a profile', async (t) => {
  const from = await root(t, 'from');
  const inner = join(from.root, 'profiles', 'demo', 'sample', 'storage', 'keys');
  await mkdir(inner, {recursive: true});
  await writeFile(join(inner, 'screener_api.key'), 'a key');
  const file = join(await tempFolder(t), 'a.tar.gz');
  await snapshot(from, file);

  assert.equal(gunzipSync(await readFile(file)).includes('storage/keys'), false);
});

test('a snapshot with one changed byte, or cut short, restores nothing', async (t) => {
  const from = await root(t, 'from');
  const file = join(await tempFolder(t), 'a.tar.gz');
  const to = await root(t, 'to');
  await snapshot(from, file);
  const tar = gunzipSync(await readFile(file));
  const changed = Buffer.from(tar);
  changed.write('FROM', changed.indexOf('from /settings.json'));

  for (const bytes of [
    gzipSync(changed),
    (await readFile(file)).subarray(0, 200),
    gzipSync(tar.subarray(0, 2048)),
    Buffer.from('no'),
  ]) {
    await writeFile(file, bytes);
    await assert.rejects(restore(to, file, stillClock), {code: 'snapshot.damaged'});
  }

  assert.match(await readFile(to.settings, 'utf8'), /^to /);
  assert.deepEqual(
    (await readdir(to.base)).filter((name) => name.startsWith('before')),
    [],
  );
});

const strangers = [
  '../out.txt',
  '/etc/out.txt',
  'output/../../out.txt',
  'storage/keys/screener_api.key',
  'output/a:b',
  'elsewhere.txt',
];

for (const name of strangers) {
  test(`an archive with ${name} in it is refused`, async (t) => {
    const from = await root(t, 'from');
    const file = join(await tempFolder(t), 'a.tar.gz');
    const to = await root(t, 'to');
    await snapshot(from, file);
    const header = new Header({path: name, size: 1, type: 'File', mode: 0o644});
    const block = Buffer.alloc(512);
    header.encode(block, 0);
    const whole = gunzipSync(await readFile(file));
    const entry = Buffer.concat([block, Buffer.from('x'.padEnd(512, '\0'))]);
    await writeFile(file, gzipSync(Buffer.concat([whole.subarray(0, whole.length - 1024), entry, Buffer.alloc(1024)])));

    await assert.rejects(restore(to, file, stillClock), {code: 'snapshot.damaged'});
  });
}

test('a restore that stopped half-way is completed', async (t) => {
  const from = await root(t, 'from');
  const file = join(await tempFolder(t), 'a.tar.gz');
  const to = await root(t, 'to');
  await snapshot(from, file);
  await restore(to, file, stillClock);
  const again = await root(t, 'to');
  const work = join(again.base, '.restore');
  await mkdir(join(work, 'new', 'output'), {recursive: true});
  await writeFile(join(work, 'new', 'output', 'a.txt'), 'from');
  const {saveState} = await import('../../source/store/format.ts');
  const {planFormat} = await import('../../source/store/restore.ts');
  const keptAs = join(again.base, 'before-restore-x');
  // As after a crash between the two renames of `output`.
  await mkdir(keptAs);
  await rename(join(again.base, 'output'), join(keptAs, 'output'));
  // Whoever opens a root makes its folders before it looks for a restore.
  await mkdir(join(again.base, 'output', 'screeners'), {recursive: true});
  await saveState(join(work, 'plan.json'), planFormat, {
    keptAs,
    place: ['settings.json', 'output'],
    remove: ['providers'],
  });

  assert.equal(await finishRestore(again), true);

  assert.equal(await readFile(join(again.base, 'output', 'a.txt'), 'utf8'), 'from');
  assert.match(await readFile(join(keptAs, 'output', 'screeners', 'symbol_universe.json'), 'utf8'), /^to /);
  assert.deepEqual(await readdir(join(keptAs, 'output.since')), ['screeners']);
  assert.match(await readFile(again.settings, 'utf8'), /^to /);
  assert.equal(await finishRestore(again), false);
});

test('a pipe in the place of a snapshot is refused and not waited for', async (t) => {
  const to = await root(t, 'to');
  const file = join(await tempFolder(t), 'pipe');
  assert.equal(spawnSync('mkfifo', [file]).status, 0);

  await assert.rejects(restore(to, file, stillClock), {
    code: 'file.odd',
    message: `${file} is a pipe, not a regular file.`,
  });

  assert.match(await readFile(to.settings, 'utf8'), /^to /);
});
