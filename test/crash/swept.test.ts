import assert from 'node:assert/strict';
import {mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'node:test';
import {build} from '../../source/engine/build.ts';
import {compress} from '../../source/store/night-part.ts';
import {openRoom, order} from '../helpers/engine-room.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {syntheticMarket} from '../helpers/synthetic-market.ts';

test('what a killed writer left half-written is gone after the next build, wherever it was', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'universe-swept-'));
  t.after(() => rm(root, {recursive: true, force: true}));
  const clock = manualClock('2026-03-03T04:00:00.000Z');
  const left = [
    'state/answers/nasdaq-stocks.json.123456789',
    'state/prices.rows.1',
    'output/screeners/symbol_universe.json.42',
    'output/screeners/history/2026-03-02/verdicts.jsonl.4294967295',
  ];
  for (const file of left) {
    await mkdir(join(root, file, '..'), {recursive: true});
    await writeFile(join(root, file), 'half');
  }

  const room = await openRoom({root, clock, connections: syntheticMarket({symbols: 50}).connections});
  const outcome = await build(room.works, order());
  await room.close();

  assert.equal(outcome.outcome, 'sealed');
  const names = await readdir(root, {recursive: true});
  assert.deepEqual(
    names.filter((name) => /\.\d+$/.test(name)),
    [],
  );
});

test('a night whose compression was killed has nothing left over once it is compressed', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'universe-swept-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  await writeFile(join(folder, 'verdicts.jsonl'), '{}\n');
  await writeFile(join(folder, 'verdicts.jsonl.gz.77'), 'half');

  await compress(folder);

  assert.deepEqual(await readdir(folder), ['verdicts.jsonl.gz']);
});
