import assert from 'node:assert/strict';
import {readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {Failure, type FailureKind, sentenceOf} from '../../../source/failure.ts';
import {sumOf} from '../../../source/store/file.ts';
import {isKey, newKey, open} from '../../../source/vault/fernet.ts';
import {type House, tuesday, wednesday} from '../../helpers/house.ts';
import {auditOf, deedsOf, filesWith, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {ownFolder} from '../../helpers/own-file-house.ts';

const fails = (kind: FailureKind, words: RegExp) => (thrown: unknown) =>
  thrown instanceof Failure && thrown.kind === kind && words.test(sentenceOf(thrown));

const keysIn = async ({paths}: House) => (await readFile(paths.key, 'utf8')).trim().split('\n');

/** Whether this key alone opens the file. */
const opens = async (key: string, path: string) => open(key, (await readFile(path, 'utf8')).trim()) !== undefined;

const valuesOf = async (house: House) =>
  (await house.perform({name: 'credentials.reveal', provider: 'acme'})).data?.values;

/** Two versions of one provider's key, so that there is a backup. */
async function furnished(t: TestContext) {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const [first, second] = [madeKey(), madeKey()];
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: first}});
  await house.goTo(tuesday);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: second}});
  await house.goTo(wednesday);
  return {house, first, second};
}

test('a new key goes before the earlier one: the file is under the new, backups stay readable', async (t) => {
  const {house, first, second} = await furnished(t);
  const {paths} = house;
  const [old = ''] = await keysIn(house);
  await house.perform({name: 'credentials.check'});

  const result = await house.perform({name: 'keys.rotate', dropOld: false});

  const [newest = '', ...others] = await keysIn(house);
  assert.deepEqual(others, [old]);
  assert.equal((await stat(paths.key)).mode & 0o777, 0o600);
  assert.deepEqual([await opens(newest, paths.secrets), await opens(old, paths.secrets)], [true, false]);
  assert.match(
    result.sentence,
    /The earlier keys stay, so that backups stay readable\. Copies of the key from before this do not open the credentials: keep a new one apart\.$/,
  );
  assert.deepEqual(await valuesOf(house), {apiKey: second});
  const backups = await house.control().query({name: 'backups'});
  const oldest = await house.safe().vault.readBackup(backups.at(-1)?.name ?? '');
  assert.equal(oldest.providers.get('acme')?.get('apiKey')?.reveal(), first);
  assert.deepEqual(
    house.of('key.changed').map(({action, place, actor}) => [action, place, actor]),
    [['rotated', paths.key, 'olga']],
  );
  const {stale, providers} = await house.control().query({name: 'credentials'});
  const check = providers.find(({provider}) => provider === 'acme')?.check;
  assert.deepEqual([stale, check?.accepted], [false, true]);
  assert.equal(house.works().manifest.get('secrets').current?.sha256, (await sumOf(paths.secrets))?.sha256);
  const done = (await auditOf(paths)).find(({action, stage}) => action === 'key-rotate' && stage === 'done');
  assert.partialDeepStrictEqual(done, {user: 'olga', detail: paths.key, sha256: (await sumOf(paths.secrets))?.sha256});
});

test('after --drop-old nothing opens with an earlier key any more, backups included', async (t) => {
  const {house, first, second} = await furnished(t);
  const [old = ''] = await keysIn(house);

  const result = await house.perform({name: 'keys.rotate', dropOld: true});

  const keys = await keysIn(house);
  assert.equal(keys.length, 1);
  assert.notEqual(keys[0], old);
  const backups = (await house.safe().vault.backups()).map(({path}) => path);
  assert.ok(backups.length >= 2);
  for (const path of [house.paths.secrets, ...backups])
    assert.deepEqual([await opens(keys[0] ?? '', path), await opens(old, path)], [true, false], path);
  assert.match(
    result.sentence,
    /backups and 0 files of secrets encrypt-file were encrypted anew, and the earlier keys are gone\. Copies of the key from before this do not open/,
  );
  assert.deepEqual(await valuesOf(house), {apiKey: second});
  const oldest = await house.safe().vault.readBackup((await house.safe().vault.backups()).at(-1)?.name ?? '');
  assert.equal(oldest.providers.get('acme')?.get('apiKey')?.reveal(), first);
  assert.equal(house.of('key.changed')[0]?.action, 'replaced');
  for (const key of [first, second, keys[0] ?? '', old])
    assert.deepEqual(
      (await filesWith(house.paths.root, key)).filter((path) => path !== house.paths.key),
      [],
    );
});

test('a first key is made where there is none, and never put in the place of one', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')], {isKeyless: true});

  const made = await house.perform({name: 'keys.generate'});
  const [key = ''] = await keysIn(house);
  const again = house.perform({name: 'keys.generate'});

  assert.equal(made.sentence, `A master key was made in ${house.paths.key}.`);
  assert.equal(isKey(key), true);
  await assert.rejects(again, fails('usage', /There is a master key in .* already\..*universe keys rotate/));
  assert.deepEqual(await keysIn(house), [key]);
  assert.equal(JSON.stringify([made, house.events]).includes(key), false);
  assert.deepEqual(await deedsOf(house.paths), [
    'key-generate intended',
    'key-generate done',
    'key-generate intended',
    'key-generate failed',
  ]);
});

