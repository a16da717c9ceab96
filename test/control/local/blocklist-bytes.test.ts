import assert from 'node:assert/strict';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

/** As an editor of Windows writes them. */
const fraud = Buffer.from('NVDA\nMSFT,2026-03-02T22:00:00Z,user:ann,"fraud caf\xe9",manual\n', 'latin1');

async function market(t: TestContext): Promise<House> {
  const {connection} = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  return house;
}

async function append(house: House, bytes: Buffer): Promise<void> {
  await house.close();
  await writeFile(house.paths.blocklist, Buffer.concat([await readFile(house.paths.blocklist), bytes]));
  await house.reopen();
}

const statusOf = (house: House) => house.control().query({name: 'status'});

test('a line that is not UTF-8 is taken over with those beside it', async (t) => {
  const house = await market(t);

  await append(house, fraud);

  const text = await readFile(house.paths.blocklist, 'utf8');
  assert.match(text, /^CHEAP,/m);
  assert.match(text, /^NVDA,/m);
  assert.match(text, /^MSFT,2026-03-02T22:00:00Z,user:ann,fraud café,manual$/m);
  assert.deepEqual(house.of('file.set-aside'), []);
  assert.equal((await statusOf(house)).setAside, undefined);
});

test('a blocklist that was set aside is named until a person has taken the copy away', async (t) => {
  const house = await market(t);

  await append(house, Buffer.from('NVDA\n"open\n'));

  const [found] = house.of('file.set-aside');
  const kept = String(found?.keptAs);
  const said = await statusOf(house);
  const verified = await house.control().query({name: 'verify', deep: false});
  const check = verified.checks.find((one) => one.check === 'blocklist');
  assert.match(await readFile(house.paths.blocklist, 'utf8'), /^NVDA,/m);
  assert.equal(said.setAside?.length, 1);
  assert.ok(said.setAside?.[0]?.includes(kept));
  assert.deepEqual([check?.passed, check?.reported, check?.sentence.includes(kept)], [true, true, true]);
  await rm(kept);
  assert.equal((await statusOf(house)).setAside, undefined);
});
