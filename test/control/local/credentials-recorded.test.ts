import assert from 'node:assert/strict';
import {mkdir, readFile, rename, rm} from 'node:fs/promises';
import {test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {sumOf} from '../../../source/store/file.ts';
import type {House} from '../../helpers/house.ts';
import {auditOf, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

/** A folder in its place: no user, root included, can append to that. */
async function blockAudit({paths}: House): Promise<() => Promise<void>> {
  const aside = `${paths.auditLog}.aside`;
  await rename(paths.auditLog, aside);
  await mkdir(paths.auditLog);
  return async () => {
    await rm(paths.auditLog, {recursive: true});
    await rename(aside, paths.auditLog);
  };
}

const commands = (house: House, backup: string): readonly Command[] => [
  {name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}},
  {name: 'credentials.rotate', provider: 'acme', values: {apiKey: madeKey()}},
  {name: 'credentials.remove', provider: 'acme'},
  {name: 'credentials.reveal', provider: 'acme'},
  {name: 'credentials.read'},
  {name: 'credentials.check'},
  {name: 'credentials.diff', backup},
  {name: 'credentials.restore', backup},
  {name: 'keys.generate', print: true},
  {name: 'keys.rotate', dropOld: true},
  {name: 'access.grant', user: 'ann', role: 'admin'},
  {name: 'access.revoke', user: 'otto'},
  {name: 'secrets.encrypt', file: house.paths.settings, output: `${house.paths.root}/settings.enc`},
  {name: 'secrets.decrypt', file: house.paths.secrets},
  {name: 'secrets.forget', file: `${house.paths.root}/settings.enc`},
];

test('what cannot be recorded is not done, whatever it is', async (t) => {
  const acme = keyedSource('acme');
  const settings = {access: {users: {otto: 'operator'}}};
  const house = await openKeyedHouse(t, [acme], {settings});
  const apiKey = madeKey();
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});
  await house.perform({name: 'credentials.set', provider: 'acme', values: {account: 'main'}});
  const backup = (await house.control().query({name: 'backups'}))[0]?.name ?? '';
  const files = [house.paths.secrets, house.paths.key, house.paths.settings, house.paths.credentialsState];
  const before = await Promise.all(files.map((path) => readFile(path, 'utf8')));
  const said = house.events.length;
  const unblock = await blockAudit(house);

  const refused: string[] = [];
  for (const command of commands(house, backup))
    await house.perform(command).then(
      (result) => assert.fail(`${command.name} was done: ${result.sentence}`),
      (thrown: unknown) => {
        assert.match(String(thrown), /screener_credentials_audit\.log/, command.name);
        assert.equal(String(thrown).includes(apiKey), false);
        refused.push(command.name);
      },
    );

  assert.equal(refused.length, commands(house, backup).length);
  assert.deepEqual(await Promise.all(files.map((path) => readFile(path, 'utf8'))), before);
  assert.equal(await sumOf(`${house.paths.root}/settings.enc`), undefined);
  assert.deepEqual([acme.asked, house.events.length], [[], said]);
  await unblock();
  const {data} = await house.perform({name: 'credentials.reveal', provider: 'acme'});
  assert.deepEqual(data?.values, {apiKey, account: 'main'});
});

test('where the end cannot be recorded nothing is revealed, and what was done is not on record as failed', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  const append = house.safe().audit.append.bind(house.safe().audit);
  t.mock.method(house.safe().audit, 'append', async (record: Parameters<typeof append>[0]) => {
    if (record.stage === 'done') throw new Error('the disk is full');
    await append(record);
  });

  await assert.rejects(house.perform({name: 'credentials.reveal', provider: 'acme'}), /the disk is full/);
  await assert.rejects(
    house.perform({name: 'credentials.set', provider: 'acme', values: {account: 'main'}}),
    /the disk is full/,
  );

  t.mock.restoreAll();
  const last = (await auditOf(house.paths)).slice(-3).map(({action, stage}) => [action, stage]);
  assert.deepEqual(last, [
    ['reveal', 'intended'],
    ['add', 'intended'],
    ['add', 'writing'],
  ]);
});
