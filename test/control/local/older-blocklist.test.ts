import assert from 'node:assert/strict';
import {appendFile, readFile, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {fakeSource} from '../../helpers/fake-source.ts';
import {monday, openHouse, tuesdayNoon} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const longAgo = '2025-08-08T21:00:00.000Z';

for (const [when, at] of [
  ['of a minute ago', monday],
  ['of long ago', longAgo],
] as const) {
  test(`whom the original blocked for the floor, in a line ${when}, is priced by the next build`, async (t) => {
    const {connection} = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
    const lines = [
      `ORDAA,${at},nasdaq,below price floor: 0.42 < 1.00`,
      `ORDAB,${at},nasdaq,below price floor`,
      `CHEAP,${at},nasdaq,below price floor: 0.42 < 1.00`,
      `ORDAC,${at},nasdaq,fraud probe`,
    ];
    const before = ({blocklist}: {blocklist: string}) => writeFile(blocklist, `${lines.join('\n')}\n`);
    const house = await openHouse(t, {connections: [connection], before});

    await house.perform({name: 'build'});

    assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAC']);
    const sealed = await house.sealed();
    assert.deepEqual([sealed.includes('ORDAA'), sealed.includes('ORDAB')], [true, true]);
    assert.deepEqual(house.of('blocklist.changed'), []);
    const recovered = house.of('symbol.recovered').map(({symbol, blockedClose}) => [symbol, blockedClose]);
    assert.deepEqual(
      new Map(recovered as [string, number | undefined][]),
      new Map([
        ['ORDAA', 0.42],
        ['ORDAB', undefined],
      ]),
    );
    assert.deepEqual(
      house.of('symbol.blocklisted').map(({symbol, lastClose, session}) => [symbol, lastClose, session]),
      [['CHEAP', 0.5, '2026-03-02']],
    );
    assert.match(
      await readFile(house.paths.blocklist, 'utf8'),
      new RegExp(`^CHEAP,${at},main,below price floor: 0.50 < 1.00 \\(session 2026-03-02\\),auto$`, 'm'),
    );
  });
}

test('nobody whom the original blocked for the floor is let in by a refilter, which asks for no price', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  await appendFile(house.paths.blocklist, `ORDAA,${longAgo},nasdaq,below price floor\n`);

  await house.perform({name: 'refilter'});

  assert.equal((await house.sealed()).includes('ORDAA'), false);
  assert.deepEqual(house.blocked(), ['ORDAA']);
});

test('a line of the original beside one that cannot be read stays an automatic entry', async (t) => {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  await house.goTo(tuesdayNoon);
  await appendFile(house.paths.blocklist, `ORDAA,${longAgo},nasdaq,below price floor\nbroken,,\n`);

  await house.perform({name: 'blocklist.add', symbols: ['TYPO'], justification: 'to be sure'});

  assert.equal(house.works().blocklist.get('ORDAA')?.origin, 'price-floor');
});
