import assert from 'node:assert/strict';
import {copyFile, mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import type {House} from '../../helpers/house.ts';
import {filesWith, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

const provider = 'acme';
const set = (house: House, apiKey: string) => house.perform({name: 'credentials.set', provider, values: {apiKey}});
const exposed = (house: House) => house.of('secret.exposed').map((event) => event.provider);

/** A root that keeps a key which is about to be replaced. */
async function scene(t: TestContext) {
  const house = await openKeyedHouse(t, [keyedSource(provider)]);
  const first = madeKey();
  await set(house, first);
  await house.reopen();
  return {house, first};
}

/** By a process that has opened nothing: whether a reason comes out without it, and no file has it. */
async function expectRecognized(house: House, value: string): Promise<void> {
  await house.reopen();
  await house.perform({name: 'halt', justification: `it was ${value} once`});
  assert.deepEqual(exposed(house), [provider]);
  await house.close();
  assert.deepEqual(await filesWith(house.paths.root, value), []);
}

for (const [how, replace] of [
  ['set anew', (house: House) => set(house, madeKey())],
  ['rotated', (house: House) => house.perform({name: 'credentials.rotate', provider, values: {apiKey: madeKey()}})],
  ['removed', (house: House) => house.perform({name: 'credentials.remove', provider})],
] as const) {
  test(`a key that was ${how} is recognised as before: a backup has it, and its provider may take it still`, async (t) => {
    const {house, first} = await scene(t);

    await replace(house);

    await expectRecognized(house, first);
  });
}

test('whoever replaced a key takes it out of what is said from then on', async (t) => {
  const {house, first} = await scene(t);

  await set(house, madeKey());

  assert.equal(house.safe().redactor.redact(first).text, '••••••••');
});

test('a key is recognised that the restore of a backup put out of use, or into it', async (t) => {
  const {house} = await scene(t);
  const second = madeKey();
  await set(house, second);
  const [backup] = await house.safe().vault.backups();

  await house.perform({name: 'credentials.restore', backup: backup?.name ?? ''});

  const {marks = []} = (await house.safe().standing.peek()).fingerprints ?? {};
  assert.equal(marks.filter((one) => one.provider === provider).length, 2);
  await expectRecognized(house, second);
});

test('a key is recognised after the secrets file was taken away', async (t) => {
  const {house, first} = await scene(t);

  await rm(house.paths.secrets);
  await house.perform({name: 'credentials.read'});

  await expectRecognized(house, first);
});

test('an earlier master key is recognised when it opens nothing any more', async (t) => {
  const {house} = await scene(t);
  const key = (await readFile(house.paths.key, 'utf8')).trim();

  await house.perform({name: 'keys.rotate', dropOld: true});
  await house.reopen();
  await house.perform({name: 'halt', justification: `${key} was it`});

  assert.deepEqual(exposed(house), ['the master key']);
});

test('a key that came after a snapshot is recognised when the snapshot is restored', async (t) => {
  const {house, first} = await scene(t);
  const [second, file] = [madeKey(), join(house.paths.root, 'packed.tar.gz')];
  await house.perform({name: 'snapshot', file});
  await set(house, second);

  await house.perform({name: 'restore', file, justification: 'as it was'});
  await house.reopen();
  await house.perform({name: 'halt', justification: `${first} ${second}`});

  assert.deepEqual(exposed(house), [provider]);
  assert.equal(house.safe().redactor.redact(second).text, '••••••••');
});

test('present and earlier keys of another root are recognised where its snapshot was restored, and so are those from here', async (t) => {
  const {house: there, first} = await scene(t);
  const folder = await mkdtemp(join(tmpdir(), 'universe-replaced-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  const [file, sourceKey] = [join(folder, 'packed.tar.gz'), join(folder, 'copied.key')];
  const second = madeKey();
  await set(there, second);
  await there.perform({name: 'snapshot', file});
  await copyFile(there.paths.key, sourceKey);
  const {house, first: here} = await scene(t);

  await house.perform({name: 'restore', file, justification: 'moved', sourceKey});
  await house.reopen();
  await house.perform({name: 'halt', justification: [first, second, here].join(' ')});

  const {redactor} = house.safe();
  assert.deepEqual(
    [first, second, here].map((value) => redactor.redact(value).text),
    ['••••••••', '••••••••', '••••••••'],
  );
});
