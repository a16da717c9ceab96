import assert from 'node:assert/strict';
import {mkdir, rename, rm} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {carriedOver} from '../../../source/control/note-stranger.ts';
import type {House} from '../../helpers/house.ts';
import {keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

async function furnished(t: TestContext): Promise<House> {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  return house;
}

/** A folder where the secrets belong, which nobody can read as a file. */
async function spoil({paths}: House): Promise<void> {
  await rm(paths.secrets);
  await mkdir(paths.secrets);
}

test('secrets that cannot be read keep retention from nothing', async (t) => {
  const house = await furnished(t);
  const {auditLog} = house.paths;
  await house.safe().audit.close();
  await rename(auditLog, auditLog.replace('.log', '.000000000001.log'));
  await house.perform({name: 'credentials.reveal', provider: 'acme'});
  await spoil(house);
  await house.goTo('2026-06-03T03:00:00.000Z');

  const gone = await house.safe().audit.prune(30, (last) => carriedOver(house.safe(), {auditLog, last}));

  assert.equal(gone.length, 1);
});
