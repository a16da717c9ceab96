import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import type {Actor, Command} from '../../../source/control/control.ts';
import {credentialCommands} from '../../../source/control/credential-command.ts';
import {Failure} from '../../../source/failure.ts';
import type {Place} from '../../../source/store/paths.ts';
import type {House} from '../../helpers/house.ts';
import {auditOf, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {secretCommands} from '../../helpers/secret-commands.ts';

const ann: Actor = {name: 'ann', via: 'command'};

/** Every way to the owner's files and programs. */
const beyond: readonly Command[] = [
  {name: 'export', table: 'final', format: 'csv', file: '/nowhere/a.csv'},
  {name: 'snapshot', file: '/nowhere/a.tar.gz'},
  {name: 'restore', file: '/nowhere/a.tar.gz', justification: 'because I can'},
  {name: 'migrate', dryRun: true},
  ...[
    'providers.acme.baseUrl',
    'providers.acme',
    'providers',
    'network.proxy',
    'tls.ca',
    'rotation.hook',
    'retention',
  ].flatMap((field): Command[] => [
    {name: 'settings.set', field, value: 'x'},
    {name: 'settings.unset', field},
  ]),
];

type Roles = Readonly<Record<string, string>>;

async function homes(t: TestContext, inRoot: Roles, {place, roles}: {readonly place: Place; readonly roles: Roles}) {
  const folder = await mkdtemp(join(tmpdir(), 'universe-roles-'));
  const acme = keyedSource('acme');
  const root = await openKeyedHouse(t, [acme], {root: folder, settings: {access: {users: inRoot}}});
  await root.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  const settings = {access: {users: roles}};
  const other = await openKeyedHouse(t, [acme], {root: folder, place, settings});
  t.after(() => rm(folder, {recursive: true, force: true}));
  return {root, other};
}

async function isDenied(house: House, command: Command): Promise<Failure | undefined> {
  const outcome = await house.perform(command, ann).catch((thrown: unknown) => thrown);
  return outcome instanceof Failure && outcome.code === 'access.denied' ? outcome : undefined;
}

test('every command that touches a secret is tried in a profile, but those that give roles', () => {
  const all = credentialCommands.map(({shape}) => shape.name.value).filter((name) => !name.startsWith('access.'));

  assert.deepEqual(secretCommands.map(({name}) => name).sort(), [...all].sort());
});

for (const [role, may] of [
  ['viewer', []],
  ['operator', ['credentials.check']],
  ['admin', [...secretCommands, ...beyond].map(({name}) => name)],
] as const) {
  test(`an admin of a profile has over the secrets the role of the root: ${role}`, async (t) => {
    const {root, other} = await homes(t, {ann: role}, {place: {profile: 'p2'}, roles: {ann: 'admin'}});
    const before = await Promise.all([root.paths.secrets, root.paths.key].map((path) => readFile(path, 'utf8')));
    const allowed: string[] = [];

    for (const command of [...secretCommands, ...beyond]) {
      const denied = await isDenied(other, command);
      if (!denied) allowed.push(command.name);
      else
        assert.match(
          denied.message,
          new RegExp(`^ann is an? ${role} of the root \\S+, and .+ of the root, here too\\.$`),
        );
    }

    assert.deepEqual(allowed, may);
    if (role === 'admin') return;
    const after = await Promise.all([root.paths.secrets, root.paths.key].map((path) => readFile(path, 'utf8')));
    assert.deepEqual(after, before);
    assert.equal((await auditOf(root.paths)).at(-1)?.detail, `denied: ann is ${role} of the root`);
  });
}

test('an admin of a profile gives roles in it and changes what is its own', async (t) => {
  const {other} = await homes(t, {}, {place: {profile: 'p2'}, roles: {ann: 'admin'}});

  for (const command of [
    {name: 'access.grant', user: 'bob', role: 'operator'},
    {name: 'settings.set', field: 'minPrice', value: 2},
    {name: 'settings.set', field: 'providers.acme.enabled', value: false},
  ] satisfies Command[])
    assert.equal((await other.perform(command, ann)).kind, 'done');
});

test('an admin of the root alone reaches its secrets through a profile, and changes nothing of the profile', async (t) => {
  const {other} = await homes(t, {ann: 'admin'}, {place: {profile: 'p2'}, roles: {}});

  assert.equal((await other.perform({name: 'credentials.reveal', provider: 'acme'}, ann)).kind, 'done');
  await assert.rejects(
    other.perform({name: 'settings.set', field: 'providers.acme.baseUrl', value: 'https://a.test'}, ann),
    /ann is a viewer here/,
  );
});

/** What reaches the files and programs of the root's owner, whose rights the program has. */
const reachOwner: readonly Command[] = [
  {name: 'secrets.encrypt', file: '/nowhere/a', output: '/nowhere/b'},
  {name: 'export', table: 'final', format: 'csv', file: '/nowhere/a.csv'},
  {name: 'snapshot', file: '/nowhere/a.tar.gz'},
  {name: 'restore', file: '/nowhere/a.tar.gz', justification: 'because I can'},
  {name: 'secrets.encrypt', file: '/nowhere/a', output: '/nowhere/b'},
  {name: 'secrets.decrypt', file: '/nowhere/b'},
  {name: 'secrets.forget', file: '/nowhere/b'},
  ...['rotation.hook', 'rotation', 'tls.ca', 'providers.csv.options.path', 'providers'].map(
    (field) => ({name: 'settings.set', field, value: 'x'}) as const,
  ),
];

test('the sample market has secrets and roles of its own', async (t) => {
  const {other} = await homes(t, {ann: 'viewer'}, {place: {sample: true}, roles: {ann: 'admin'}});
  const own = secretCommands.filter(({name}) => !name.startsWith('secrets.'));

  for (const command of [
    ...own,
    {name: 'settings.set', field: 'rotation.maxAgeDays', value: 30},
    {name: 'settings.set', field: 'network.proxy', value: 'http://127.0.0.1:9'},
    {name: 'migrate', dryRun: true},
  ] satisfies Command[])
    assert.equal(await isDenied(other, command), undefined, command.name);
});

test('files and programs of its owner a root leaves to no admin of its sample market alone', async (t) => {
  const {other} = await homes(t, {ann: 'operator'}, {place: {sample: true}, roles: {ann: 'admin'}});

  for (const command of reachOwner)
    assert.match(String((await isDenied(other, command))?.message), /^ann is an operator of the root /, command.name);
});

test('the list of a profile says whose roles hold over the secrets', async (t) => {
  const {other} = await homes(t, {bob: 'operator'}, {place: {profile: 'p2'}, roles: {ann: 'admin'}});

  const {users, ofRoot, sharesSecrets} = await other.control().query({name: 'access'});

  assert.deepEqual(users.slice(1), [{user: 'ann', role: 'admin', because: 'granted'}]);
  assert.equal(sharesSecrets, true);
  assert.deepEqual(ofRoot?.slice(1), [{user: 'bob', role: 'operator', because: 'granted'}]);
});

for (const [place, words] of [
  [{}, '--root ROOT'],
  [{sample: true}, '--root ROOT --sample'],
  [{profile: 'p2'}, '--root ROOT --profile p2'],
  [{profile: 'sample', sample: true}, '--root ROOT --profile sample --sample'],
] as const) {
  test(`who is denied is told which universe an admin has to grant it in: ${words}`, async (t) => {
    const house = await openKeyedHouse(t, [keyedSource('acme')], {place});

    const denied = await isDenied(house, {name: 'build'});

    const command = `universe ${words.replace('ROOT', house.paths.root)} access grant ann operator`;
    assert.equal(denied?.hint, `An admin can grant it with: ${command}`);
  });
}
