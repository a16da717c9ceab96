import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import type {Role} from '../../../source/control/access.ts';
import type {Actor, Command} from '../../../source/control/control.ts';
import {credentialCommands} from '../../../source/control/credential-command.ts';
import {Failure} from '../../../source/failure.ts';
import {type House, tuesday} from '../../helpers/house.ts';
import {auditOf, deedsOf, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {secretCommands} from '../../helpers/secret-commands.ts';

const people: Readonly<Record<Role, Actor>> = {
  viewer: {name: 'vera', via: 'command'},
  operator: {name: 'otto', via: 'dashboard', from: '192.0.2.9'},
  admin: {name: 'ada', via: 'api'},
};

const commands: readonly Command[] = [
  ...secretCommands,
  {name: 'access.grant', user: 'ann', role: 'viewer'},
  {name: 'access.revoke', user: 'ann'},
];

async function furnished(t: TestContext): Promise<House> {
  const settings = {access: {users: {otto: 'operator', ada: 'admin'}}};
  const house = await openKeyedHouse(t, [keyedSource('acme')], {settings});
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  await house.goTo(tuesday);
  return house;
}

test('every command that touches a secret is tried by every role below', () => {
  const all = credentialCommands.map(({shape}) => shape.name.value);

  assert.deepEqual(commands.map(({name}) => name).sort(), [...all].sort());
});

for (const [role, may] of [
  ['viewer', []],
  ['operator', ['credentials.check']],
  ['admin', commands.map(({name}) => name)],
] as const) {
  test(`${role}: may ${may.length === 0 ? 'nothing' : may.length === 1 ? `only ${may[0]}` : 'everything'}, and what is denied is on record`, async (t) => {
    const house = await furnished(t);
    const actor = people[role];
    const before = await readFile(house.paths.secrets, 'utf8');
    const allowed: string[] = [];

    for (const command of commands) {
      const records = (await auditOf(house.paths)).length;
      const outcome = await house.perform(command, actor).catch((thrown: unknown) => thrown);
      const denied = outcome instanceof Failure && outcome.code === 'access.denied';
      if (!denied) {
        allowed.push(command.name);
        continue;
      }
      assert.deepEqual([outcome.kind, outcome.exitCode], ['credentials', 5]);
      assert.match(outcome.message, new RegExp(`^${actor.name} is an? ${role} here, and ${command.name} takes an `));
      const [record, ...rest] = (await auditOf(house.paths)).slice(records);
      assert.partialDeepStrictEqual(record, {
        stage: 'failed',
        action: command.name,
        user: actor.name,
        via: actor.from === undefined ? actor.via : `${actor.via} from ${actor.from}`,
        detail: `denied: ${actor.name} is ${role}`,
        ...('provider' in command ? {provider: 'acme'} : {}),
      });
      assert.deepEqual(rest, []);
    }

    assert.deepEqual(allowed, may);
    if (role !== 'admin') assert.equal(await readFile(house.paths.secrets, 'utf8'), before);
  });
}

for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
  test(`a user called ${name} has no more rights than anybody`, async (t) => {
    const house = await furnished(t);
    const denied = house.perform({name: 'credentials.reveal', provider: 'acme'}, {name, via: 'command'});

    await assert.rejects(
      denied,
      (thrown) => thrown instanceof Failure && thrown.message.startsWith(`${name} is a viewer here`),
    );

    assert.equal((await auditOf(house.paths)).at(-1)?.detail, `denied: ${name} is viewer`);
  });
}

test('the settings and the owner decide anew each time', async (t) => {
  const house = await furnished(t);
  const read: Command = {name: 'credentials.read'};
  await house.perform({name: 'access.grant', user: 'vera', role: 'admin'});

  const asAdmin = await house.perform(read, people.viewer);
  await house.perform({name: 'access.revoke', user: 'vera'}, people.viewer);

  assert.equal(asAdmin.kind, 'done');
  await assert.rejects(house.perform(read, people.viewer), /vera is a viewer here/);
  assert.deepEqual((await deedsOf(house.paths)).slice(-7), [
    'access-grant intended',
    'access-grant done',
    'read intended',
    'read done',
    'access-revoke intended',
    'access-revoke done',
    'credentials.read failed',
  ]);
});
