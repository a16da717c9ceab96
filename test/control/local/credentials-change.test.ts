import assert from 'node:assert/strict';
import {readFile, rm} from 'node:fs/promises';
import {test} from 'node:test';
import {Failure, type FailureKind, sentenceOf} from '../../../source/failure.ts';
import {sumOf, writeDurably} from '../../../source/store/file.ts';
import {type House, tuesday, wednesday} from '../../helpers/house.ts';
import {auditOf, deedsOf, filesWith, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

const fails = (kind: FailureKind, words: RegExp) => (thrown: unknown) =>
  thrown instanceof Failure && thrown.kind === kind && words.test(sentenceOf(thrown));

const set = (house: House, values: Readonly<Record<string, string>>, provider = 'acme') =>
  house.perform({name: 'credentials.set', provider, values: {...values}});

const valuesOf = async (house: House, provider = 'acme') =>
  (await house.perform({name: 'credentials.reveal', provider})).data?.values;

test('rotating puts another value in the place of the one that was, which is in the backup', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const [first, second] = [madeKey(), madeKey()];
  await set(house, {apiKey: first, account: 'main'});
  await house.goTo(tuesday);

  const result = await house.perform({name: 'credentials.rotate', provider: 'acme', values: {apiKey: second}});

  assert.equal(result.sentence, 'Acme: apiKey rotated.');
  assert.deepEqual(await valuesOf(house), {apiKey: second, account: 'main'});
  const [backup] = await house.control().query({name: 'backups'});
  assert.equal(backup?.before, 'rotate acme apiKey');
  const earlier = await house.safe().vault.readBackup(backup?.name ?? '');
  assert.equal(earlier.providers.get('acme')?.get('apiKey')?.reveal(), first);
  assert.deepEqual(
    house.of('credential.changed').map(({action, fields}) => [action, fields]),
    [
      ['added', ['apiKey', 'account']],
      ['rotated', ['apiKey']],
    ],
  );
  const audit = (await auditOf(house.paths)).filter(({action}) => action === 'rotate');
  assert.deepEqual(
    audit.map(({stage, fields, revision}) => [stage, fields, revision]),
    [
      ['intended', ['apiKey'], undefined],
      ['writing', undefined, undefined],
      ['done', ['apiKey'], 2],
    ],
  );
  for (const key of [first, second]) assert.deepEqual(await filesWith(house.paths.root, key), []);
});

test('rotating to the same value is refused, for then nothing would be rotated', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const apiKey = madeKey();
  await set(house, {apiKey});
  const before = await readFile(house.paths.secrets);

  await assert.rejects(
    house.perform({name: 'credentials.rotate', provider: 'acme', values: {apiKey}}),
    fails('usage', /^The apiKey of acme is the one that is kept already; nothing was changed\./),
  );
  await assert.rejects(
    house.perform({name: 'credentials.rotate', provider: 'acme', values: {pin: madeKey()}}),
    fails('usage', /^No pin of acme is kept here to be rotated\./),
  );

  assert.deepEqual(await readFile(house.paths.secrets), before);
  assert.deepEqual(await deedsOf(house.paths), [
    'add intended',
    'add writing',
    'add done',
    'rotate intended',
    'rotate failed',
    'rotate intended',
    'rotate failed',
  ]);
});

test('one field goes, then the provider, and a third time there is nothing to remove', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme'), keyedSource('bolt')]);
  const kept = madeKey();
  await set(house, {apiKey: madeKey(), account: 'main'});
  await set(house, {apiKey: kept}, 'bolt');

  const one = await house.perform({name: 'credentials.remove', provider: 'acme', field: 'account'});
  const all = await house.perform({name: 'credentials.remove', provider: 'acme'});
  const again = house.perform({name: 'credentials.remove', provider: 'acme'});

  assert.deepEqual([one.sentence, all.sentence], ['Removed account of acme.', 'Removed apiKey of acme.']);
  await assert.rejects(again, fails('usage', /^No credentials of acme are kept here; nothing was changed\.$/));
  await assert.rejects(
    house.perform({name: 'credentials.remove', provider: 'bolt', field: 'account'}),
    fails('usage', /^No account of bolt is kept here; nothing was changed\.$/),
  );
  assert.deepEqual(await valuesOf(house, 'bolt'), {apiKey: kept});
  const {providers} = await house.control().query({name: 'credentials'});
  assert.equal(providers.find(({provider}) => provider === 'acme')?.problem?.because, 'missing');
  assert.equal(house.works().manifest.get('secrets').current?.records, 1);
  const removed = (await auditOf(house.paths)).filter(({action, stage}) => action === 'remove' && stage === 'done');
  assert.deepEqual(
    removed.map(({provider, fields}) => [provider, fields]),
    [
      ['acme', ['account']],
      ['acme', ['apiKey']],
    ],
  );
});

