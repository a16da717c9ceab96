import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Role} from '../../source/control/access.ts';
import type {Command, Result} from '../../source/control/control.ts';
import type {CredentialsAnswer} from '../../source/control/credential-answers.ts';
import type {CredentialRow} from '../../source/control/credential-state.ts';
import {Failure} from '../../source/failure.ts';
import {runCommand} from '../helpers/command-run.ts';
import {credentialRows, credentialsAnswer, rotationRow} from '../helpers/credential-rows.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {madeKey} from '../helpers/keyed-house.ts';

type Given = {
  readonly answer?: CredentialsAnswer;
  readonly backups?: readonly object[];
  readonly perform?: (command: Command) => Result;
  readonly change?: Parameters<typeof runCommand>[1];
  readonly role?: Role;
};

async function ran(
  argv: readonly string[],
  {answer = credentialsAnswer(), backups = [], perform, change, role = 'admin'}: Given = {},
) {
  const access = {owner: 'olga', users: [{user: 'ann', role, because: 'granted'}]};
  const control = fakeControl({
    query: ({name}) => (name === 'backups' ? backups : name === 'access' ? access : answer),
    ...(perform && {perform}),
  });
  const run = await runCommand(['credentials', ...argv], {control, ...change});
  return {...run, performed: control.performed.map(({command}) => command)};
}

const performing: readonly (readonly [argv: readonly string[], command: Command])[] = [
  [['remove', 'acme'], {name: 'credentials.remove', provider: 'acme'}],
  [['remove', 'acme', 'apiKey'], {name: 'credentials.remove', provider: 'acme', field: 'apiKey'}],
  [['check'], {name: 'credentials.check'}],
  [['check', 'acme', 'duo'], {name: 'credentials.check', providers: ['acme', 'duo']}],
  [['restore', 'a.enc.1'], {name: 'credentials.restore', backup: 'a.enc.1'}],
  [
    ['restore', 'a.enc.1', '--reason', 'the new one is void'],
    {name: 'credentials.restore', backup: 'a.enc.1', justification: 'the new one is void'},
  ],
  [['diff', 'a.enc.1'], {name: 'credentials.diff', backup: 'a.enc.1'}],
];
for (const [argv, command] of performing) {
  test(`universe credentials ${argv.join(' ')} performs one command`, async () => {
    const {exit, performed} = await ran(argv);

    assert.deepEqual({exit, performed}, {exit: 'done', performed: [command]});
  });
}

for (const argv of [
  ['list', 'acme'],
  ['set'],
  ['set', 'acme', 'extra'],
  ['rotate'],
  ['remove'],
  ['remove', 'acme', 'apiKey', 'extra'],
  ['show'],
  ['backups', 'all'],
  ['diff'],
  ['restore'],
  ['steal'],
]) {
  test(`universe credentials ${argv.join(' ')} is refused with the form that it has`, async () => {
    const {exit, stdout, stderr, performed} = await ran(argv);

    assert.deepEqual({exit, stdout, performed}, {exit: 'usage', stdout: '', performed: []});
    assert.match(stderr, /Write universe credentials list \| set ID/);
  });
}

for (const [argv, says] of [
  [['rotate'], 'universe credentials rotate wants more than it was given.'],
  [['list', '--until', '2026-12-31'], '--until goes with credentials set and rotate.'],
  [['check', '--until', '2026-12-31'], '--until goes with credentials set and rotate.'],
  [['remove', 'acme', '--reason', 'it is void'], '--reason goes with credentials restore.'],
] as const) {
  test(`universe credentials ${argv.join(' ')} is refused with what is wrong`, async () => {
    const {exit, stderr, performed} = await ran(argv);

    assert.deepEqual([exit, performed], ['usage', []]);
    assert.ok(stderr.startsWith(says), stderr);
  });
}

for (const place of ['a field', 'a word', 'the verb', 'a word with an equals sign at its end'] as const) {
  test(`a value on the command line as ${place} is refused and not said again`, async () => {
    const key = madeKey();
    const argv = {
      'a field': ['set', 'acme', `apiKey=${key}`],
      'a word': ['set', 'acme', key],
      'the verb': [`apiKey=${key}`],
      'a word with an equals sign at its end': ['set', 'acme', `${key}=`],
    }[place];

    const {exit, stdout, stderr, performed} = await ran(argv);

    assert.deepEqual([exit, stdout, performed], ['usage', '', []]);
    assert.equal(stderr.includes(key), false);
  });
}

test('an assignment on the command line is answered with what to do instead', async () => {
  const {stderr} = await ran(['set', 'acme', 'apiKey=x']);

  assert.match(stderr, /^Values are not taken from the command line, where others can see them\. Type them when asked/);
});

