import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {appendFile, copyFile, mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {Failure, type FailureKind, sentenceOf} from '../../../source/failure.ts';
import {newKey, seal} from '../../../source/vault/fernet.ts';
import type {House} from '../../helpers/house.ts';
import {auditOf, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {ownFolder} from '../../helpers/own-file-house.ts';

const fails = (kind: FailureKind, words: RegExp) => (thrown: unknown) =>
  thrown instanceof Failure && thrown.kind === kind && words.test(sentenceOf(thrown));

const decrypted = async (house: House, file: string) =>
  Buffer.from(String((await house.perform({name: 'secrets.decrypt', file})).data?.base64), 'base64');

for (const [what, content] of [
  ['bytes of every kind', Buffer.concat([Buffer.from([0, 255, 13, 10, 0xc3, 0x28]), randomBytes(5000)])],
  ['nothing', Buffer.alloc(0)],
  ['text without a line break at its end', Buffer.from('{"ä": "€"}')],
] as const) {
  test(`a file of ${what} comes back as it was`, async (t) => {
    const house = await openKeyedHouse(t, [keyedSource('acme')]);
    const folder = await ownFolder(t);
    const [file, output] = ['plain', 'plain.enc'].map((name) => join(folder, name));
    assert.ok(file && output);
    await writeFile(file, content);

    const result = await house.perform({name: 'secrets.encrypt', file, output});

    assert.equal(result.sentence, `${output} holds ${file}, encrypted.`);
    assert.equal((await stat(output)).mode & 0o777, 0o600);
    assert.match(await readFile(output, 'utf8'), /^gAAAAA[\w=-]+$/);
    assert.deepEqual(await decrypted(house, output), content);
    assert.deepEqual(await readFile(file), content);
    const records = (await auditOf(house.paths)).map(({action, stage, detail}) => [action, stage, detail]);
    assert.deepEqual(records, [
      ['file-encrypt', 'intended', undefined],
      ['file-encrypt', 'done', `${file} to ${output}`],
      ['file-decrypt', 'intended', undefined],
      ['file-decrypt', 'done', output],
    ]);
  });
}

test('a file that was never encrypted is told from one whose key is another', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const file = join(house.paths.root, 'plain');
  await writeFile(file, 'words');

  await assert.rejects(decrypted(house, file), fails('usage', /plain is no file that secrets encrypt-file made/));
});

test('what is there already is not written over, and a link in its place is not followed', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const folder = await ownFolder(t);
  const path = (name: string) => join(folder, name);
  await writeFile(path('plain'), 'words');
  await writeFile(path('taken'), 'of somebody');
  await symlink(path('elsewhere'), path('link'));

  for (const name of ['taken', 'link'])
    await assert.rejects(
      house.perform({name: 'secrets.encrypt', file: path('plain'), output: path(name)}),
      fails('usage', /is there already, and is not overwritten/),
    );

  assert.equal(await readFile(path('taken'), 'utf8'), 'of somebody');
  await assert.rejects(stat(path('elsewhere')), /ENOENT/);
});

test('a file under another key, of other content, absent or too large is refused in words', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const folder = await ownFolder(t);
  const path = (name: string) => join(folder, name);
  await writeFile(path('foreign'), seal(newKey(), Buffer.from('words'), {madeAt: 1}));
  await writeFile(path('binary'), Buffer.from([0xff, 0xfe, 0x00]));
  await writeFile(path('large'), '');
  await truncate(path('large'), 16 * 1024 * 1024 + 1);

  await assert.rejects(
    house.perform({name: 'secrets.decrypt', file: path('foreign')}),
    fails('credentials', /foreign cannot be decrypted/),
  );
  await assert.rejects(
    house.perform({name: 'secrets.decrypt', file: path('binary')}),
    (thrown) => thrown instanceof Failure && thrown.message.includes(path('binary')),
  );
  await assert.rejects(
    house.perform({name: 'secrets.decrypt', file: path('absent')}),
    fails('usage', /absent is not there/),
  );
  await assert.rejects(
    house.perform({name: 'secrets.encrypt', file: path('large'), output: path('large.enc')}),
    fails('usage', /is larger than 16 MiB/),
  );
  assert.equal((await auditOf(house.paths)).filter(({stage}) => stage === 'failed').length, 4);
});

