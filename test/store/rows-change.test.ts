import assert from 'node:assert/strict';
import {readdir, readFile} from 'node:fs/promises';
import {test} from 'node:test';
import type {RowsOptions} from '../../source/store/rows.ts';
import {type Item, itemOptions, openRows, tempFolder} from './store-fixture.ts';

const item = (symbol: string, value = 1): Item => ({symbol, value});

/** A disk that takes no published file for as long as it is full. */
function onFullDisk(folder: string): {readonly options: RowsOptions<Item>; readonly disk: {isFull: boolean}} {
  const disk = {isFull: false};
  const {format, ...options} = itemOptions(folder);
  const encode = function* (rows: Iterable<Item>): Iterable<string> {
    if (disk.isFull) throw Object.assign(new Error('full'), {code: 'ENOSPC'});
    yield* format.encode(rows);
  };
  return {disk, options: {...options, format: {...format, encode}}};
}

test('a change that the disk refuses is in neither memory nor file nor journal, and no later write brings it', async (t) => {
  const folder = await tempFolder(t);
  const {options, disk} = onFullDisk(folder);
  const rows = await openRows(t, options);
  await rows.append([item('AAA'), item('BBB')]);
  await rows.checkpoint();
  const before = await readFile(options.path, 'utf8');
  disk.isFull = true;

  await assert.rejects(rows.change({put: [item('CCC')], remove: ['AAA']}), {code: 'file.disk-full'});

  assert.deepEqual([...rows.values()], [item('AAA'), item('BBB')]);
  assert.equal(await readFile(options.path, 'utf8'), before);
  disk.isFull = false;
  await rows.change({put: [item('DDD')]});
  const again = await openRows(t, itemOptions(folder));
  assert.deepEqual([...again.values()], [item('AAA'), item('BBB'), item('DDD')]);
  assert.deepEqual((await readdir(folder)).sort(), ['items.journal', 'items.rows']);
});

test('a change is published at once, together with what was acknowledged before', async (t) => {
  const folder = await tempFolder(t);
  const rows = await openRows(t, itemOptions(folder));
  await rows.append([item('AAA'), item('BBB')]);

  const {records} = await rows.change({put: [item('BBB', 2), item('CCC')], remove: ['AAA', 'ZZZ']});

  assert.equal(records, 2);
  const again = await openRows(t, itemOptions(folder));
  assert.deepEqual([...again.values()], [item('BBB', 2), item('CCC')]);
  assert.deepEqual(again.found, {setAside: [], tornTail: false, edited: false});
});

test('what was changed for a work that fails is taken back, from the journal too, and its numbering goes on', async (t) => {
  const folder = await tempFolder(t);
  const rows = await openRows(t, itemOptions(folder));
  await rows.append([item('AAA'), item('BBB')]);
  const wrong = new Error('it went wrong');

  await assert.rejects(
    rows.during({put: [item('CCC')], remove: ['AAA']}, () => Promise.reject(wrong)),
    wrong,
  );

  assert.deepEqual([...rows.values()], [item('AAA'), item('BBB')]);
  await rows.append([item('DDD')]);
  const again = await openRows(t, itemOptions(folder));
  assert.deepEqual([...again.values()], [item('AAA'), item('BBB'), item('DDD')]);
  assert.deepEqual(again.found, {setAside: [], tornTail: false, edited: false});
});

test('what was changed for a work that succeeds stays', async (t) => {
  const folder = await tempFolder(t);
  const rows = await openRows(t, itemOptions(folder));
  await rows.append([item('AAA')]);

  const done = await rows.during({put: [item('BBB')], remove: ['AAA']}, async () => 'done');

  assert.equal(done, 'done');
  const again = await openRows(t, itemOptions(folder));
  assert.deepEqual([...again.values()], [item('BBB')]);
});
