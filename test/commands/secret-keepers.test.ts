import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {test} from 'node:test';
import {parse} from '../../source/commands/parse.ts';
import {table} from '../../source/commands/table.ts';
import type {Command, Result} from '../../source/control/control.ts';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const users = [
  {user: 'olga', role: 'admin', because: 'owner'},
  {user: 'ann.lee', role: 'operator', because: 'granted'},
];

async function ran(argv: readonly string[], result?: Result, edited?: string) {
  const query = () => ({owner: 'olga', users, ...(edited && {edited})});
  const control = fakeControl({query, ...(result && {perform: () => result})});
  const run = await runCommand(argv, {control});
  return {...run, performed: control.performed.map(({command}) => command)};
}

const performing: readonly (readonly [argv: readonly string[], command: Command])[] = [
  [['access', 'grant', 'ann.lee', 'operator'], {name: 'access.grant', user: 'ann.lee', role: 'operator'}],
  [['access', 'revoke', 'constructor'], {name: 'access.revoke', user: 'constructor'}],
  [['keys', 'generate'], {name: 'keys.generate'}],
  [['keys', 'generate', '--print'], {name: 'keys.generate', print: true}],
  [['keys', 'rotate'], {name: 'keys.rotate', dropOld: false}],
  [['keys', 'rotate', '--drop-old'], {name: 'keys.rotate', dropOld: true}],
  [['keys', 'rotate', '--drop-old', '--only-root'], {name: 'keys.rotate', dropOld: true, onlyRoot: true}],
  [['keys', 'rotate', '--drop-old', '--despite-log'], {name: 'keys.rotate', dropOld: true, despiteLog: true}],
  [['secrets', 'encrypt-file', 'a', 'b'], {name: 'secrets.encrypt', file: '/here/a', output: '/here/b'}],
  [['secrets', 'forget-file', 'b'], {name: 'secrets.forget', file: '/here/b'}],
  [['secrets', 'decrypt-file', 'b'], {name: 'secrets.decrypt', file: '/here/b'}],
  [
    ['restore', 'a.tgz', '--reason', 'moved', '--source-key', 'old.key'],
    {name: 'restore', file: '/here/a.tgz', justification: 'moved', sourceKey: '/here/old.key'},
  ],
];
for (const [argv, command] of performing) {
  test(`universe ${argv.join(' ')} performs one command`, async () => {
    const {exit, performed} = await ran(argv);

    assert.deepEqual({exit, performed}, {exit: 'done', performed: [command]});
  });
}

for (const argv of [
  ['access', 'list', 'ann'],
  ['access', 'grant', 'ann'],
  ['access', 'grant', 'ann', 'owner'],
  ['access', 'revoke'],
  ['access', 'revoke', 'ann', 'admin'],
  ['keys', 'generate', '--drop-old'],
  ['keys', 'rotate', '--print'],
  ['keys', 'rotate', '--despite-log'],
  ['keys', 'rotate', '--only-root'],
  ['keys', 'generate', '--despite-log'],
  ['keys', 'lose'],
  ['secrets', 'encrypt-file', 'a'],
  ['secrets', 'decrypt-file', 'a', 'b'],
  ['secrets', 'decrypt-file'],
  ['secrets', 'forget-file', 'a', 'b'],
  ['secrets', 'forget-file'],
]) {
  test(`universe ${argv.join(' ')} is refused`, async () => {
    const {exit, stdout, performed} = await ran(argv);

    assert.deepEqual([exit, stdout, performed], ['usage', '', []]);
  });
}

test('a role that there is not is named beside those that there are', async () => {
  const {stderr} = await ran(['access', 'grant', 'ann', 'root']);

  assert.equal(stderr, 'There is no role "root". Name one of viewer, operator, admin.\n');
});

test('who has which role is listed, the owner as such', async () => {
  const {stdout, stderr} = await ran(['access', 'list']);
  const json = await ran(['access', 'list', '--json']);

  assert.match(stdout, /^olga +admin +owns this root\nann\.lee +operator\n$/);
  assert.equal(stderr, 'Everybody else only views.\n');
  assert.deepEqual(JSON.parse(json.stdout), {owner: 'olga', users});
});

test('roles that somebody wrote into the settings by hand are told below the list', async () => {
  const {stderr} = await ran(['access', 'list'], undefined, 'settings.json was edited by hand, and counts.');

  assert.equal(stderr, 'Everybody else only views.\nsettings.json was edited by hand, and counts.\n');
});

test('a printed key is the one line on stdout, and what to do with it is said on stderr', async () => {
  const key = randomBytes(32).toString('base64url');
  const result: Result = {kind: 'done', sentence: 'A new master key.', hint: 'Keep a copy apart.', data: {key}};

  const plain = await ran(['keys', 'generate', '--print'], result);
  const quiet = await ran(['keys', 'generate', '--print', '--quiet'], result);

  assert.deepEqual([plain.stdout, plain.stderr], [`${key}\n`, 'Keep a copy apart.\n']);
  assert.deepEqual([quiet.stdout, quiet.stderr], [`${key}\n`, '']);
});

test('a decrypted file is its bytes on stdout and nothing else', async () => {
  const content = Buffer.concat([Buffer.from([0, 255, 13, 10]), randomBytes(64)]);
  const base64 = content.toString('base64');
  const control = fakeControl({perform: () => ({kind: 'done', sentence: '68 bytes.', data: {base64}})});
  const pieces: (string | Uint8Array)[] = [];
  const raw = (chunk: string | Uint8Array): void => void pieces.push(chunk);
  const {entry, words, flags} = parse(['secrets', 'decrypt-file', 'b'], table, import.meta);
  const {stdout} = await runCommand(['secrets', 'decrypt-file', 'b'], {
    control,
    change: {words, flags, out: {...silent, raw}},
  });

  assert.equal(entry?.name, 'secrets');
  assert.deepEqual([pieces.length, Buffer.from(pieces[0] ?? []), stdout], [1, content, '']);
});

test('where nothing could be decrypted stdout stays empty', async () => {
  const {exit, stdout, stderr} = await ran(['secrets', 'decrypt-file', 'b'], {
    kind: 'credentials',
    sentence: 'It cannot be decrypted.',
  });

  assert.deepEqual([exit, stdout, stderr], ['credentials', '', 'It cannot be decrypted.\n']);
});

const nothing = (): void => {};
const silent = {
  data: nothing,
  json: nothing,
  note: nothing,
  error: nothing,
  live: nothing,
  paint: (_tone: string, text: string) => text,
  interactive: false,
};