test('a printed key is kept nowhere, and that one was printed is on record', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')], {isKeyless: true});

  const {data, hint} = await house.perform({name: 'keys.generate', print: true});

  const key = String(data?.key);
  assert.equal(isKey(key), true);
  assert.match(hint ?? '', /keySource/);
  assert.deepEqual([await sumOf(house.paths.key), await filesWith(house.paths.root, key)], [undefined, []]);
  assert.equal((await auditOf(house.paths)).at(-1)?.detail, 'printed');
});

test('a key from the environment is used, never written, and rotated by who put it there', async (t) => {
  const environment = {MASTER_ENCRYPTION_KEY: newKey()};
  const house = await openKeyedHouse(t, [keyedSource('acme')], {environment, settings: {keySource: 'env'}});
  const old = environment.MASTER_ENCRYPTION_KEY;
  const apiKey = madeKey();
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});

  const first = await opens(old, house.paths.secrets);
  environment.MASTER_ENCRYPTION_KEY = `${newKey()},${old}`;
  const [newest = ''] = environment.MASTER_ENCRYPTION_KEY.split(',');
  const rotated = await house.perform({name: 'keys.rotate', dropOld: true});
  environment.MASTER_ENCRYPTION_KEY = newest;

  assert.deepEqual([first, await opens(newest, house.paths.secrets)], [true, true]);
  assert.match(
    rotated.sentence,
    /take the earlier keys out of the environment variable MASTER_ENCRYPTION_KEY now\. Copies of the key/,
  );
  assert.deepEqual(await valuesOf(house), {apiKey});
  assert.equal(await sumOf(house.paths.key), undefined);
  for (const key of [old, newest]) assert.deepEqual(await filesWith(house.paths.root, key), []);
});

test('where only one key is in the environment it is said whose environment counts', async (t) => {
  const environment = {MASTER_ENCRYPTION_KEY: newKey()};
  const house = await openKeyedHouse(t, [keyedSource('acme')], {environment, settings: {keySource: 'env'}});
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});

  await assert.rejects(
    house.perform({name: 'keys.rotate', dropOld: false}),
    fails(
      'credentials',
      /Where a daemon or dashboard holds the root, the variable of that process counts: start it again/,
    ),
  );
});

test('where the environment holds no key, or one that is none, nothing is made up', async (t) => {
  const environment: Record<string, string> = {};
  const house = await openKeyedHouse(t, [keyedSource('acme')], {environment, settings: {keySource: 'env'}});
  const set = () => house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});

  await assert.rejects(set(), fails('credentials', /cannot put a key into the environment variable/));
  environment.MASTER_ENCRYPTION_KEY = newKey().slice(0, 30);
  const told = await set().catch((thrown: unknown) => sentenceOf(thrown));

  assert.match(String(told), /MASTER_ENCRYPTION_KEY/);
  assert.equal(String(told).includes(environment.MASTER_ENCRYPTION_KEY), false);
  assert.equal(await sumOf(house.paths.secrets), undefined);
});

test('a lost key is never replaced by a new one that could open nothing', async (t) => {
  const {house} = await furnished(t);
  const {paths} = house;
  await rm(paths.key);
  const before = await readFile(paths.secrets);

  for (const command of [
    {name: 'keys.generate'},
    {name: 'keys.rotate', dropOld: true},
    {name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}},
    {name: 'credentials.reveal', provider: 'acme'},
  ] as const)
    await assert.rejects(house.perform(command), fails('credentials', /^The master key that encrypts .* is not in /));

  assert.deepEqual([await readFile(paths.secrets), await sumOf(paths.key)], [before, undefined]);
});

test('what is kept first says where its key was made and that a copy belongs apart, and both are on record', async (t) => {
  const acme = keyedSource('acme');
  const house = await openKeyedHouse(t, [acme], {isKeyless: true});
  const set = () => house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});

  const [first, second] = [await set(), await set()];

  const told = `A master key was made in ${house.paths.key}. Keep a copy of it apart from this machine: without it the credentials cannot be read.`;
  assert.deepEqual([first.sentence, second.sentence], [`Acme: apiKey added. ${told}`, 'Acme: apiKey changed.']);
  assert.deepEqual((await deedsOf(house.paths)).slice(0, 5), [
    'add intended',
    'key-generate intended',
    'key-generate done',
    'add writing',
    'add done',
  ]);
  assert.deepEqual(
    house.of('key.changed').map(({action, place}) => [action, place]),
    [['generated', house.paths.key]],
  );
});

test('a file of a person that is encrypted first says so too, and a rotation without a key that there was none', async (t) => {
  const [house, other] = [
    await openKeyedHouse(t, [keyedSource('acme')], {isKeyless: true}),
    await openKeyedHouse(t, [keyedSource('acme')], {isKeyless: true}),
  ];
  const file = join(await ownFolder(t), 'plain');
  await writeFile(file, 'words');

  const encrypted = await house.perform({name: 'secrets.encrypt', file, output: `${file}.enc`});
  const rotated = await other.perform({name: 'keys.rotate', dropOld: false});

  assert.match(encrypted.sentence, /plain, encrypted\. A master key was made in .*screener_api\.key\. Keep a copy/);
  assert.match(rotated.sentence, /^There was no master key to rotate\. A master key was made in .*\. Keep a copy/);
  assert.equal(other.of('key.changed')[0]?.action, 'generated');
});