test('the largest that may be encrypted comes back', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const folder = await ownFolder(t);
  const [file, output] = [join(folder, 'plain'), join(folder, 'plain.enc')];
  const content = randomBytes(16 * 1024 * 1024);
  await writeFile(file, content);

  await house.perform({name: 'secrets.encrypt', file, output});

  assert.equal((await decrypted(house, output)).equals(content), true);
  await appendFile(output, '\n'.repeat(2000));
  await assert.rejects(
    decrypted(house, output),
    fails('usage', /is larger than 16 MiB come to when they are encrypted/),
  );
});

test('a key, what it encrypts, and a copy of it are not encrypted under it', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const {key, secrets} = house.paths;
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  const folder = await ownFolder(t);
  const [copy, output] = [join(folder, 'copy'), join(folder, 'new.enc')];
  await copyFile(key, copy);

  for (const [file, words] of [
    [key, /is a key of this root, or encrypted under it/],
    [secrets, /is a key of this root, or encrypted under it/],
    [copy, /holds a master key of this root/],
  ] as const)
    await assert.rejects(house.perform({name: 'secrets.encrypt', file, output}), fails('usage', words));

  await assert.rejects(stat(output), /ENOENT/);
});

test('what a key of the root opens is not encrypted once more, whichever key that is and wherever it lies', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const folder = await ownFolder(t);
  const path = (name: string) => join(folder, name);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  await writeFile(path('plain'), 'words');
  await house.perform({name: 'secrets.encrypt', file: path('plain'), output: path('own.enc')});
  await copyFile(house.paths.secrets, path('copied'));
  await house.perform({name: 'keys.rotate', dropOld: false});
  await appendFile(path('copied'), '\n');

  for (const name of ['own.enc', 'copied'])
    await assert.rejects(
      house.perform({name: 'secrets.encrypt', file: path(name), output: path('twice.enc')}),
      fails('usage', /is encrypted under a key of this root already/),
    );

  await assert.rejects(stat(path('twice.enc')), /ENOENT/);
  await house.perform({name: 'keys.rotate', dropOld: true});
  assert.equal((await decrypted(house, path('own.enc'))).toString(), 'words');
});

test('no encrypted file is put among the files of the root', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const {root, state, screeners} = house.paths;
  const file = join(root, 'plain');
  await writeFile(file, 'words');
  await rm(house.paths.settings);

  await mkdir(join(root, 'mine'));
  const inside = [join(state, 'x.enc'), join(screeners, 'x.enc'), join(root, 'x.enc'), join(root, 'mine', 'x.enc')];
  for (const output of [house.paths.settings, ...inside, house.paths.key])
    await assert.rejects(
      house.perform({name: 'secrets.encrypt', file, output}),
      fails('usage', /lies among the files of the root, which belong to the engine/),
    );
  await assert.rejects(
    house.perform({name: 'secrets.encrypt', file, output: 'x.enc'}),
    fails('usage', /x\.enc is no whole path/),
  );
});

test('without any key there is nothing to decrypt with, and none is made for it', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')], {isKeyless: true});
  const file = join(house.paths.root, 'foreign');
  await writeFile(file, seal(newKey(), Buffer.from('words'), {madeAt: 1}));

  await assert.rejects(house.perform({name: 'secrets.decrypt', file}), fails('credentials', /master key/));

  await assert.rejects(stat(house.paths.key), /ENOENT/);
});

test('a pipe is no file to encrypt, and whoever named it is told to name another', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const folder = await ownFolder(t);
  const file = join(folder, 'pipe');
  assert.equal(spawnSync('mkfifo', [file]).status, 0);

  const asked = house.perform({name: 'secrets.encrypt', file, output: join(folder, 'pipe.enc')});

  await assert.rejects(asked, fails('usage', /pipe is a pipe, not a regular file\. Name a file/));
});

test('credentials are not decrypted as a file, where no record would say whose: neither theirs, nor a backup, nor a copy', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  for (let i = 0; i < 2; i++)
    await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  const copy = join(house.paths.root, 'copy.enc');
  await copyFile(house.paths.secrets, copy);
  const [backup = ''] = await readdir(house.paths.secretsBackups);

  for (const file of [house.paths.secrets, join(house.paths.secretsBackups, backup), copy])
    await assert.rejects(
      house.perform({name: 'secrets.decrypt', file}),
      fails('usage', /holds the credentials of this root; it was not decrypted\. .*credentials show PROVIDER/),
    );
});
