import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fakeSource} from '../helpers/fake-source.ts';
import {openHouse} from '../helpers/house.ts';
import {bulk, ordinary} from '../helpers/ordinary.ts';

test('a symbol that two lists hold counts once, and each list still says how many it holds', async (t) => {
  const main = fakeSource('main', ordinary(), bulk);
  const other = fakeSource('other', {...ordinary(), ALONE: {close: 50, cap: 1e9}}, {...bulk, official: false});
  const house = await openHouse(t, {connections: [main.connection, other.connection]});

  await house.perform({name: 'build'});

  const [report] = house.of('pass.finished').map((event) => event.report);
  assert.deepEqual([report?.pass, report?.symbols, report?.total], ['collect', 41, 41]);
  assert.deepEqual(
    house
      .of('batch.saved')
      .filter(({pass}) => pass === 'collect')
      .map(({provider, answered, done}) => [provider, answered, done]),
    [
      ['main', 40, 40],
      ['other', 41, 41],
    ],
  );
});
