import assert from 'node:assert/strict';
import {appendFile, readFile, writeFile} from 'node:fs/promises';
import type {TestContext} from 'node:test';
import {test} from 'node:test';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

async function sealedHouse(t: TestContext): Promise<House> {
  const {connection} = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  return house;
}

test('check and explain know of a block by hand that no engine has seen, and check counts it as outside', async (t) => {
  const house = await sealedHouse(t);
  await appendFile(house.paths.blocklist, 'ORDAA # fraud probe\n"a line of nonsense\n');
  const {control} = house;

  const checked = await control().query({name: 'check', symbols: ['ORDAA', 'ORDAB']});
  const explained = await control().query({name: 'explain', symbol: 'ORDAA'});

  assert.deepEqual(checked.inside, ['ORDAB']);
  assert.deepEqual(checked.outside, [
    {
      symbol: 'ORDAA',
      sentence:
        'ORDAA was in the universe when it was sealed. Blocked since then, fraud probe: the next seal leaves it out.',
    },
  ]);
  assert.match(explained.sentence, /Blocked since then, fraud probe: the next seal leaves it out\./);
});

test('explain and check say of a symbol that was unblocked since the seal that it was', async (t) => {
  const house = await sealedHouse(t);
  const asked = () => house.control().query({name: 'explain', symbol: 'CHEAP'});
  const before = await asked();

  await house.perform({name: 'blocklist.remove', symbols: ['CHEAP'], justification: 'it rose'});

  const {outside} = await house.control().query({name: 'check', symbols: ['CHEAP']});
  const news = /Unblocked since then: the next build prices and judges it again\.$/;
  assert.doesNotMatch(before.sentence, news);
  assert.match((await asked()).sentence, news);
  assert.match(outside[0]?.sentence ?? '', news);
});

test('check answers nothing out of a universe that somebody changed after the seal', async (t) => {
  const house = await sealedHouse(t);
  const text = await readFile(house.paths.final, 'utf8');
  await writeFile(house.paths.final, text.replace('"ORDAA"', '"ORDZZ"'));

  const answer = await house.control().query({name: 'check', symbols: ['ORDZZ', 'ORDAB']});

  assert.deepEqual(answer.inside, []);
  assert.deepEqual(
    answer.outside.map(({symbol}) => symbol),
    ['ORDZZ', 'ORDAB'],
  );
  assert.match(answer.sentence ?? '', /^Its SHA-256 differs from the manifest: somebody changed it after the seal\./);
});
