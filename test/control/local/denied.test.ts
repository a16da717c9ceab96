import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import type {Actor, Command} from '../../../source/control/control.ts';
import {Failure} from '../../../source/failure.ts';
import {verifyLog} from '../../../source/store/log-file.ts';
import {type House, tuesday} from '../../helpers/house.ts';
import {auditOf, filesWith, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

const vera: Actor = {name: 'vera', via: 'command', from: '192.0.2.9'};

const commands: readonly Command[] = [
  {name: 'build'},
  {name: 'build', override: ['removed']},
  {name: 'refilter'},
  {name: 'recover'},
  {name: 'rollback'},
  {name: 'stop'},
  {name: 'blocklist.add', symbols: ['AAPL'], justification: 'because I can'},
  {name: 'blocklist.remove', symbols: ['AAPL'], justification: 'because I can'},
  {name: 'blocklist.undo', record: 1},
  {name: 'export', table: 'final', format: 'csv', file: '/nowhere/a.csv'},
  {name: 'settings.set', field: 'minPrice', value: 2},
  {name: 'settings.unset', field: 'minPrice'},
  {name: 'halt', justification: 'because I can'},
  {name: 'resume', justification: 'because I can'},
  {name: 'snapshot', file: '/nowhere/a.tar.gz'},
  {name: 'restore', file: '/nowhere/a.tar.gz', justification: 'because I can'},
  {name: 'migrate', dryRun: false},
];

type Line = {readonly type: string; readonly command?: string; readonly actor?: string};

async function opsOf({paths}: House): Promise<readonly Line[]> {
  const lines = (await readFile(paths.opsLog, 'utf8')).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line).filter(({type}) => type === 'command.recorded');
}

async function denied(house: House, command: Command, actor: Actor = vera): Promise<void> {
  const isDenied = (thrown: unknown) => thrown instanceof Failure && thrown.code === 'access.denied';
  await assert.rejects(house.perform(command, actor), isDenied);
}

for (const command of commands) {
  const what = 'override' in command ? `${command.name} over a gate` : command.name;
  test(`a viewer who tries ${what} is on record as denied, and nothing else is`, async (t) => {
    const house = await openKeyedHouse(t, [keyedSource('acme')]);

    await denied(house, command);

    const lines = await opsOf(house);
    assert.equal(lines.length, 1);
    const {seq: _seq, at: _at, time: _time, hash: _hash, ...record} = lines[0] as Line & Record<string, unknown>;
    assert.deepEqual(record, {
      type: 'command.recorded',
      command: command.name,
      stage: 'failed',
      actor: 'vera',
      via: 'command from 192.0.2.9',
      detail: 'denied: vera is viewer',
    });
    assert.equal((await verifyLog(house.paths.opsLog)).broken, undefined);
  });
}

test('the same denial is on record once a minute, from whichever process, and another one at once', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);

  await Promise.all(Array.from({length: 30}, () => denied(house, {name: 'build'})));
  await house.reopen();
  await denied(house, {name: 'build'});
  await denied(house, {name: 'halt', justification: 'because I can'});
  await denied(house, {name: 'build'}, {name: 'victor', via: 'command'});
  await house.goTo(tuesday);
  await denied(house, {name: 'build'});

  assert.deepEqual(
    (await opsOf(house)).map(({command, actor}) => `${actor} ${command}`),
    ['vera build', 'vera halt', 'victor build', 'vera build'],
  );
});

test('names that are made up cannot fill the logs either', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);

  for (let made = 0; made < 50; made++) {
    const actor: Actor = {name: `v${made}`, via: 'command'};
    await denied(house, {name: 'build'}, actor);
    await denied(house, {name: 'credentials.read'}, actor);
  }

  assert.equal((await opsOf(house)).length, 20);
  assert.equal((await auditOf(house.paths)).length, 20);
});

const secret = madeKey();

for (const [command, about] of [
  [
    {name: 'credentials.set', provider: 'acme', values: {apiKey: secret, [secret]: secret}},
    {provider: 'acme', fields: ['apiKey']},
  ],
  [{name: 'credentials.reveal', provider: 'acme'}, {provider: 'acme'}],
  [{name: 'credentials.reveal', provider: secret}, {}],
  [{name: 'rotation.run', due: false, providers: ['acme', secret]}, {fields: ['acme']}],
  [{name: 'access.grant', user: 'vera', role: 'admin'}, {fields: ['vera']}],
  [{name: 'access.revoke', user: secret}, {}],
] as const satisfies readonly (readonly [Command, object])[]) {
  test(`who is denied ${command.name} is on record with ${JSON.stringify(about)} and no other word`, async (t) => {
    const house = await openKeyedHouse(t, [keyedSource('acme')]);

    await denied(house, command);
    await denied(house, command);

    const records = await auditOf(house.paths);
    assert.deepEqual(
      records.map(({provider, fields, user, detail}) => JSON.parse(JSON.stringify({provider, fields, user, detail}))),
      [{...about, user: 'vera', detail: 'denied: vera is viewer'}],
    );
    assert.deepEqual(await filesWith(house.paths.root, secret), []);
  });
}
