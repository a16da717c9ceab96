import assert from 'node:assert/strict';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../../source/failure.ts';
import {inState} from '../../../source/store/paths.ts';
import {type FakeRow, fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse, owner, tuesday} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const why = 'a lawsuit was filed';

async function built(t: TestContext, rows: Record<string, FakeRow> = {}): Promise<House> {
  const {connection} = fakeSource('main', {...ordinary(), ...rows}, bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  return house;
}

const lastEdit = async (house: House) => (await house.control().query({name: 'last-edit'})).edit;
const block = (house: House, symbols: string[], until?: string) =>
  house.perform({name: 'blocklist.add', symbols, justification: why, ...(until === undefined ? {} : {until})});
const unblock = (house: House, symbols: string[]) =>
  house.perform({name: 'blocklist.remove', symbols, justification: 'it was a mistake'});

async function undo(house: House) {
  const edit = await lastEdit(house);
  return house.perform({name: 'blocklist.undo', record: edit?.record ?? 0});
}

async function refused(work: Promise<unknown>): Promise<string> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof Failure);
  return `${thrown.code} ${thrown.message}`;
}

test('where nobody has blocked anything there is nothing to undo', async (t) => {
  const house = await built(t);

  assert.equal(await lastEdit(house), undefined);
  assert.match(await refused(house.perform({name: 'blocklist.undo', record: 1})), /^undo\.nothing/);
});

test('an undo of a block unblocks and puts the symbol back into the universe, and is an act of its own', async (t) => {
  const house = await built(t);
  await block(house, ['ORDAA']);
  const looked = await lastEdit(house);

  const result = await undo(house);

  assert.deepEqual(
    {...looked, record: undefined, at: undefined},
    {
      record: undefined,
      at: undefined,
      actor: 'olga',
      action: 'added',
      symbols: ['ORDAA'],
      justification: why,
      steps: [{symbol: 'ORDAA', does: 'unblock'}],
    },
  );
  assert.match(result.sentence, /^Undone: ORDAA unblocked\. The universe was sealed again with it\.$/);
  assert.deepEqual(house.blocked(), []);
  assert.equal((await house.sealed()).length, 40);
  const change = house.of('blocklist.changed').at(-1);
  assert.deepEqual(
    [change?.action, change?.symbols, change?.justification, change?.undoes],
    ['removed', ['ORDAA'], `undo of: ${why}`, looked?.record],
  );
  assert.deepEqual(
    house
      .of('command.recorded')
      .filter(({command}) => command === 'blocklist.undo')
      .map(({stage, actor}) => [stage, actor]),
    [
      ['intended', 'olga'],
      ['done', 'olga'],
    ],
  );
});

test('an undo of an unblock blocks again with the reason, the end and the person of before, also after a restart', async (t) => {
  const house = await built(t);
  await block(house, ['ORDAA'], '2026-12-31T23:59:59.000Z');
  const entry = house.works().blocklist.get('ORDAA');
  await house.perform({name: 'access.grant', user: 'otto', role: 'operator'});
  await house.perform(
    {name: 'blocklist.remove', symbols: ['ORDAA'], justification: 'it was a mistake'},
    {...owner, name: 'otto'},
  );
  await house.reopen();

  const steps = (await lastEdit(house))?.steps;
  await undo(house);

  assert.deepEqual(steps, [{symbol: 'ORDAA', does: 'block', because: why, until: '2026-12-31T23:59:59.000Z'}]);
  assert.deepEqual(house.works().blocklist.get('ORDAA'), entry);
  assert.equal((await house.sealed()).includes('ORDAA'), false);
});

test('what was below the floor before a person blocked it is below the floor again, not a person’s for ever', async (t) => {
  const house = await built(t, {CHEAP: {close: 0.5, cap: 1e9}});
  const automatic = house.works().blocklist.get('CHEAP');
  await block(house, ['CHEAP', 'ORDAA']);

  const result = await undo(house);

  assert.match(result.sentence, /CHEAP blocked again\. ORDAA unblocked\./);
  assert.equal(automatic?.origin, 'price-floor');
  assert.deepEqual(house.works().blocklist.get('CHEAP'), automatic);
  assert.deepEqual(house.blocked(), ['CHEAP']);
});

test('an undo of an undo does all of it again, though it stands as two records', async (t) => {
  const house = await built(t, {CHEAP: {close: 0.5, cap: 1e9}});
  await block(house, ['CHEAP', 'ORDAA']);
  const entries = ['CHEAP', 'ORDAA'].map((symbol) => house.works().blocklist.get(symbol));
  await undo(house);
  const looked = await lastEdit(house);

  await undo(house);

  assert.equal(looked?.undoes !== undefined, true);
  assert.deepEqual(
    ['CHEAP', 'ORDAA'].map((symbol) => house.works().blocklist.get(symbol)),
    entries,
  );
});

test('an undo steps back over a block that was there already with the same reason and end', async (t) => {
  const house = await built(t);
  await block(house, ['ORDAA']);
  await house.goTo(tuesday);
  await block(house, ['ORDAA']);

  const {sentence} = await undo(house);

  assert.match(sentence, /^Undone: ORDAA unblocked\./);
  assert.deepEqual(house.blocked(), []);
});

