import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {copyFile, mkdtemp, rename, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {sumOf} from '../../../source/store/file.ts';
import type {Place} from '../../../source/store/paths.ts';
import type {House} from '../../helpers/house.ts';
import {keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

const set = (house: House, apiKey: string) =>
  house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});

/** Credentials, a snapshot of them, and others since. */
async function changedSince(t: TestContext, place: Place = {}) {
  const root = await mkdtemp(join(tmpdir(), 'universe-packed-'));
  const house = await openKeyedHouse(t, [keyedSource('acme')], {root, place});
  t.after(() => rm(root, {recursive: true, force: true}));
  const [first, second, file, key] = [madeKey(), madeKey(), join(root, 'packed.tar.gz'), join(root, 'copied.key')];
  await set(house, first);
  const {hint = ''} = await house.perform({name: 'snapshot', file});
  await copyFile(house.paths.key, key);
  await set(house, second);
  return {house, first, second, file, key, hint};
}

const failing = async (house: House) =>
  (await house.control().query({name: 'audit'})).checks.filter(({passed}) => !passed);

test('the snapshot of a sample market brings back the credentials of that market, and the audit passes', async (t) => {
  const {house, first, file} = await changedSince(t, {sample: true});

  await house.perform({name: 'restore', file, justification: 'as it was'});
  await house.reopen();

  const {data} = await house.perform({name: 'credentials.reveal', provider: 'acme'});
  assert.deepEqual(data?.values, {apiKey: first});
  assert.deepEqual(await failing(house), []);
});

test('that a profile has the credentials of its root is said at its snapshot and at its restore', async (t) => {
  const {house, second, file, key, hint} = await changedSince(t, {profile: 'ibkr'});
  const before = await sumOf(house.paths.secrets);

  const {sentence} = await house.perform({name: 'restore', file, justification: 'as it was', sourceKey: key});
  await house.reopen();

  assert.match(hint, /^Credentials and master key are those of the root .* and not in it; /);
  assert.match(
    sentence,
    / The credentials are those of the root and stay as they are, so --source-key was not needed\.$/,
  );
  assert.deepEqual(await sumOf(house.paths.secrets), before);
  const {data} = await house.perform({name: 'credentials.reveal', provider: 'acme'});
  assert.deepEqual([data?.values, await failing(house)], [{apiKey: second}, []]);
});

test('a key for a snapshot without credentials was not needed, and it is said', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const file = join(house.paths.root, 'packed.tar.gz');
  await house.perform({name: 'snapshot', file});

  const {sentence} = await house.perform({
    name: 'restore',
    file,
    justification: 'as it was',
    sourceKey: house.paths.key,
  });

  assert.match(sentence, / The snapshot holds no credentials, so --source-key was not needed\.$/);
});

test('that a snapshot without credentials leaves none where some were is said', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const file = join(house.paths.root, 'packed.tar.gz');
  await house.perform({name: 'snapshot', file});
  await set(house, madeKey());

  const {sentence} = await house.perform({name: 'restore', file, justification: 'as it was'});

  assert.match(
    sentence,
    / The snapshot holds no credentials\. Those that were here are among the earlier files; set them anew: universe credentials set ID\.$/,
  );
});

test('a snapshot says where it holds no credentials, for there are none', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);

  const {hint} = await house.perform({name: 'snapshot', file: join(house.paths.root, 'packed.tar.gz')});

  assert.equal(hint, 'It holds no credentials: none are kept here. Nor is a master key in it.');
});

for (const [what, put] of [
  ['pipe', async (path: string) => void spawnSync('mkfifo', ['-m', '600', path])],
  ['link', (path: string) => symlink(`${path}.elsewhere`, path)],
] as const) {
  test(`no snapshot is made where a ${what} stands in the place of the secrets file`, async (t) => {
    const house = await openKeyedHouse(t, [keyedSource('acme')]);
    const file = join(house.paths.root, 'packed.tar.gz');
    await set(house, madeKey());
    await rename(house.paths.secrets, `${house.paths.secrets}.elsewhere`);
    await put(house.paths.secrets);

    await assert.rejects(house.perform({name: 'snapshot', file}), {
      code: 'file.odd',
      message: `${house.paths.secrets} is not a regular file, so it is not read.`,
    });

    assert.equal(await sumOf(file), undefined);
  });
}