test('a provider that takes no credentials is named before anything is asked for', async () => {
  let asked = 0;
  const files = {stdin: async () => `${++asked}`};

  const typo = await ran(['set', 'acne'], {change: {files}});
  const none = await ran(['set', 'zzz'], {change: {files}});

  assert.equal(typo.stderr, 'No provider "acne" takes credentials. Did you mean acme?\n');
  assert.equal(none.stderr, 'No provider "zzz" takes credentials. These do: acme, duo.\n');
  assert.deepEqual([typo.exit, none.exit, asked], ['usage', 'usage', 0]);
});

test('the list shows what is set in dots of one length, and never a value', async () => {
  const {stdout, stderr, exit} = await ran(['list'], {
    answer: credentialsAnswer({
      rotation: [rotationRow('pending')],
      warnings: ['acme.apiKey is to be rotated by 2026-03-10.'],
    }),
  });

  const [head, ...rows] = stdout.trimEnd().split('\n');
  assert.equal(exit, 'done');
  assert.match(head ?? '', /^provider +name +use +field +value +age +rotation +last check$/);
  assert.match(
    rows[0] ?? '',
    /^acme +Acme +used +apiKey +•{8} +82 days +pending until 2026-03-10 +accepted 2026-03-02/,
  );
  assert.match(rows[1] ?? '', /^duo +Duo +not used +keyId +missing/);
  assert.match(rows[3] ?? '', /^ +account +unset/);
  assert.match(stderr, /^The master key comes from: file\.\nacme\.apiKey is to be rotated by 2026-03-10\.\n$/);
});

test('what is over or missing is said once, beside its field', async () => {
  const [acme, duo] = credentialRows;
  const expiresAt = '2020-01-01T23:59:59.000Z';
  const over = {because: 'expired', field: 'apiKey', sentence: 'Over.'} as const;
  const providers = [
    {...acme, fields: (acme?.fields ?? []).map((field) => ({...field, expiresAt})), problem: over, check: undefined},
    {...duo, used: true, problem: {because: 'missing', field: 'keyId', sentence: 'Missing.'} as const},
  ] as readonly CredentialRow[];

  const {stdout} = await ran(['list'], {
    answer: credentialsAnswer({providers, rotation: [rotationRow('expired', {dueAt: expiresAt})]}),
  });

  assert.match(stdout, /\nacme +Acme +used +apiKey +•{8} +82 days +expired since 2020-01-01\n/);
  assert.match(stdout, /\nduo +Duo +used +keyId +missing\n/);
});

test('a check that came to nothing stands in the list with its day, as a refusal does', async () => {
  const [acme, duo] = credentialRows;
  const check = {at: '2026-03-02T22:00:00.000Z', accepted: false, sentence: 'Duo says 401.'};
  const providers = [
    {...acme, silence: {at: '2026-03-03T22:00:00.000Z', sentence: 'Acme could not be asked.'}},
    {...duo, check, problem: {because: 'refused', sentence: 'Duo refused.'} as const},
  ] as readonly CredentialRow[];

  const {stdout} = await ran(['list'], {answer: credentialsAnswer({providers})});

  assert.match(stdout, /\nacme .* no answer 2026-03-03\n/);
  assert.match(stdout, /\nduo .* refused 2026-03-02\n/);
});

test('for programs the list is the answer itself', async () => {
  const answer = credentialsAnswer();
  const {stdout} = await ran(['list', '--json'], {answer});

  assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify(answer)));
});

test('a stale list is read again, on record; who may not do that sees what was known, and that it is stale', async () => {
  const warning = 'The secrets file was changed by somebody else; an admin looks into it.';
  const answer = credentialsAnswer({stale: true, warnings: [warning]});
  const locked = new Failure('secrets.undecryptable', 'It cannot be decrypted.', {kind: 'credentials'});
  const failing = (failure: Failure) => (): Result => {
    throw failure;
  };

  const admin = await ran(['list'], {answer});
  const viewer = await ran(['list'], {answer, role: 'viewer'});
  const broken = await ran(['list'], {answer, perform: failing(locked)});

  assert.deepEqual(admin.performed, [{name: 'credentials.read'}]);
  // Nothing is tried that would be denied, and on record as that.
  assert.deepEqual([viewer.exit, viewer.stdout, viewer.performed], ['done', admin.stdout, []]);
  assert.match(viewer.stderr, /changed by somebody else/);
  assert.deepEqual([broken.exit, broken.stdout, broken.stderr], ['credentials', '', 'It cannot be decrypted.\n']);
});

