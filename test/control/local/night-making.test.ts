import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse, tuesday, wednesday} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

test('every way to seal a night stands in the history with who did it, what it cost and what it changed', async (t) => {
  const main = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [main.connection]});
  const history = () => house.control().query({name: 'history'});
  const kinds: unknown[] = [];
  const seal = async (command: Parameters<typeof house.perform>[0]): Promise<void> => {
    assert.equal((await house.perform(command)).kind, 'done');
    kinds.push((await history()).map(({making}) => making?.kind));
  };

  await seal({name: 'build'});
  await house.goTo(tuesday);
  await seal({name: 'build', trigger: 'schedule'});
  const [built] = await history();
  await seal({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a reason'});
  const [blocked] = await history();
  await seal({name: 'refilter'});
  await seal({name: 'rollback', date: '2026-03-02', justification: 'a reason'});

  assert.deepEqual(kinds, [
    ['build'],
    ['build', 'build'],
    ['blocks', 'build'],
    ['refilter', 'build'],
    ['refilter', 'rollback'],
  ]);
  assert.deepEqual([built?.making?.actor, built?.making?.trigger], ['olga', 'schedule']);
  assert.ok((built?.making?.calls ?? 0) > 0);
  assert.deepEqual([built?.change?.added, built?.change?.removed, built?.change?.newlyBlocked], [0, 0, 0]);
  assert.deepEqual([blocked?.change?.removed, blocked?.change?.newlyBlocked, blocked?.making?.calls], [1, 1, 0]);
});

test('a rollback changes nothing of whom its night and the nights after it blocked and recovered', async (t) => {
  const cheap = {close: 0.8, cap: 1e9};
  const main = fakeSource('main', {...ordinary(), FALLS: {close: 1.5, cap: 1e9}, SINKS: {close: 1.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [main.connection]});
  const figures = async () =>
    (await house.control().query({name: 'history'})).map(({night, change}) => [
      night,
      change?.newlyBlocked,
      change?.recovered,
      change?.turnover,
    ]);
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  main.rows.set('FALLS', cheap);
  await house.perform({name: 'build'});
  await house.goTo(wednesday);
  main.rows.set('FALLS', {close: 1.5, cap: 1e9});
  main.rows.set('SINKS', cheap);
  await house.perform({name: 'build'});
  const before = await figures();

  await house.perform({name: 'rollback', date: '2026-03-03'});
  const once = await figures();
  await house.perform({name: 'refilter'});
  await house.perform({name: 'rollback', date: '2026-03-04'});
  await house.perform({name: 'refilter'});

  assert.deepEqual(
    before.map(([night, blocked, recovered]) => [night, blocked, recovered]),
    [
      ['2026-03-04', 1, 1],
      ['2026-03-03', 1, 0],
      ['2026-03-02', undefined, undefined],
    ],
  );
  assert.deepEqual(once[0], before[0]);
  assert.deepEqual(
    [once, await figures()].map((rows) => rows.map(([night, blocked, recovered]) => [night, blocked, recovered])),
    [1, 2].map(() => before.map(([night, blocked, recovered]) => [night, blocked, recovered])),
  );
});

test('how long a build took is the same in the history and in the log, however long its verdicts are said', async (t) => {
  const main = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [main.connection]});
  house.works().stream.listen(({event}) => {
    if (event.type === 'batch.saved' || event.type === 'symbol.admitted') void house.clock.advance(1500);
  });

  await house.perform({name: 'build'});

  const [row] = await house.control().query({name: 'history'});
  const [finished] = house.of('build.finished');
  assert.ok((finished?.durationMs ?? 0) >= 1500);
  assert.equal(row?.making?.durationMs, finished?.durationMs);
});
