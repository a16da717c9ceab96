import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {verifyLog} from '../../../source/store/log-file.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse, owner, tuesday} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const far = {name: 'olga', via: 'command', from: '192.0.2.7'} as const;

test('every change leaves what was intended and how it ended in the log, chained', async (t) => {
  const main = fakeSource('main', {...ordinary(), CHEAP: {close: 0.5, cap: 1e9}}, bulk);
  const house = await openHouse(t, {connections: [main.connection]});
  const justification = 'a reason';
  const commands: readonly (readonly [Command, 'done' | 'failed'])[] = [
    [{name: 'build'}, 'done'],
    [{name: 'recover'}, 'done'],
    [{name: 'refilter'}, 'done'],
    [{name: 'rollback'}, 'failed'],
    [{name: 'blocklist.add', symbols: ['ORDAA'], justification}, 'done'],
    [{name: 'blocklist.remove', symbols: ['ORDAA'], justification}, 'done'],
    [{name: 'blocklist.remove', symbols: ['ORDAA'], justification}, 'failed'],
    [{name: 'settings.set', field: 'minPrice', value: 2}, 'done'],
    [{name: 'settings.set', field: 'minPrice', value: 'x'}, 'failed'],
    [{name: 'settings.unset', field: 'minPrice'}, 'done'],
    [{name: 'halt', justification}, 'done'],
    [{name: 'build'}, 'failed'],
    [{name: 'resume', justification}, 'done'],
    [{name: 'stop'}, 'done'],
    [{name: 'migrate', dryRun: true}, 'done'],
    [{name: 'snapshot', file: join(house.paths.root, 'kept.tar.gz')}, 'done'],
  ];

  for (const [command] of commands) await house.perform(command, far).catch(() => {});
  await house.close();

  const lines = (await readFile(house.paths.opsLog, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const recorded = lines.filter(({type}) => type === 'command.recorded');
  assert.deepEqual(
    recorded.map(({command, stage, actor, via}) => [command, stage, actor, via]),
    commands.flatMap(([{name}, end]) => [
      [name, 'intended', 'olga', 'command from 192.0.2.7'],
      [name, end, 'olga', 'command from 192.0.2.7'],
    ]),
  );
  assert.deepEqual(
    recorded.filter((line) => line.command === 'halt').map((line) => line.justification),
    [justification, justification],
  );
  const {records, broken} = await verifyLog(house.paths.opsLog);
  assert.deepEqual([records, broken], [lines.length, undefined]);
});

test('the manifest keeps the head of the log, so that a log cut short is seen', async (t) => {
  const main = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [main.connection]});
  await house.perform({name: 'build'}, owner);
  await house.close();
  const text = await readFile(house.paths.opsLog, 'utf8');
  const last = JSON.parse(text.trim().split('\n').at(-1) ?? '');

  const noted = JSON.parse(await readFile(house.paths.manifest, 'utf8')).value.logs.ops;

  assert.deepEqual(noted, {seq: last.seq, hash: last.hash});
});

test('what the log cannot take is not done', async (t) => {
  const main = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [main.connection]});
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  const before = await readFile(house.paths.blocklist);
  t.mock.method(house.works().stream, 'flush', async () => {
    throw new Error('the disk is full');
  });

  await assert.rejects(
    house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a reason'}),
    /the disk is full/,
  );

  t.mock.restoreAll();
  assert.deepEqual(house.blocked(), []);
  assert.deepEqual(await readFile(house.paths.blocklist), before);
});