test('a list of secrets that the key does not open is what was known, with a warning and the exit of credentials', async () => {
  const locked = 'It cannot be decrypted.';
  const answer = credentialsAnswer({locked, stale: true});

  const {exit, stdout, stderr, performed} = await ran(['list'], {answer});

  assert.deepEqual([exit, performed], ['credentials', []]);
  assert.match(stdout, /\nacme +Acme +used +apiKey +•{8}/);
  assert.match(
    stderr,
    /\nThe secrets cannot be opened, so this is only what was known of them before\. It cannot be decrypted\.\n$/,
  );
});

test('backups are listed newest first with their moment and size, or said to be none', async () => {
  const backups = [{name: 'screener_api.json.enc.20260303T030000000Z', at: '2026-03-03T03:00:00.000Z', bytes: 1234}];

  const some = await ran(['backups'], {backups});
  const none = await ran(['backups'], {answer: {...credentialsAnswer(), revision: 1}});
  const gone = await ran(['backups'], {answer: {...credentialsAnswer(), revision: 3}});
  const json = await ran(['backups', '--json'], {backups});

  assert.match(some.stdout, /^screener_api\.json\.enc\.20260303T030000000Z +2026-03-03 03:00:00 +1,234 bytes\n$/);
  assert.equal(none.stdout, 'There are no backups: nothing was changed yet.\n');
  assert.equal(
    gone.stdout,
    'There are no backups: those of the changes up to revision 3 are gone. The next change keeps one again.\n',
  );
  assert.deepEqual(JSON.parse(json.stdout), backups);
});

test('a backup says which change it stood before, where that is known', async () => {
  const backup = (at: string, before?: string) => ({name: `a.enc.${at}`, at, bytes: 10, ...(before ? {before} : {})});

  const {stdout} = await ran(['backups'], {
    backups: [backup('2026-03-05T03:00:00.000Z', 'restore'), backup('2026-03-04T03:00:00.000Z')],
  });

  const ends = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('bytes')[1]?.trim());
  assert.deepEqual(ends, ['before restore', '']);
});

test('a diff names fields and no values', async () => {
  const data = {backup: 'b', added: ['duo.keyId'], removed: [], changed: ['acme.apiKey', 'acme.pin']};
  const perform = (): Result => ({kind: 'done', sentence: '3 fields differ from b.', data});

  const {stdout} = await ran(['diff', 'b'], {perform});

  assert.equal(stdout, '3 fields differ from b.\n  added since: duo.keyId\n  changed since: acme.apiKey, acme.pin\n');
});

for (const [kind, exit] of [
  ['done', 'done'],
  ['credentials', 'credentials'],
  ['usage', 'usage'],
  ['paused', 'paused'],
] as const) {
  test(`a check that comes to ${kind} ends with ${exit}`, async () => {
    const run = await ran(['check'], {perform: () => ({kind, sentence: 'It is said.'})});

    assert.deepEqual(
      [run.exit, run.stdout, run.stderr],
      [exit, kind === 'done' ? 'It is said.\n' : '', kind === 'done' ? '' : 'It is said.\n'],
    );
  });
}

test('shown without a terminal the values are JSON on stdout, and with one they leave nothing there', async () => {
  const apiKey = madeKey();
  const perform = (): Result => ({kind: 'done', sentence: '1 value.', data: {provider: 'acme', values: {apiKey}}});
  const shown: string[][] = [];
  const reveal = async (lines: readonly string[]): Promise<void> => void shown.push([...lines]);

  const piped = await ran(['show', 'acme'], {perform});
  const onScreen = await ran(['show', 'acme'], {perform, change: {change: {reveal}}});
  const json = await ran(['show', 'acme', '--json'], {perform, change: {change: {reveal}}});

  assert.deepEqual([JSON.parse(piped.stdout), piped.stderr], [{apiKey}, '']);
  assert.deepEqual([onScreen.stdout, onScreen.exit], ['', 'done']);
  assert.equal(onScreen.stderr, 'The credentials of acme were shown; it is in the audit log.\n');
  assert.deepEqual(shown, [['Credentials of acme', '', `apiKey  ${apiKey}`]]);
  assert.deepEqual(JSON.parse(json.stdout), {apiKey});
  assert.deepEqual(piped.performed, [{name: 'credentials.reveal', provider: 'acme'}]);
});

test('what may not be shown is said as any other refusal', async () => {
  const perform = (): Result => {
    throw new Failure('access.denied', 'ann is a viewer here.', {kind: 'credentials'});
  };

  const {exit, stdout, stderr} = await ran(['show', 'acme'], {perform});

  assert.deepEqual([exit, stdout, stderr], ['credentials', '', 'ann is a viewer here.\n']);
});
