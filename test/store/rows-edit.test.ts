import assert from 'node:assert/strict';
import {appendFile, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'node:test';
import {blocklistFormat} from '../../source/store/formats/blocklist-file.ts';
import type {RowsOptions} from '../../source/store/rows.ts';
import {BlocklistEntry} from '../../source/universe/blocklist.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {openRows, tempFolder} from './store-fixture.ts';

test('a blocklist edited by hand while it is open is taken over with what was pending', async (t) => {
  const folder = await tempFolder(t);
  const options = blocklistOptions(folder);
  const rows = await openRows(t, options);
  await rows.append([floored('AAA'), floored('BBB')]);
  await rows.checkpoint();
  await rows.append([floored('CCC')]);
  const text = await readFile(options.path, 'utf8');
  await writeFile(options.path, `${text.replace(/^AAA.*\n/m, '')}ZZZ\n`);

  const adopted = await rows.refresh();
  await rows.close();

  assert.equal(adopted, true);
  assert.deepEqual(
    [...rows.values()].map(({symbol}) => symbol),
    ['BBB', 'ZZZ', 'CCC'],
  );
  assert.equal(rows.found.edited, true);
  assert.match(await readFile(options.path, 'utf8'), /^ZZZ,.*,user:file-edit,/m);
});

test('a hand edit just before the file is replaced is taken over, and said once', async (t) => {
  const folder = await tempFolder(t);
  const rows = await openRows(t, blocklistOptions(folder));
  await rows.append([floored('AAA'), floored('BBB')]);
  await rows.checkpoint();
  rows.news();
  const path = blocklistOptions(folder).path;
  await writeFile(path, `${(await readFile(path, 'utf8')).replace(/^AAA.*\n/m, '')}ZZZ\n`);
  await rows.append([floored('CCC')]);

  await rows.checkpoint();

  assert.deepEqual(
    [...rows.values()].map(({symbol}) => symbol),
    ['BBB', 'ZZZ', 'CCC'],
  );
  assert.deepEqual(rows.news(), {setAside: [], edited: true, changed: ['AAA', 'ZZZ']});
  assert.deepEqual(rows.news(), {setAside: [], edited: false, changed: []});
  await rows.close();
});

test('a hand edit that is looked for is taken over once, though every reading stamps it anew', async (t) => {
  const folder = await tempFolder(t);
  let readings = 0;
  const format = blocklistFormat(() => new Date(Date.UTC(2026, 2, 2, 22, 0, readings++)));
  const options = {...blocklistOptions(folder), format};
  const rows = await openRows(t, options);
  await rows.append([floored('AAA')]);
  await rows.checkpoint();
  rows.news();
  await appendFile(options.path, 'ZZZ\n');
  readings = 0;

  await rows.refresh();

  assert.equal(readings, 1);
  assert.deepEqual(rows.news(), {setAside: [], edited: true, changed: ['ZZZ']});
  await rows.close();
});

test('a hand edit that cannot be read is kept aside, and what was known stands', async (t) => {
  const folder = await tempFolder(t);
  const options = blocklistOptions(folder);
  const rows = await openRows(t, options);
  await rows.append([floored('AAA')]);
  await rows.checkpoint();
  await writeFile(options.path, '"open\n');

  await rows.refresh();

  assert.deepEqual([...rows.values()], [floored('AAA')]);
  assert.equal(await readFile(rows.news().setAside[0]?.keptAs ?? '', 'utf8'), '"open\n');
  assert.match(await readFile(options.path, 'utf8'), /^AAA,/m);
  await rows.close();
});

test('a file that goes away while it is open is written again', async (t) => {
  const folder = await tempFolder(t);
  const options = blocklistOptions(folder);
  const rows = await openRows(t, options);
  await rows.append([floored('AAA')]);
  await rows.checkpoint();
  await rm(options.path);

  await rows.refresh();

  assert.match(await readFile(options.path, 'utf8'), /^AAA,/m);
  await rows.close();
});

test('a change that may not be taken over is kept before the file is replaced', async (t) => {
  const folder = await tempFolder(t);
  const options = {...blocklistOptions(folder), edited: 'set-aside' as const};
  const rows = await openRows(t, options);
  await rows.append([floored('AAA')]);
  await rows.checkpoint();
  await appendFile(options.path, 'ZZZ\n');

  await rows.checkpoint();

  assert.match(await readFile(rows.found.setAside[0]?.keptAs ?? '', 'utf8'), /^ZZZ$/m);
  await rows.close();
});

function blocklistOptions(folder: string): RowsOptions<BlocklistEntry> {
  const clock = manualClock();
  return {
    path: join(folder, 'screener_blocklist.txt'),
    journal: join(folder, 'blocklist.journal'),
    key: (entry) => entry.symbol,
    row: BlocklistEntry,
    format: blocklistFormat(clock.now),
    publish: 'often',
    edited: 'adopt',
    steady: true,
    clock,
  };
}

function floored(symbol: string): BlocklistEntry {
  const observed = {provider: 'nasdaq', lastClose: 0.42, floor: 1, session: '2026-03-02'};
  return {symbol, at: '2026-03-02T21:00:00.000Z', origin: 'price-floor', ...observed};
}

test('a steady file that holds just its rows keeps its time through checkpoints, closing and opening again', async (t) => {
  const folder = await tempFolder(t);
  const options = blocklistOptions(folder);
  const rows = await openRows(t, options);
  await rows.append([floored('AAA')]);
  const published = await rows.checkpoint();
  const {mtimeNs} = await stat(options.path, {bigint: true});

  assert.deepEqual(await rows.checkpoint(), published);
  await rows.close();
  const again = await openRows(t, options);
  assert.deepEqual(await again.checkpoint(), published);
  assert.equal((await stat(options.path, {bigint: true})).mtimeNs, mtimeNs);

  await again.append([floored('BBB')]);
  assert.notDeepEqual(await again.checkpoint(), published);
  assert.match(await readFile(options.path, 'utf8'), /^BBB,/m);
});

test('a line that a hand wrote while nothing ran is written in full as soon as the file is opened', async (t) => {
  const folder = await tempFolder(t);
  const options = blocklistOptions(folder);
  const first = await openRows(t, options);
  await first.append([floored('AAA')]);
  await first.close();
  await appendFile(options.path, 'ZZZ\n');

  const rows = await openRows(t, options);

  assert.match(await readFile(options.path, 'utf8'), /^ZZZ,.*,user:file-edit,/m);
  assert.equal(rows.found.edited, true);
  await rows.close();
  const next = await openRows(t, options);
  assert.equal(next.found.edited, false);
});
