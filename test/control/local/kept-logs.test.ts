import assert from 'node:assert/strict';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import type {House} from '../../helpers/house.ts';
import {keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

const logs = async (house: House) => {
  const {whole, checks} = await house.control().query({name: 'audit'});
  assert.equal(whole, true);
  return checks.filter(({check}) => check.endsWith('-log'));
};
const words = 'A restore put it in the place of another, which has records that this one has not, and is kept as';

test('after a restore an audit names the logs that were kept aside, until they are gone', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const set = () => house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  const file = join(house.paths.root, 'snapshot.tar.gz');
  const restored = async (): Promise<string> => {
    const {data} = await house.perform({name: 'restore', file, justification: 'moved back'});
    await house.reopen();
    await house.clock.advance(60_000);
    return String(data?.keptAs);
  };
  await set();
  await house.perform({name: 'snapshot', file});
  await set();
  assert.deepEqual(
    (await logs(house)).filter(({reported}) => reported),
    [],
  );

  const first = await restored();
  const kept = [house.paths.opsLog, house.paths.auditLog].map((path) => path.replace(house.paths.base, first));
  for (const [index, {reported, sentence}] of (await logs(house)).entries()) {
    assert.equal(reported, true);
    assert.ok(sentence.endsWith(` records holds. ${words} ${kept[index]}.`), sentence);
  }

  const second = await restored();
  for (const {sentence} of await logs(house)) {
    const [later, earlier] = [sentence.indexOf(second), sentence.indexOf(first)];
    assert.ok(later > 0 && later < earlier, sentence);
  }

  for (const folder of [first, second]) await rm(folder, {recursive: true});
  for (const {reported, sentence} of await logs(house))
    assert.deepEqual([reported, /records holds\.$/.test(sentence)], [undefined, true]);
});