test('revealing gives the values to who asked, and to nobody else', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const apiKey = madeKey();
  await set(house, {apiKey});
  const before = house.events.length;

  const result = await house.perform({name: 'credentials.reveal', provider: 'acme'});

  assert.deepEqual(result, {
    kind: 'done',
    sentence: '1 value of acme.',
    data: {provider: 'acme', values: {apiKey}},
  });
  assert.equal(house.events.length, before);
  assert.deepEqual(await filesWith(house.paths.root, apiKey), []);
  const [intended, done] = (await auditOf(house.paths)).filter(({action}) => action === 'reveal');
  assert.partialDeepStrictEqual(intended, {stage: 'intended', provider: 'acme', user: 'olga'});
  assert.partialDeepStrictEqual(done, {stage: 'done', provider: 'acme', user: 'olga', fields: ['apiKey']});
  await assert.rejects(
    house.perform({name: 'credentials.reveal', provider: 'bolt'}),
    fails('usage', /^No credentials of bolt are kept here\./),
  );
});

test('a backup is compared by names, put back, and what it replaced is a backup itself', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme'), keyedSource('bolt')]);
  const [first, second, third] = [madeKey(), madeKey(), madeKey()];
  await set(house, {apiKey: first, account: 'main'});
  await house.goTo(tuesday);
  await set(house, {apiKey: second});
  await house.perform({name: 'credentials.remove', provider: 'acme', field: 'account'});
  await set(house, {apiKey: third}, 'bolt');
  await house.goTo(wednesday);
  const oldest = (await house.control().query({name: 'backups'})).at(-1)?.name ?? '';

  const diff = await house.perform({name: 'credentials.diff', backup: oldest});
  const restored = await house.perform({
    name: 'credentials.restore',
    backup: oldest,
    justification: 'the new key is void',
  });

  assert.deepEqual(diff.data, {
    backup: oldest,
    added: ['bolt.apiKey'],
    removed: ['acme.account'],
    changed: ['acme.apiKey'],
  });
  assert.equal(diff.sentence, `3 fields differ from ${oldest}.`);
  const compared = (await auditOf(house.paths)).find(({action, stage}) => action === 'diff' && stage === 'done');
  assert.deepEqual(compared?.fields, ['acme.account', 'acme.apiKey', 'bolt.apiKey']);
  assert.equal(restored.sentence, `Restored ${oldest}: 1 provider.`);
  assert.deepEqual(await valuesOf(house), {apiKey: first, account: 'main'});
  await assert.rejects(valuesOf(house, 'bolt'), fails('usage', /No credentials of bolt/));
  const [newest] = await house.control().query({name: 'backups'});
  assert.deepEqual([newest?.at, newest?.before], [wednesday, 'restore acme.account, acme.apiKey, bolt.apiKey']);
  const replaced = await house.safe().vault.readBackup(newest?.name ?? '');
  assert.equal(replaced.providers.get('bolt')?.get('apiKey')?.reveal(), third);
  assert.equal((await house.control().query({name: 'credentials'})).revision, 5);
  assert.deepEqual(
    house
      .of('credential.changed')
      .slice(-2)
      .map(({provider, action, fields}) => [provider, action, fields]),
    [
      ['acme', 'restored', ['account', 'apiKey']],
      ['bolt', 'restored', ['apiKey']],
    ],
  );
  const fields = ['acme.account', 'acme.apiKey', 'bolt.apiKey'];
  const [, writing, done] = (await auditOf(house.paths)).filter(({action}) => action === 'restore');
  assert.deepEqual([writing?.stage, writing?.fields], ['writing', fields]);
  assert.partialDeepStrictEqual(done, {justification: 'the new key is void', detail: oldest, revision: 5, fields});
  for (const key of [first, second, third]) assert.deepEqual(await filesWith(house.paths.root, key), []);
});

