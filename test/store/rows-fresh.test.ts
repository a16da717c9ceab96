import assert from 'node:assert/strict';
import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'node:test';
import {Rows} from '../../source/store/rows.ts';
import {itemOptions, tempFolder} from './store-fixture.ts';

test('rows that are to be emptied are not read again, and stand until they are', async (t) => {
  const folder = await tempFolder(t);
  const options = itemOptions(folder);
  const before = await Rows.open(options);
  await before.append([{symbol: 'A', value: 1}]);
  await before.close();
  const text = await readFile(options.path, 'utf8');
  const decode = (): never => assert.fail('the rows were read');

  const rows = await Rows.open({...options, fresh: true, format: {...options.format, decode}});

  assert.deepEqual([rows.size, rows.found.setAside], [0, []]);
  assert.equal(await readFile(options.path, 'utf8'), text);
  await rows.replace([]);
  await rows.append([{symbol: 'B', value: 2}]);
  await rows.close();
  const after = await Rows.open(options);
  assert.deepEqual([...after.values()], [{symbol: 'B', value: 2}]);
  await after.close();
});

test('what another hand wrote is kept and named before rows are emptied', async (t) => {
  const folder = await tempFolder(t);
  const options = itemOptions(folder);
  const before = await Rows.open(options);
  await before.append([{symbol: 'A', value: 1}]);
  await before.close();
  await writeFile(options.path, 'by hand\n');

  const rows = await Rows.open({...options, fresh: true});
  await rows.replace([]);
  await rows.close();

  const [kept] = rows.found.setAside;
  assert.equal(await readFile(kept?.keptAs ?? '', 'utf8'), 'by hand\n');
});

test('a journal that a kill left full is emptied with its rows, and a damaged one is kept', async (t) => {
  const folder = await tempFolder(t);
  const options = itemOptions(folder);
  const killed = await Rows.open(options);
  await killed.append([
    {symbol: 'A', value: 1},
    {symbol: 'B', value: 2},
  ]);
  const journal = await readFile(options.journal);
  journal[journal.indexOf('"A"') + 1] = 0x5a;
  await writeFile(options.journal, journal);

  const rows = await Rows.open({...options, fresh: true});
  await rows.replace([]);

  assert.equal(rows.size, 0);
  assert.match(rows.found.setAside[0]?.because ?? '', /journal is damaged/);
  assert.equal((await readdir(folder)).filter((name) => name.startsWith('items.journal.corrupt-')).length, 1);
  await rows.close();
  const after = await Rows.open({...options, path: join(folder, 'items.rows')});
  assert.equal(after.size, 0);
  await after.close();
  await killed.close();
});