test('another reason is a change, which an undo takes back', async (t) => {
  const house = await built(t);
  await block(house, ['ORDAA']);
  const entry = house.works().blocklist.get('ORDAA');
  await house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a second lawsuit'});

  await undo(house);

  assert.deepEqual(house.works().blocklist.get('ORDAA'), entry);
});

test('of two who block at the same moment the log has them in the order in which they took effect, and an undo takes back the later', async (t) => {
  const house = await built(t);
  await house.perform({name: 'access.grant', user: 'otto', role: 'operator'});
  const first = block(house, ['ORDAA']);
  const second = house.perform(
    {name: 'blocklist.add', symbols: ['ORDAA'], justification: 'another lawsuit'},
    {...owner, name: 'otto'},
  );
  await Promise.all([first, second]);
  const changes = house.of('blocklist.changed');

  const {sentence} = await undo(house);

  assert.deepEqual(
    changes.map(({actor, before}) => [actor, before?.map(({symbol}) => symbol)]),
    [
      ['olga', []],
      ['otto', ['ORDAA']],
    ],
  );
  assert.match(sentence, /^Undone: ORDAA blocked again\./);
  const {origin, ...entry} = house.works().blocklist.get('ORDAA') ?? {origin: undefined};
  assert.deepEqual({...entry, at: undefined}, {symbol: 'ORDAA', at: undefined, actor: 'olga', justification: why});
  assert.equal((await house.sealed()).length, 39);
});

test('an edit is on record before the universe is sealed again with it', async (t) => {
  const house = await built(t);
  const earlier = house.events.length;

  await block(house, ['ORDAA']);

  const said = house.events.slice(earlier).map(({type}) => type);
  assert.ok(said.indexOf('blocklist.changed') < said.indexOf('build.started'), said.join(' '));
});

test('an undo leaves what somebody has blocked anew since, in the file too', async (t) => {
  const house = await built(t);
  await block(house, ['ORDAA', 'ORDAB']);
  const text = await readFile(house.paths.blocklist, 'utf8');
  await writeFile(house.paths.blocklist, text.replace(`ORDAA,`, '#').concat('ORDAA # mine\n'));

  const {sentence} = await undo(house);

  assert.match(sentence, /^Undone: ORDAB unblocked\./);
  assert.deepEqual(house.blocked(), ['ORDAA']);
});

test('an undo that was decided before somebody else changed the list is refused', async (t) => {
  const house = await built(t);
  await block(house, ['ORDAA']);
  const looked = await lastEdit(house);
  await block(house, ['ORDAB']);

  const said = await refused(house.perform({name: 'blocklist.undo', record: looked?.record ?? 0}));

  assert.match(said, /^undo\.other Meanwhile olga blocked ORDAB; nothing was undone\.$/);
  assert.deepEqual(house.blocked(), ['ORDAA', 'ORDAB']);
});

test('a block that has ended by itself, and an unblock after which it was blocked anew, leave nothing to undo', async (t) => {
  const house = await built(t, {CHEAP: {close: 0.5, cap: 1e9}});
  await block(house, ['ORDAA'], '2026-03-03T12:00:00.000Z');
  await house.goTo(tuesday);
  await house.perform({name: 'build'});
  const ended = (await lastEdit(house))?.sentence;
  await unblock(house, ['CHEAP']);
  await house.goTo('2026-03-05T03:00:00.000Z');
  await house.perform({name: 'build'});

  assert.equal(ended, 'There is nothing to undo: ORDAA: it is not blocked any more.');
  assert.match(await refused(undo(house)), /CHEAP: it is blocked again already/);
});

test('a blocklist that is damaged after an undo gets its entries back as they were', async (t) => {
  const house = await built(t, {CHEAP: {close: 0.5, cap: 1e9}});
  const automatic = house.works().blocklist.get('CHEAP');
  await block(house, ['CHEAP']);
  await undo(house);
  await house.close();
  await rm(house.paths.blocklist);
  await rm(inState(house.paths, 'blocklist.journal'));

  await house.reopen();

  const found = house.works().blocklist.get('CHEAP');
  assert.equal(found?.origin, 'price-floor');
  assert.deepEqual({...found, at: undefined}, {...automatic, at: undefined});
});

test('who may not block may not undo either', async (t) => {
  const house = await built(t);
  await block(house, ['ORDAA']);
  const edit = await lastEdit(house);

  const asked = house.perform({name: 'blocklist.undo', record: edit?.record ?? 0}, {...owner, name: 'vera'});

  assert.match(await refused(asked), /^access\.denied/);
});

test('an edit that is older than a recovery says so, for the recovery is not what an undo would reverse', async (t) => {
  const house = await built(t);
  await block(house, ['ORDAA']);
  const before = await lastEdit(house);
  await house.clock.advance(60_000);
  await house.perform({name: 'recover'});

  const after = await lastEdit(house);

  assert.equal(before?.recoveredAt, undefined);
  assert.ok((after?.recoveredAt ?? '') > (after?.at ?? ''));
});

test('where there was a recovery and no edit the answer tells of the recovery', async (t) => {
  const house = await built(t);
  await house.perform({name: 'recover'});

  const answer = await house.control().query({name: 'last-edit'});

  assert.deepEqual(Object.keys(answer), ['recoveredAt']);
});
