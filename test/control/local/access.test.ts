import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {Failure, type FailureKind, sentenceOf} from '../../../source/failure.ts';
import {ownerOf, ownName} from '../../../source/store/owner.ts';
import {owner} from '../../helpers/house.ts';
import {auditOf, keyedSource, openKeyedHouse} from '../../helpers/keyed-house.ts';

const fails = (kind: FailureKind, words: RegExp) => (thrown: unknown) =>
  thrown instanceof Failure && thrown.kind === kind && words.test(sentenceOf(thrown));

test('a role is granted, changed and revoked by name, dots included, and each is on record', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const user = 'ann.lee@desk-2';

  const granted = await house.perform({name: 'access.grant', user, role: 'operator'});
  const changed = await house.perform({name: 'access.grant', user, role: 'viewer'});
  await house.perform({name: 'access.grant', user: 'bob', role: 'admin'});
  const revoked = await house.perform({name: 'access.revoke', user});

  assert.deepEqual(
    [granted, changed, revoked].map(({sentence}) => sentence),
    [`${user} is an operator here now.`, `${user} is a viewer here now.`, `${user} was viewer and only views now.`],
  );
  const file: {access: unknown} = JSON.parse(await readFile(house.paths.settings, 'utf8'));
  assert.deepEqual(file.access, {users: {bob: 'admin'}});
  const {users} = await house.control().query({name: 'access'});
  assert.deepEqual(users, [
    {user: await ownerOf(house.paths.root), role: 'admin', because: 'owner'},
    {user: 'bob', role: 'admin', because: 'granted'},
  ]);
  assert.equal(house.of('settings.changed').length, 4);
  const done = (await auditOf(house.paths)).filter(({stage}) => stage === 'done');
  assert.deepEqual(
    done.map(({action, fields, detail}) => [action, fields, detail]),
    [
      ['access-grant', [user], `${user} operator`],
      ['access-grant', [user], `${user} viewer`],
      ['access-grant', ['bob'], 'bob admin'],
      ['access-revoke', [user], `${user} was viewer`],
    ],
  );
});

test('a name that no user of this machine has is granted all the same, and said', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const user = 'nobody-is-called-so';

  const unknown = await house.perform({name: 'access.grant', user, role: 'operator'});
  const known = await house.perform({name: 'access.grant', user: 'daemon', role: 'operator'});

  assert.deepEqual(
    [unknown.kind, unknown.sentence, unknown.hint],
    [
      'done',
      `${user} is an operator here now.`,
      `This machine knows no user ${user} yet. If that is a slip: universe --root ${house.paths.root} access revoke ${user}`,
    ],
  );
  assert.deepEqual([known.kind, known.hint], ['done', undefined]);
});

for (const user of ['constructor', 'prototype', '__proto__', '', ' ann', 'a b', '-x', 'ann\n', 'x'.repeat(65)]) {
  test(`${JSON.stringify(user.slice(0, 12))} is no name that could be granted anything`, async (t) => {
    const house = await openKeyedHouse(t, [keyedSource('acme')]);
    const before = await readFile(house.paths.settings, 'utf8');

    await assert.rejects(
      house.perform({name: 'access.grant', user, role: 'admin'}),
      fails('usage', /cannot be a user's name\./),
    );
    await assert.rejects(house.perform({name: 'access.revoke', user}), fails('usage', /has no role here/));

    assert.equal(await readFile(house.paths.settings, 'utf8'), before);
  });
}

test('the owner of the root can be neither raised nor lowered', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);

  await assert.rejects(
    house.perform({name: 'access.grant', user: owner.name, role: 'viewer'}),
    fails('usage', /^olga owns this root and is admin by that; nothing was changed\.$/),
  );
  await assert.rejects(
    house.perform({name: 'access.revoke', user: owner.name}),
    fails('usage', /^olga has no role here.*The owner of the root is admin by that\.$/),
  );

  assert.equal((await house.perform({name: 'credentials.read'})).kind, 'done');
});

test('root is given no role, for none holds', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);

  for (const role of ['viewer', 'operator', 'admin'] as const)
    await assert.rejects(
      house.perform({name: 'access.grant', user: 'root', role}),
      fails('usage', /^No role holds for root, who may do anything on this machine; nothing was changed\./),
    );

  assert.deepEqual((await house.control().query({name: 'access'})).users.length, 1);
});

test('what every object has is no role that could be revoked', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);

  for (const user of ['toString', 'valueOf', 'hasOwnProperty'])
    await assert.rejects(house.perform({name: 'access.revoke', user}), fails('usage', /has no role here/));
  const granted = await house.perform({name: 'access.grant', user: 'toString', role: 'operator'});
  const revoked = await house.perform({name: 'access.revoke', user: 'toString'});

  assert.deepEqual([granted.kind, revoked.sentence], ['done', 'toString was operator and only views now.']);
});

test('where the root is owned by root it is said that a role holds nobody back', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')], {owner: 'root'});
  const user = ownName();

  const command = {name: 'access.grant', user: user === 'root' ? 'bob' : user, role: 'operator'} as const;
  const {hint = ''} = await house.perform(command, {name: 'root', via: 'command'});

  assert.match(hint, /Yet this root is owned by root: whoever runs this as root, by sudo too, is admin whatever role/);
});
