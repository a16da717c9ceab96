import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {ProviderFailure} from '../../../source/provider/failure.ts';
import {type FakeSource, fakeSource} from '../../helpers/fake-source.ts';
import {type House, tuesday} from '../../helpers/house.ts';
import {filesWith, type KeyedSource, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {ordinary} from '../../helpers/ordinary.ts';

type Market = {readonly house: House; readonly acme: KeyedSource; readonly free: FakeSource; readonly apiKey: string};

const tens = {priceBatch: 10, metadataBatch: 10} as const;

/** A keyed source first in every list, ten symbols a batch, with its key, and a free one after it. */
async function market(t: TestContext): Promise<Market> {
  const acme = keyedSource('acme', ordinary(), {...tens, official: false});
  const free = fakeSource('open', ordinary(), tens);
  const orders = {symbols: ['open', 'acme'], prices: ['acme', 'open'], metadata: ['acme', 'open'], fractional: []};
  const house = await openKeyedHouse(t, [acme], {free: [free], settings: {priority: orders}});
  const apiKey = madeKey();
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});
  return {house, acme, free, apiKey};
}

/** From its second call of this kind on, the provider says 401. */
function revoke(
  {source}: KeyedSource,
  kind: 'list' | 'prices' | 'metadata',
  {from = 2, words = 'The key is void.'} = {},
) {
  let calls = 0;
  source.before = (call) => {
    if (!call.startsWith(kind)) return;
    calls += 1;
    if (calls >= from) throw new ProviderFailure('acme', 'refused', words, {status: 401});
  };
}

for (const [kind, from] of [
  ['list', 1],
  ['prices', 2],
  ['metadata', 2],
] as const) {
  test(`a key that is revoked during the ${kind} calls aborts the build, and the next one goes on without it`, async (t) => {
    const {house, acme, free} = await market(t);
    revoke(acme, kind, {from});

    const aborted = await house.perform({name: 'build'});
    const [invalid, ...more] = house.of('secret.invalid');
    const calls = acme.source.calls.length;
    await house.reopen();
    const resumed = await house.perform({name: 'build'});

    assert.equal(aborted.kind, 'credentials');
    assert.match(
      aborted.sentence,
      /^acme refused its credentials\. Set them again with: universe credentials set acme$/,
    );
    assert.deepEqual(
      [invalid?.provider, invalid?.status, invalid?.sentence, more],
      ['acme', 401, 'The key is void.', []],
    );
    assert.equal(resumed.kind, 'done', resumed.sentence);
    const [first, second] = house.of('build.started');
    assert.deepEqual([second?.resumed, second?.buildId], [true, first?.buildId]);
    assert.equal(acme.source.calls.length, calls);
    assert.equal(acme.asked.length, 1);
    // Nobody is asked again for what was answered before.
    const answered = new Set(acme.source.calls.slice(0, -1));
    assert.deepEqual(
      free.calls.filter((call, at) => call !== 'list' && (answered.has(call) || free.calls.indexOf(call) < at)),
      [],
    );
    assert.equal((await house.sealed()).length, 40);
    assert.match(house.of('credential.unusable').at(-1)?.sentence ?? '', /^Acme refused its credentials on 2026-03-03/);
  });
}

test('the provider is taken back once its credentials have changed', async (t) => {
  const {house, acme} = await market(t);
  revoke(acme, 'prices');
  await house.perform({name: 'build'});
  await house.goTo(tuesday);
  acme.source.before = () => {};
  const barred = await house.perform({name: 'build'});
  const calls = acme.source.calls.length;

  const other = madeKey();
  await house.perform({name: 'credentials.rotate', provider: 'acme', values: {apiKey: other}});
  const back = await house.perform({name: 'build', fresh: true});

  assert.deepEqual([barred.kind, back.kind], ['done', 'done']);
  assert.ok(acme.source.calls.length > calls);
  assert.deepEqual(acme.asked.at(-1), {apiKey: other});
});

test('a new master key gives a provider that was left alone nothing to come back for', async (t) => {
  const {house, acme} = await market(t);
  revoke(acme, 'prices');
  await house.perform({name: 'build'});
  acme.source.before = () => {};
  const calls = acme.source.calls.length;

  await house.perform({name: 'keys.rotate', dropOld: false});
  await house.perform({name: 'build'});

  assert.equal(acme.source.calls.length, calls);
});

test('a value that is set while a build still runs on the revoked one is not barred by its refusal', async (t) => {
  const {house, acme} = await market(t);
  revoke(acme, 'prices');
  const {before} = acme.source;
  acme.source.before = async (call) => {
    if (call.startsWith('prices') && acme.source.calls.filter((one) => one.startsWith('prices')).length === 2) {
      await house.clock.advance(1000);
      await house.perform({name: 'credentials.rotate', provider: 'acme', values: {apiKey: madeKey()}});
    }
    await before(call);
  };

  const aborted = await house.perform({name: 'build'});
  acme.source.before = () => {};
  const calls = acme.source.calls.length;
  const resumed = await house.perform({name: 'build'});

  assert.deepEqual([aborted.kind, resumed.kind], ['credentials', 'done']);
  assert.equal(house.of('secret.invalid').length, 1);
  assert.ok(acme.source.calls.length > calls);
  assert.equal(acme.asked.length, 2);
});

test('a refusal that quotes the key is kept and said without it', async (t) => {
  const {house, acme, apiKey} = await market(t);
  revoke(acme, 'prices', {words: `The key ${apiKey} is void.`});

  await house.perform({name: 'build'});
  await house.close();

  assert.equal(house.of('secret.invalid')[0]?.sentence, 'The key •••••••• is void.');
  assert.ok(house.of('secret.exposed').some(({provider}) => provider === 'acme'));
  assert.deepEqual(await filesWith(house.paths.root, apiKey), []);
});
