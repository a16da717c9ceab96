import assert from 'node:assert/strict';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'node:test';
import {z} from 'zod';
import {decode, defineFormat, loadState, saveState} from '../../source/store/format.ts';
import {Manifest} from '../../source/store/manifest.ts';
import {stillClock, tempFolder} from './store-fixture.ts';

const sumA = {sha256: 'a', bytes: 1, records: 1};
const sumB = {sha256: 'b', bytes: 2, records: 2};

test('a file is whole by what it was and by what it is about to be', async (t) => {
  const path = join(await tempFolder(t), 'manifest.json');
  const manifest = await Manifest.open(path, stillClock);
  await manifest.record('final', sumA);
  await manifest.expect('final', sumB);
  const reopened = await Manifest.open(path, stillClock);

  assert.deepEqual(
    [sumA, sumB, {...sumA, bytes: 9}].map((sum) => reopened.judge('final', sum)),
    ['whole', 'whole', 'changed'],
  );
  await reopened.settle('final');
  assert.deepEqual(
    [sumA, sumB].map((sum) => reopened.judge('final', sum)),
    ['changed', 'whole'],
  );
  assert.equal(reopened.judge('other', sumA), 'unknown');
  assert.equal(reopened.get('final').current?.at, '2026-03-02T22:00:00.000Z');
});

test('log heads are kept', async (t) => {
  const path = join(await tempFolder(t), 'manifest.json');
  await (await Manifest.open(path, stillClock)).setLogHead('ops', {seq: 7, hash: 'ab'});

  assert.deepEqual((await Manifest.peek(path, stillClock)).logHead('ops'), {seq: 7, hash: 'ab'});
});

test('an edited manifest is set aside and said, and a reader touches nothing', async (t) => {
  const path = join(await tempFolder(t), 'manifest.json');
  await (await Manifest.open(path, stillClock)).record('final', sumA);
  const edited = (await readFile(path, 'utf8')).replace('"sha256": "a"', '"sha256": "c"');
  await writeFile(path, edited);

  await assert.rejects(Manifest.peek(path, stillClock), {code: 'file.corrupt'});
  const manifest = await Manifest.open(path, stillClock);

  assert.equal(await readFile(manifest.setAside?.keptAs ?? '', 'utf8'), edited);
  assert.equal(manifest.judge('final', sumA), 'unknown');
});

test('an older format is lifted step by step, a newer one refused and left alone', async (t) => {
  const path = join(await tempFolder(t), 'state.json');
  const first = defineFormat('thing', z.object({name: z.string()}));
  const second = defineFormat('thing', z.object({names: z.array(z.string())}), [
    (earlier) => ({names: [(earlier as {name: string}).name]}),
  ]);
  await saveState(path, first, {name: 'x'});

  assert.deepEqual((await loadState(path, second, stillClock)).value, {names: ['x']});
  await saveState(path, second, {names: ['y']});
  await assert.rejects(loadState(path, first, stillClock), {code: 'format.newer'});
  assert.deepEqual((await loadState(path, second, stillClock)).value, {names: ['y']});
  assert.throws(() => decode(second, 2, {names: [1]}), {code: 'file.corrupt'});
});