test('a restore is found by each provider that it changed, and says nothing of one that it left as it was', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme'), keyedSource('bolt')]);
  await set(house, {apiKey: madeKey()});
  await set(house, {apiKey: madeKey()}, 'bolt');
  await house.perform({name: 'credentials.remove', provider: 'bolt'});
  const oldest = (await house.control().query({name: 'backups'}))[0]?.name ?? '';

  await house.perform({name: 'credentials.restore', backup: oldest});

  assert.deepEqual(
    house.of('credential.changed').flatMap(({action, ...rest}) => (action === 'restored' ? [rest] : [])),
    [{type: 'credential.changed', provider: 'bolt', actor: 'olga', fields: ['apiKey']}],
  );
  const restored = async (provider: string) =>
    (await house.control().query({name: 'audit-lines', limit: 10, provider, action: 'restore'})).lines.map(
      ({stage, text}) => [stage, text.split(' · ')[0]],
    );
  assert.deepEqual(await restored('bolt'), [
    ['done', 'bolt.apiKey'],
    ['writing', 'bolt.apiKey'],
  ]);
  assert.deepEqual(await restored('acme'), []);
});

test('a backup that is not there, or whose name leads elsewhere, is refused', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await set(house, {apiKey: madeKey()});
  const before = await readFile(house.paths.secrets);

  for (const backup of ['', 'screener_api.json.enc', '../screener_api.json.enc', '../../keys/screener_api.key'])
    for (const name of ['credentials.diff', 'credentials.restore'] as const)
      await assert.rejects(house.perform({name, backup}), fails('usage', /^There is no backup "/));

  assert.deepEqual(await readFile(house.paths.secrets), before);
});

test('a file that somebody else has changed is named as stale until it is read, and is never taken for checked', async (t) => {
  const acme = keyedSource('acme');
  const house = await openKeyedHouse(t, [acme]);
  await set(house, {apiKey: madeKey()});
  const version = await readFile(house.paths.secrets, 'utf8');
  await house.goTo(tuesday);
  await set(house, {apiKey: madeKey(), account: 'main'});
  await house.perform({name: 'credentials.check'});
  await writeDurably(house.paths.secrets, version, {mode: 0o600});

  const stale = await house.control().query({name: 'credentials'});
  const read = await house.perform({name: 'credentials.read'});
  const after = await house.control().query({name: 'credentials'});

  assert.equal(stale.stale, true);
  assert.match(stale.warnings.join(), /changed by somebody else/);
  assert.equal(read.sentence, '1 provider has credentials here.');
  const row = after.providers.find(({provider}) => provider === 'acme');
  assert.deepEqual([after.stale, row?.fields.map(({present}) => present)], [false, [true, false, false]]);
  assert.equal(row?.check, undefined);
  assert.deepEqual((await deedsOf(house.paths)).slice(-2), ['read intended', 'read done']);
});

test('where the file is gone, nothing is said to be kept any more', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await set(house, {apiKey: madeKey()});
  await house.perform({name: 'credentials.check'});
  await rm(house.paths.secrets);

  const stale = await house.control().query({name: 'credentials'});
  const read = await house.perform({name: 'credentials.read'});

  const {providers, ...after} = await house.control().query({name: 'credentials'});
  assert.deepEqual([stale.stale, after.stale, after.revision], [true, false, undefined]);
  assert.equal(read.sentence, '0 providers have credentials here.');
  const row = providers.find(({provider}) => provider === 'acme');
  assert.deepEqual([row?.problem?.because, row?.check], ['missing', undefined]);
  assert.equal(await sumOf(house.paths.secrets), undefined);
});
