import assert from 'node:assert/strict';
import {readFile, writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {newKey} from '../../../source/vault/fernet.ts';
import {decrypt, parseKeyring} from '../../../source/vault/keyring.ts';
import type {House} from '../../helpers/house.ts';
import {auditOf, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {keysIn, sealed, stored} from '../../vault/vault-fixture.ts';

const set = (house: House, apiKey: string) =>
  house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});

/** Credentials, and a backup of an earlier version of them. */
async function scene(t: TestContext) {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const first = madeKey();
  await set(house, first);
  await set(house, madeKey());
  const [key = ''] = await keysIn(house.paths);
  const backup = (await house.control().query({name: 'backups'}))[0]?.name ?? '';
  return {house, first, key, backup, restore: () => house.perform({name: 'credentials.restore', backup})};
}

const damages: Readonly<Record<string, (key: string) => string | Buffer>> = {
  empty: () => '',
  'no token': () => 'gAAAAA-cut',
  'no text': () => Buffer.from([0xff, 0xfe, 0x41, 0x00]),
  'no credentials file': (key) => sealed(key, '[]'),
  'of another key': () => sealed(newKey(), '{}'),
};

for (const [name, damaged] of Object.entries(damages)) {
  test(`a backup takes the place of a secrets file that is ${name}, which is kept aside and on record`, async (t) => {
    const {house, first, key, backup, restore} = await scene(t);
    const content = Buffer.from(damaged(key));
    await writeFile(house.paths.secrets, content);

    const looked = await house.perform({name: 'credentials.diff', backup});
    assert.deepEqual([looked.data?.removed, typeof looked.data?.unread], [['acme.apiKey'], 'string']);
    const {sentence, data} = await restore();

    const aside = String(data?.keptAs);
    assert.match(aside, /screener_api\.json\.enc\.corrupt-\d{4}-\d{2}-\d{2}T\d+Z$/);
    assert.ok(sentence.includes(`The file that was there could not be read; it is kept as ${aside}.`), sentence);
    assert.deepEqual(await readFile(aside), content);
    const revealed = await house.perform({name: 'credentials.reveal', provider: 'acme'});
    assert.deepEqual(revealed.data?.values, {apiKey: first});
    assert.equal((await house.control().query({name: 'credentials'})).revision, 3);
    const done = (await auditOf(house.paths)).findLast(({action, stage}) => action === 'restore' && stage === 'done');
    assert.deepEqual(done?.fields, ['acme.apiKey']);
    assert.ok(done?.detail?.endsWith(`what could not be read is kept as ${aside}`), done?.detail);
  });
}

test('with another key, which opens no backup either, a restore changes nothing', async (t) => {
  const {house, restore} = await scene(t);
  await writeFile(house.paths.key, `${newKey()}\n`);
  const before = await stored(house.paths);

  await assert.rejects(restore(), {code: 'secrets.undecryptable'});

  assert.deepEqual(await stored(house.paths), before);
});

test('a damaged secrets file is not set aside by any other change', async (t) => {
  const {house} = await scene(t);
  await writeFile(house.paths.secrets, '');
  const before = await stored(house.paths);

  await assert.rejects(set(house, madeKey()), {code: 'secrets.undecryptable'});

  assert.deepEqual(await stored(house.paths), before);
});

test('after --drop-old the earlier key opens nothing that was set aside either, and what no key opens is named', async (t) => {
  const {house, key, restore} = await scene(t);
  const asides: Record<string, string> = {};
  for (const [name, content] of [
    ['malformed', sealed(key, '[]')],
    ['cut', 'gAAAAA-cut'],
  ] as const) {
    await writeFile(house.paths.secrets, content);
    asides[name] = String((await restore()).data?.keptAs);
  }
  const {malformed = '', cut = ''} = asides;

  const {hint = ''} = await house.perform({name: 'keys.rotate', dropOld: true});

  const [newest = ''] = await keysIn(house.paths);
  assert.equal(decrypt(parseKeyring(key, 'k'), await readFile(malformed, 'utf8')), undefined);
  assert.equal(decrypt(parseKeyring(newest, 'k'), await readFile(malformed, 'utf8'))?.bytes.toString(), '[]');
  assert.equal(await readFile(cut, 'utf8'), 'gAAAAA-cut');
  assert.ok(hint.startsWith(`No key opens ${cut}. It is damaged`), hint);
});
