import assert from 'node:assert/strict';
import {copyFile, readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../../source/failure.ts';
import {readText, sumOf, writeDurably} from '../../../source/store/file.ts';
import {open} from '../../../source/vault/fernet.ts';
import {type House, tuesday} from '../../helpers/house.ts';
import {
  auditOf,
  deedsOf,
  filesWith,
  isChained,
  keyedSource,
  madeKey,
  openKeyedHouse,
} from '../../helpers/keyed-house.ts';

type Source = {
  readonly file: string;
  readonly key: string;
  readonly first: string;
  readonly second: string;
};

const newHouse = (t: TestContext, {isKeyless = false} = {}) => openKeyedHouse(t, [keyedSource('acme')], {isKeyless});

const set = (house: House, apiKey: string) =>
  house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});

/** A snapshot of a root whose credentials have a backup, and the key that is not in it. */
async function snapshotOf(t: TestContext): Promise<Source> {
  const house = await newHouse(t);
  const [first, second] = [madeKey(), madeKey()];
  await set(house, first);
  await house.clock.advance(60_000);
  await set(house, second);
  await house.perform({name: 'build'});
  const [file, key] = ['snapshot.tar.gz', 'copied.key'].map((name) => join(house.paths.root, name));
  assert.ok(file && key);
  await house.perform({name: 'snapshot', file});
  await copyFile(house.paths.key, key);
  return {file, key, first, second};
}

const restore = (house: House, file: string, sourceKey?: string) =>
  house.perform({name: 'restore', file, justification: 'moved here', ...(sourceKey === undefined ? {} : {sourceKey})});

const keysOf = async (house: House) => {
  const {vault} = house.safe();
  const backups = await Promise.all((await vault.backups()).map(({name}) => vault.readBackup(name)));
  return [(await vault.read())?.credentials, ...backups].map((one) =>
    one?.providers.get('acme')?.get('apiKey')?.reveal(),
  );
};

test('a snapshot comes into a root with another key: secrets and backups are under the key of that root', async (t) => {
  const {file, key, first, second} = await snapshotOf(t);
  const house = await newHouse(t);
  await set(house, madeKey());
  const own = await readFile(house.paths.key, 'utf8');
  await house.goTo(tuesday);

  const result = await restore(house, file, key);
  await house.reopen();

  assert.equal(result.kind, 'done');
  assert.match(result.sentence, /Its credentials are encrypted under the key of this root now\.$/);
  assert.equal(await readFile(house.paths.key, 'utf8'), own);
  assert.deepEqual(await keysOf(house), [second, first]);
  for (const path of [house.paths.secrets, ...(await house.safe().vault.backups()).map((one) => one.path)])
    assert.ok(open(own.trim(), (await readFile(path, 'utf8')).trim()), path);
  const {stale, providers, warnings} = await house.control().query({name: 'credentials'});
  assert.deepEqual([stale, warnings], [false, []]);
  assert.equal(providers.find(({provider}) => provider === 'acme')?.check?.accepted, true);
  assert.equal(house.works().manifest.get('secrets').current?.sha256, (await sumOf(house.paths.secrets))?.sha256);
  assert.deepEqual(
    (await house.control().query({name: 'verify', deep: true})).checks.filter(
      (check) => !check.passed && check.check !== 'tradable-session',
    ),
    [],
  );
  for (const secret of [first, second]) assert.deepEqual(await filesWith(house.paths.root, secret), []);
});

test('that secrets came with a snapshot is on record in the audit that was and in the one that came', async (t) => {
  const {file, key} = await snapshotOf(t);
  const house = await newHouse(t);
  await set(house, madeKey());

  const {data} = await restore(house, file, key);
  await house.reopen();

  const was = house.paths.auditLog.replace(house.paths.base, String(data?.keptAs));
  assert.deepEqual(await deedsOf({auditLog: was}), [
    'add intended',
    'add writing',
    'add done',
    'restore-snapshot intended',
  ]);
  assert.partialDeepStrictEqual((await auditOf({auditLog: was})).at(-1), {
    next: (await sumOf(house.paths.secrets))?.sha256,
    fields: ['acme.apiKey'],
  });
  const last = (await auditOf(house.paths)).at(-1);
  assert.partialDeepStrictEqual(last, {
    stage: 'done',
    action: 'restore-snapshot',
    user: 'olga',
    justification: 'moved here',
    detail: file,
    fields: ['acme.apiKey'],
    sha256: (await sumOf(house.paths.secrets))?.sha256,
  });
  assert.equal(await isChained({auditLog: was}), true);
  assert.equal(await isChained(house.paths, house.works().manifest.logHead('audit')), true);
  assert.equal(house.works().halt.record, undefined);
});

