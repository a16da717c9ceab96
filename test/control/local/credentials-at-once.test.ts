import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import type {House} from '../../helpers/house.ts';
import {auditOf, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

test('of values that are set at once from several profiles the first is added, and the others change it', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'universe-at-once-'));
  const acme = keyedSource('acme');
  const houses: House[] = [];
  for (const profile of ['one', 'two', 'three']) houses.push(await openKeyedHouse(t, [acme], {root, place: {profile}}));
  t.after(() => rm(root, {recursive: true, force: true}));
  const [first] = houses;
  assert.ok(first);

  let isOver = false;
  const setting = Promise.all(
    houses.map((house) => house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}})),
  ).finally(() => {
    isOver = true;
  });
  // Who waits for another waits by the clock.
  while (!isOver) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    await Promise.all(houses.map(({clock}) => clock.advance(1)));
  }
  const results = await setting;

  assert.deepEqual(results.map(({data}) => data?.action).sort(), ['add', 'edit', 'edit']);
  assert.deepEqual(results.map(({sentence}) => /apiKey (\w+)/.exec(sentence)?.[1]).sort(), [
    'added',
    'changed',
    'changed',
  ]);
  const records = await auditOf(first.paths);
  const of = (stage: string) => records.filter((one) => one.stage === stage).map(({action}) => action);
  // Each says that it is done once it has let go of the file: in which order is nobody's promise.
  assert.deepEqual(of('done').sort(), ['add', 'edit', 'edit']);
  assert.deepEqual(of('writing'), ['add', 'edit', 'edit']);
  assert.equal(of('intended').length, of('done').length + of('failed').length);
  const {whole} = await first.control().query({name: 'audit'});
  assert.equal(whole, true);
});
