import assert from 'node:assert/strict';
import {readFile, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {answerTable} from '../../../source/control/answers/table.ts';
import {writeDurably} from '../../../source/store/file.ts';
import {encodeBlocklist} from '../../../source/store/formats/blocklist-file.ts';
import {cheap, rowOf, sealedRoot} from '../../helpers/sealed-root.ts';

test('every table comes with its rows and its version', async (t) => {
  const {reading, seal} = await sealedRoot(t);
  await seal({rows: [rowOf()], blocklist: [cheap('ZZZ')]});

  for (const table of ['unfiltered', 'partial', 'final'] as const) {
    assert.deepEqual((await answerTable(reading, {name: 'table', table})).rows, [rowOf()]);
  }
  assert.deepEqual((await answerTable(reading, {name: 'table', table: 'blocklist'})).rows, [cheap('ZZZ')]);
});

test('the version that the asker has comes without rows, another one with them', async (t) => {
  const {reading, seal, paths} = await sealedRoot(t);
  await seal();
  const {version} = await answerTable(reading, {name: 'table', table: 'blocklist'});

  const same = await answerTable(reading, {name: 'table', table: 'blocklist', version});
  await writeDurably(paths.blocklist, encodeBlocklist([cheap('ZZZ')]));
  const other = await answerTable(reading, {name: 'table', table: 'blocklist', version});

  assert.deepEqual(same, {version});
  assert.deepEqual(other.rows, [cheap('ZZZ')]);
});

test('a file that is absent has no rows, and one that is damaged says why', async (t) => {
  const {reading, paths} = await sealedRoot(t);

  const absent = await answerTable(reading, {name: 'table', table: 'final'});
  await writeFile(paths.final, '{');
  const damaged = await answerTable(reading, {name: 'table', table: 'final'});

  assert.deepEqual(absent, {version: 'absent', rows: []});
  assert.deepEqual(damaged.rows, []);
  assert.match(damaged.sentence ?? '', /symbol_universe\.json cannot be shown\. The universe file is not whole JSON/);
});

test('a row that somebody changed past this program is looked at, whatever the manifest says of the file before', async (t) => {
  const {reading, seal, paths} = await sealedRoot(t);
  await seal({rows: [rowOf()], blocklist: [cheap('ZZZ')]});
  for (const table of ['unfiltered', 'partial', 'final', 'blocklist'] as const) {
    const text = await readFile(paths[table], 'utf8');
    await writeFile(paths[table], text.replace(/"lastClose":\s*[\d.]+/, '"lastClose":"much"').replace('0.42', 'much'));

    const {rows, sentence} = await answerTable(reading, {name: 'table', table});

    assert.deepEqual(rows, [], table);
    assert.match(sentence ?? '', /cannot be shown/, table);
  }
});

test('a stored secret that somebody wrote into the blocklist by hand is not repeated', async (t) => {
  const {reading, paths} = await sealedRoot(t);
  const key = 'k'.repeat(24);
  await writeFile(paths.blocklist, `ABC,2026-03-02T22:00:00Z,user:ann,"key ${key} leaked",manual\n`);

  const masked = async (text: string) => text.replaceAll(key, '••••');
  const {rows = []} = await answerTable({...reading, masked}, {name: 'table', table: 'blocklist'});

  assert.deepEqual(
    rows.map((row) => 'justification' in row && row.justification),
    ['key •••• leaked'],
  );
});
