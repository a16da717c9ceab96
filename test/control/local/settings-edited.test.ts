import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import type {House} from '../../helpers/house.ts';
import {openHouse} from '../../helpers/house.ts';
import {keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

const eve = {name: 'eve', via: 'command'} as const;

/** As somebody does who may write the file, but not through the program. */
async function edit({paths}: House, more: object): Promise<void> {
  const settings: object = JSON.parse(await readFile(paths.settings, 'utf8'));
  await writeFile(paths.settings, JSON.stringify({...settings, ...more}));
}

const edits = (house: House) =>
  house
    .of('settings.changed')
    .filter(({action}) => action === 'file-edit')
    .map(({actor, value}) => [actor, value]);

async function told(house: House, name: 'audit' | 'doctor') {
  const {checks} = await house.control().query(name === 'audit' ? {name} : {name, reach: false});
  return checks.find(({check}) => check === 'settings-file');
}

test('a role that somebody wrote into the file is told until it is on record, and on record before it counts', async (t) => {
  const house = await openHouse(t, {connections: []});
  await house.perform({name: 'settings.set', field: 'minPrice', value: 2});
  await edit(house, {access: {users: {eve: 'admin'}}});

  for (const name of ['audit', 'doctor'] as const) {
    const check = await told(house, name);
    assert.deepEqual([check?.passed, check?.reported], [true, true]);
    assert.match(check?.sentence ?? '', /settings\.json was edited by hand since 2026-/);
  }
  const {edited} = await house.control().query({name: 'access'});
  assert.match(
    edited ?? '',
    /settings\.json was edited by hand since 2026-.* puts that on record as user:file-edit\.$/,
  );
  assert.deepEqual(edits(house), []);

  const result = await house.perform({name: 'settings.set', field: 'minPrice', value: 3}, eve);

  assert.equal(result.kind, 'done');
  assert.deepEqual(edits(house), [['user:file-edit', 'access.users.eve "admin"']]);
  assert.deepEqual(
    house.of('settings.changed').map(({field}) => field),
    ['minPrice', 'settings.json', 'minPrice'],
  );
  assert.deepEqual(await told(house, 'audit'), {
    check: 'settings-file',
    passed: true,
    sentence: 'The settings are those on record.',
  });
});

test('an edit while no engine ran is on record with the first command, a denied one included, and once', async (t) => {
  const house = await openHouse(t, {connections: []});
  await house.close();
  await edit(house, {minPrice: 4});
  await house.reopen();

  for (let i = 0; i < 2; i++) {
    await assert.rejects(house.perform({name: 'settings.set', field: 'minPrice', value: 3}, eve), {
      code: 'access.denied',
    });
  }

  assert.deepEqual(edits(house), [['user:file-edit', undefined]]);
});

test('what stands there before the first engine is no edit', async (t) => {
  const house = await openHouse(t, {connections: [], settings: {minPrice: 2}});

  await house.perform({name: 'settings.set', field: 'minPrice', value: 3});

  assert.deepEqual(edits(house), []);
});

test('what this machine keeps of its own in restored settings is no edit by hand', async (t) => {
  const house = await openHouse(t, {connections: []});
  const folder = await mkdtemp(join(tmpdir(), 'settings-edited-'));
  t.after(() => rm(folder, {recursive: true}));
  const file = join(folder, 'night.tar.gz');
  await house.perform({name: 'settings.set', field: 'minPrice', value: 2});
  await house.perform({name: 'snapshot', file});
  await house.perform({name: 'settings.set', field: 'environment', value: 'staging'});

  await house.perform({name: 'restore', file, justification: 'a look back'});
  await house.reopen();
  await house.perform({name: 'settings.set', field: 'minPrice', value: 3});

  assert.match(await readFile(house.paths.settings, 'utf8'), /staging/);
  assert.deepEqual(edits(house), []);
});

test('a stored secret that was written into the file by hand is not in the record of the edit', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const apiKey = madeKey();
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});
  await house.perform({name: 'settings.set', field: 'minPrice', value: 2});
  await house.reopen();
  await edit(house, {rotation: {hook: ['/bin/renew', apiKey]}});

  await house.perform({name: 'settings.set', field: 'minPrice', value: 3});

  assert.deepEqual(edits(house), [['user:file-edit', 'rotation.hook ["/bin/renew","••••••••"]']]);
  assert.ok(!(await readFile(house.paths.opsLog, 'utf8')).includes(apiKey));
});

test('while the settings are gone none is set, for the others would be defaults from then on', async (t) => {
  const house = await openHouse(t, {connections: []});
  await house.perform({name: 'settings.set', field: 'minPrice', value: 2});
  await rm(house.paths.settings);

  for (const command of [
    {name: 'settings.set', field: 'maxPrice', value: 50},
    {name: 'settings.unset', field: 'minPrice'},
    {name: 'access.grant', user: 'vera', role: 'viewer'},
  ] as const)
    await assert.rejects(house.perform(command), {code: 'settings.gone', kind: 'usage'}, command.name);
  await assert.rejects(readFile(house.paths.settings), /ENOENT/);

  await writeFile(house.paths.settings, '{}');
  assert.equal((await house.perform({name: 'settings.set', field: 'maxPrice', value: 50})).kind, 'done');
});
