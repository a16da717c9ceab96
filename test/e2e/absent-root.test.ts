import assert from 'node:assert/strict';
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {pathsOf} from '../../source/store/paths.ts';
import {newKey} from '../../source/vault/fernet.ts';
import {madeKey} from '../helpers/keyed-house.ts';
import {run, start, tempRoot} from '../helpers/program.ts';
import {sealed} from '../vault/vault-fixture.ts';

const changing: readonly (readonly string[])[] = [
  ['halt', '--reason', 'outage'],
  ['resume', '--reason', 'fixed'],
  ['stop'],
  ['recover'],
  ['refilter'],
  ['rollback', '--reason', 'bad list'],
  ['blocklist', 'remove', 'ABC', '--reason', 'merger is off'],
  ['settings', 'unset', 'minPrice'],
  ['credentials', 'check'],
  ['keys', 'rotate'],
  ['snapshot', '/nowhere/night.tar.gz'],
];
for (const words of changing) {
  test(`universe ${words.slice(0, 2).join(' ')} refuses a root that is not there`, async (t) => {
    const folder = await tempRoot(t);

    const {code, stderr, stdout} = await run([...words, '--root', join(folder, 'typo')]);

    assert.deepEqual([code, stdout, await readdir(folder)], [2, '', []]);
    assert.ok(
      stderr.startsWith(`There is no universe in ${join(folder, 'typo')}, and none was begun. Check --root`),
      stderr,
    );
  });
}

test('questions answer where no root is, and make none', async (t) => {
  const folder = await tempRoot(t);
  const questions = [
    ['plan'],
    ['settings', 'list'],
    ['providers'],
    ['status'],
    ['access', 'list'],
    ['blocklist', 'list'],
  ];

  for (const words of questions) {
    const {code, stderr} = await run([...words, '--root', join(folder, 'typo')]);
    assert.equal(code, 0, stderr);
  }

  assert.deepEqual(await readdir(folder), []);
});

test('whoever begins a universe says so once, and halt names the one it halts', async (t) => {
  const root = await tempRoot(t);
  const add = ['blocklist', 'add', 'ABC', '--reason', 'fraud probe', '--root', root];

  const first = await run(add);
  const second = await run(['blocklist', 'add', 'ABD', '--reason', 'fraud probe', '--root', root]);
  const halted = await run(['halt', '--reason', 'outage', '--root', root]);

  assert.equal(first.stderr.split('\n')[0], `A new universe was begun in ${root}.`);
  assert.doesNotMatch(second.stderr, /begun/);
  assert.ok(halted.stdout.startsWith(`Halted: nothing builds in ${root}.`), halted.stdout);
});

test('a root that has only a secrets file lists its credentials, and is none of a mistyped profile', async (t) => {
  const root = await tempRoot(t);
  const {secrets, key} = pathsOf(root);
  const master = newKey();
  for (const path of [secrets, key]) await mkdir(dirname(path), {recursive: true, mode: 0o700});
  await writeFile(key, `${master}\n`, {mode: 0o600});
  await writeFile(secrets, sealed(master, JSON.stringify({PROVIDER_01: 'TRADIER', API_KEY_01: madeKey()})), {
    mode: 0o600,
  });

  const mistyped = await run(['credentials', 'list', '--root', root, '--profile', 'typo']);
  const {code, stdout, stderr} = await run(['credentials', 'list', '--root', root]);

  assert.deepEqual([mistyped.code, code], [2, 0], stderr);
  assert.match(stdout, /tradier.*••••/);
  assert.match(stderr, /No record says who put/);
});

test('a daemon that begins a universe says so', async (t) => {
  const root = await tempRoot(t);
  const daemon = start(['--daemon', '--root', root, '--sample']);
  await daemon.said('"type":"daemon.ready"');

  daemon.child.kill('SIGTERM');
  const {stderr} = await daemon.ended;

  assert.match(
    stderr,
    new RegExp(
      `^\\{"at":"[^"]+","type":"universe.begun","sentence":"A new universe was begun in ${root}/sample\\."\\}`,
    ),
  );
});