test('a new root takes a snapshot with the key that is named, and makes its own, which it says and has on record', async (t) => {
  const {file, key, second} = await snapshotOf(t);
  const house = await newHouse(t, {isKeyless: true});

  const {sentence} = await restore(house, file, key);
  await house.reopen();

  assert.match(sentence, /A master key was made in .*screener_api\.key\. Keep a copy of it apart/);
  assert.deepEqual((await deedsOf(house.paths)).slice(-2), ['key-generate done', 'restore-snapshot done']);

  assert.equal((await keysOf(house))[0], second);
  assert.notEqual(await readFile(house.paths.key, 'utf8'), await readFile(key, 'utf8'));
});

test('a root takes its own snapshot back without naming a key', async (t) => {
  const house = await newHouse(t);
  const apiKey = madeKey();
  await set(house, apiKey);
  const file = join(house.paths.root, 'snapshot.tar.gz');
  await house.perform({name: 'snapshot', file});
  await set(house, madeKey());

  await restore(house, file);
  await house.reopen();

  assert.equal((await keysOf(house))[0], apiKey);
});

test('backups under a key that is dropped since are left as they are, and counted', async (t) => {
  const house = await newHouse(t);
  await set(house, madeKey());
  await set(house, madeKey());
  const key = join(house.paths.root, 'copied.key');
  await house.perform({name: 'keys.rotate', dropOld: false});
  const file = join(house.paths.root, 'snapshot.tar.gz');
  await house.perform({name: 'snapshot', file});
  const [newest = ''] = (await readFile(house.paths.key, 'utf8')).split('\n');
  await writeDurably(key, `${newest}\n`, {mode: 0o600});
  const other = await newHouse(t);

  const result = await restore(other, file, key);

  assert.match(result.sentence, / 2 of its backups open with an earlier key alone and were left so\.$/);
});

const refusals: readonly (readonly [
  what: string,
  sourceKey: (paths: House['paths'], source: Source) => Promise<string | undefined>,
  says: RegExp,
])[] = [
  ['no key that opens it', async () => undefined, /cannot be decrypted/],
  ['the key of a third root', async (paths) => paths.key, /cannot be decrypted/],
  [
    'a key file that is not there',
    async (paths) => join(paths.root, 'nothing'),
    /nothing is not there\. Name the key file/,
  ],
  ['a file that holds no key', async (paths) => paths.credentialsState, /does not hold Fernet keys/],
];
for (const [what, sourceKey, says] of refusals) {
  test(`with ${what} a restore is refused, and root and engine are as before`, async (t) => {
    const source = await snapshotOf(t);
    const house = await newHouse(t);
    const apiKey = madeKey();
    await set(house, apiKey);
    await house.perform({name: 'build'});
    const {paths} = house;
    const files = [paths.secrets, paths.key, paths.final, paths.manifest, paths.settings, paths.auditLog];
    const before = await Promise.all(files.map((path) => readText(path)));
    const names = await readdir(paths.base);

    await assert.rejects(
      restore(house, source.file, await sourceKey(paths, source)),
      (thrown) => thrown instanceof Failure && says.test(`${thrown.message} ${thrown.hint ?? ''}`),
    );

    assert.deepEqual(await Promise.all(files.map((path) => readText(path))), before);
    assert.deepEqual(await readdir(paths.base), names);
    assert.equal((await keysOf(house))[0], apiKey);
    assert.equal((await house.perform({name: 'refilter'})).kind, 'done');
  });
}

test('a new root that refuses a snapshot has no key after it either', async (t) => {
  const {file} = await snapshotOf(t);
  const house = await newHouse(t, {isKeyless: true});

  await assert.rejects(restore(house, file), /cannot be decrypted/);

  assert.equal(await sumOf(house.paths.key), undefined);
});
