import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import type {Place} from '../../../source/store/paths.ts';
import {pathsOf, prepareRoot} from '../../../source/store/paths.ts';
import type {House} from '../../helpers/house.ts';
import {deedsOf, filesWith, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

/** A root that keeps a credential, closed again, and how houses in it are opened. */
async function scene(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'universe-around-'));
  const root = join(folder, 'root');
  const apiKey = madeKey();
  const open = (place: Place = {}) => openKeyedHouse(t, [keyedSource('acme')], {root, place});
  const first = await open();
  await first.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});
  await first.close();
  t.after(() => rm(folder, {recursive: true}));
  const masterKey = (await readFile(pathsOf(root).key, 'utf8')).trim();
  return {folder, root, apiKey, masterKey, open};
}

const exposedTo = async (house: House) =>
  (await house.control().query({name: 'doctor', reach: false})).checks.filter(
    ({check, passed}) => check === 'exposed' && !passed,
  );

for (const place of [{sample: true}, {sample: true, profile: 'px'}] as const) {
  test(`a sample market ${'profile' in place ? 'of a profile ' : ''}keeps no secret of its root that is typed, and opens none`, async (t) => {
    const {root, apiKey, masterKey, open} = await scene(t);
    const before = [await deedsOf(pathsOf(root)), (await stat(pathsOf(root).credentialsState)).mtimeMs];
    const house = await open(place);

    const justification = `probe ${apiKey} and ${masterKey}`;
    await house.perform({name: 'blocklist.add', symbols: ['AAPL'], justification});
    await house.perform({name: 'halt', justification});
    await assert.rejects(house.perform({name: 'settings.set', field: 'rotation.hook', value: ['/bin/x', apiKey]}), {
      code: 'usage.secret',
    });
    const {texts} = await house.control().query({name: 'masked', texts: [masterKey]});
    await house.close();

    assert.deepEqual(texts, ['••••••••']);
    assert.deepEqual(await filesWith(root, apiKey), []);
    assert.deepEqual(await filesWith(root, masterKey), [pathsOf(root).key]);
    assert.deepEqual([await deedsOf(pathsOf(root)), (await stat(pathsOf(root).credentialsState)).mtimeMs], before);
  });
}

test('the doctor of a root and of its profiles finds its secrets in each of its universes', async (t) => {
  const {root, apiKey, masterKey, open} = await scene(t);
  const [market, profile, own] = [
    pathsOf(root, {sample: true}),
    pathsOf(root, {profile: 'px', sample: true}),
    pathsOf(root, {profile: 'py'}),
  ];
  for (const paths of [market, profile, own]) await prepareRoot(paths);
  await writeFile(market.blocklist, `MSFT,2026-03-02T22:00:00Z,user:ann,"${masterKey}",manual\n`);
  await writeFile(profile.settings, JSON.stringify({rotation: {hook: ['/bin/x', apiKey]}}));
  await writeFile(own.blocklist, `MSFT # ${apiKey}\n`);
  const wanted = [market.blocklist, profile.settings, own.blocklist];

  for (const place of [{}, {profile: 'pz'}]) {
    const house = await open(place);
    const found = (await exposedTo(house)).map(({sentence}) => wanted.findIndex((path) => sentence.includes(path)));
    await house.close();

    assert.deepEqual(found.sort(), [0, 1, 2]);
  }
});

test('a snapshot in which a stored secret stands says in which file, and nothing of others', async (t) => {
  const {folder, root, apiKey, masterKey, open} = await scene(t);
  const [market, other] = [pathsOf(root, {sample: true}), pathsOf(root, {profile: 'px', sample: true})];
  for (const paths of [market, other]) await prepareRoot(paths);
  await writeFile(market.blocklist, `MSFT # ${apiKey}\n`);
  const house = await open();

  const without = await house.perform({name: 'snapshot', file: join(folder, 'first.tar.gz')});
  await writeFile(other.blocklist, `MSFT # ${masterKey}\n`);
  const hasOne = await house.perform({name: 'snapshot', file: join(folder, 'second.tar.gz')});
  await house.close();

  assert.equal(without.hint, 'The master key is not in it; keep it apart.');
  assert.match(
    hasOne.hint ?? '',
    /^A stored secret stands in \S+px\/sample\/\S+blocklist\.txt, and so in the snapshot\./,
  );
  assert.ok(!hasOne.hint?.includes(masterKey));
});
