import assert from 'node:assert/strict';
import {appendFile, readFile, writeFile} from 'node:fs/promises';
import type {TestContext} from 'node:test';
import {test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse, tuesday, tuesdayNoon} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const other: Command = {name: 'blocklist.add', symbols: ['TYPO'], justification: 'to be sure'};

async function sealedHouse(t: TestContext): Promise<House> {
  const {connection} = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  return house;
}

test('a symbol blocked by hand leaves the universe with whatever command takes the edit over', async (t) => {
  const house = await sealedHouse(t);
  await appendFile(house.paths.blocklist, 'ORDAA\n');

  await house.perform(other);

  assert.equal((await house.sealed()).includes('ORDAA'), false);
  const edit = house.of('blocklist.changed').find(({action}) => action === 'file-edit');
  assert.deepEqual([edit?.actor, edit?.symbols, edit?.removed], ['user:file-edit', ['ORDAA'], []]);
  assert.equal((await house.control().query({name: 'verify', deep: true})).fit, true);
});

test('an edit that was made while nobody ran is followed as well', async (t) => {
  const house = await sealedHouse(t);
  await house.close();
  await appendFile(house.paths.blocklist, 'ORDAA\n');
  await house.reopen();

  await house.perform(other);

  assert.equal((await house.sealed()).includes('ORDAA'), false);
});

test('an edit by hand names each symbol once, and says whether the universe is sealed again with it', async (t) => {
  const house = await sealedHouse(t);
  await edit(house, 'ORDAA\nFOREIGN\n');
  await edit(house, 'UNLISTED\n');
  await house.goTo(tuesdayNoon);
  await edit(house, 'ORDAB\n');

  const said = house.of('blocklist.changed').filter(({action}) => action === 'file-edit');

  assert.deepEqual(
    said.map(({symbols, resealed}) => [[...symbols].sort(), resealed]),
    [
      [['FOREIGN', 'ORDAA'], true],
      [['UNLISTED'], false],
      [['ORDAB'], false],
    ],
  );
});

/** Whatever command comes next looks at the file, a moment after it was written. */
async function edit(house: House, lines: string): Promise<void> {
  await appendFile(house.paths.blocklist, lines);
  await house.perform({name: 'blocklist.add', symbols: ['TYPO'], justification: `after ${lines.trim()}`});
}

test('an edit by hand inside a session waits for the next seal', async (t) => {
  const house = await sealedHouse(t);
  const before = await readFile(house.paths.final);
  await house.goTo(tuesdayNoon);
  await appendFile(house.paths.blocklist, 'ORDAA\n');

  await house.perform(other);

  assert.deepEqual(await readFile(house.paths.final), before);
  assert.ok(house.blocked().includes('ORDAA'));
});

test('lines that a person added beside one that cannot be read are on record as theirs', async (t) => {
  const house = await sealedHouse(t);
  await house.close();
  await appendFile(house.paths.blocklist, 'ORDAA\nORDAB,yesterday,me,x,manual\n');

  await house.reopen();

  assert.deepEqual(
    house.of('blocklist.changed').map(({action, actor, symbols}) => ({action, actor, symbols})),
    [{action: 'file-edit', actor: 'user:file-edit', symbols: ['ORDAA']}],
  );
  assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAA']);
});

test('an edit that a build took over leaves the standing universe where the build seals nothing', async (t) => {
  const source = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [source.connection]});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  for (const symbol of ['ORDAF', 'ORDAG', 'ORDAH', 'ORDAI']) source.rows.set(symbol, {close: 50, cap: 290e6});
  await appendFile(house.paths.blocklist, 'ORDAA\n');

  const built = await house.perform({name: 'build'});

  assert.equal(built.kind, 'unfit');
  assert.equal((await house.sealed()).length, 39);
  assert.equal((await house.sealed()).includes('ORDAA'), false);
});

test('comments that a person wrote into the file stay in it', async (t) => {
  const house = await sealedHouse(t);
  await appendFile(house.paths.blocklist, '# until the lawsuit is over\nORDAA\n');

  await house.perform(other);
  await house.reopen();
  await house.perform({name: 'blocklist.remove', symbols: ['TYPO'], justification: 'no doubt left'});

  const lines = (await readFile(house.paths.blocklist, 'utf8')).split('\n');
  assert.deepEqual(lines.slice(0, 3), [
    '# symbol-universe blocklist, format 2',
    '# SYMBOL,UTC,SOURCE,REASON,FLAGS',
    '# until the lawsuit is over',
  ]);
  assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAA']);
});

for (const isOpen of [true, false]) {
  test(`comments stay beside a line that cannot be read, written ${isOpen ? 'while an engine is open' : 'before one opens'}`, async (t) => {
    const house = await sealedHouse(t);
    await appendFile(house.paths.blocklist, '# kept from before\n');
    await house.perform(other);
    if (!isOpen) await house.close();
    await appendFile(house.paths.blocklist, '# until the lawsuit is over\nORDAA\nbroken,,\n');
    if (!isOpen) await house.reopen();

    await house.perform({name: 'blocklist.remove', symbols: ['TYPO'], justification: 'no doubt left'});

    const lines = (await readFile(house.paths.blocklist, 'utf8')).split('\n');
    assert.deepEqual(lines.slice(2, 4), ['# kept from before', '# until the lawsuit is over']);
    assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAA']);
  });
}

for (const isOpen of [true, false]) {
  test(`a blocklist that was emptied ${isOpen ? 'while an engine is open' : 'before one opens'} unblocks nobody, and one cut to its first line does`, async (t) => {
    const house = await sealedHouse(t);
    await house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'fraud probe'});
    const whole = await readFile(house.paths.blocklist, 'utf8');
    const write = async (text: string) => {
      if (!isOpen) await house.close();
      await writeFile(house.paths.blocklist, text);
      if (!isOpen) await house.reopen();
    };

    await write('');
    await house.perform(other);
    assert.deepEqual(house.blocked(), ['CHEAP', 'ORDAA', 'TYPO']);
    assert.match(house.of('file.set-aside')[0]?.because ?? '', /was emptied, first line and all/);

    await write(`${whole.split('\n', 1)[0]}\n`);
    await house.perform(other);
    assert.deepEqual(house.blocked(), ['TYPO']);
  });
}
