import assert from 'node:assert/strict';
import {readFile, truncate, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {type FirstLook, firstLook, glance, type Looked} from '../../source/control/first-look.ts';
import type {TableName} from '../../source/control/query.ts';
import {blocklist, listings} from '../helpers/dashboard-scene.ts';
import {rowOf, type SealedRoot, sealedRoot} from '../helpers/sealed-root.ts';

const screen = 50;

async function large(t: Parameters<typeof sealedRoot>[0]): Promise<SealedRoot> {
  const root = await sealedRoot(t);
  const rows = listings(3000).map((row) => rowOf({...row, marketCap: 1e9, lastClose: 20}));
  await root.seal({rows, blocklist: blocklist(3000)});
  return root;
}

const of = (look: FirstLook, table: TableName): Looked => look.find((one) => one.table === table) as Looked;

test('a glance has the first rows of every large table and how many there are, the same that a look begins with', async (t) => {
  const {reading} = await large(t);
  const whole = await firstLook(reading);
  const seen = await glance(reading, screen);

  for (const table of ['unfiltered', 'partial', 'final', 'blocklist'] as const) {
    const all = of(whole, table).answer.rows ?? [];
    assert.ok(all.length > 1000);
    assert.equal(of(seen, table).total, all.length, table);
    const first = of(seen, table).answer.rows ?? [];
    assert.ok(first.length >= screen - 2 && first.length <= screen);
    assert.deepEqual(first, all.slice(0, first.length));
    assert.notEqual(of(seen, table).answer.version, of(whole, table).answer.version);
  }
});

test('a small table is read whole, and one that is not there is absent', async (t) => {
  const {reading, seal} = await sealedRoot(t);
  await seal({rows: [rowOf({symbol: 'AAA'}), rowOf({symbol: 'BBB'})]});
  assert.deepEqual(await glance(reading, screen), await firstLook(reading));

  const empty = (await sealedRoot(t)).reading;
  assert.deepEqual(await glance(empty, screen), await firstLook(empty));
});

test('a file that is not as long as its manifest says, or whose beginning is damaged, is looked at whole', async (t) => {
  const {reading, paths} = await large(t);
  const text = await readFile(paths.final, 'utf8');
  await truncate(paths.unfiltered, 400_000);
  // As long as before, so that only its rows give it away.
  await writeFile(paths.final, text.replace('"lastClose":20', '"lastClose":-1'));
  await writeFile(paths.partial, text.replace('{"symbol":"AAA"', '{"symbol":"ZZZ"'));

  const seen = await glance(reading, screen);
  const whole = await firstLook(reading);

  for (const table of ['unfiltered', 'final', 'partial'] as const) {
    assert.equal(of(seen, table).total, undefined, table);
    assert.deepEqual(of(seen, table), of(whole, table));
  }
  assert.match(of(seen, 'final').answer.sentence ?? '', /cannot be shown/);
});
