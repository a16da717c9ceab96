import assert from 'node:assert/strict';
import {once} from 'node:events';
import {type TestContext, test} from 'node:test';
import {Failure} from '../../../source/failure.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, tuesday, wednesday} from '../../helpers/house.ts';
import {auditOf, type KeyedSource, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

type Market = {readonly house: House; readonly acme: KeyedSource; readonly apiKey: string};

/** A keyed source first in every list, with its key, and a free one after it. */
async function market(t: TestContext): Promise<Market> {
  const acme = keyedSource('acme');
  const free = fakeSource('open', ordinary(), bulk);
  const orders = {symbols: ['acme', 'open'], prices: ['acme', 'open'], metadata: ['acme', 'open'], fractional: []};
  const house = await openKeyedHouse(t, [acme], {free: [free], settings: {priority: orders}});
  const apiKey = madeKey();
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});
  return {house, acme, apiKey};
}

const checkOf = async (house: House) =>
  (await house.control().query({name: 'credentials'})).providers.find(({provider}) => provider === 'acme')?.check;

test('a provider is asked before the first call of data, with what is kept, and its word stands for a day', async (t) => {
  const {house, acme, apiKey} = await market(t);
  const callsAtCheck: number[] = [];
  acme.beforeSaying = () => void callsAtCheck.push(acme.source.calls.length);

  await house.perform({name: 'build'});
  await house.clock.advance(23 * 3_600_000);
  await house.perform({name: 'build', force: true, justification: 'within the day', fresh: true});
  const asked = acme.asked.length;
  await house.goTo(wednesday);
  await house.perform({name: 'build'});

  assert.deepEqual([asked, acme.asked], [1, [{apiKey}, {apiKey}]]);
  assert.equal(callsAtCheck[0], 0);
  assert.deepEqual(await checkOf(house), {at: wednesday, accepted: true, sentence: 'Acme accepts its credentials.'});
});

test('every use of a key by a build is on record, by whom and of which fields', async (t) => {
  const {house} = await market(t);

  await house.perform({name: 'build'}, {name: 'olga', via: 'dashboard', from: '192.0.2.7'});

  const read = (await auditOf(house.paths)).filter(({action}) => action === 'read');
  assert.equal(read.length, 1);
  assert.partialDeepStrictEqual(read[0], {
    stage: 'done',
    provider: 'acme',
    fields: ['apiKey'],
    user: 'olga',
    via: 'dashboard from 192.0.2.7',
    detail: 'for a build',
  });
});

test('values are in use for the length of a build and no longer', async (t) => {
  const {house, acme, apiKey} = await market(t);
  const during: unknown[] = [];
  acme.source.before = () => void during.push(house.safe().inUse.get('acme'));

  await house.perform({name: 'build'});

  assert.ok(during.length > 0 && during.every((values) => JSON.stringify(values) === JSON.stringify({apiKey})));
  assert.equal(house.safe().inUse.size, 0);
});

test('a provider that is down says nothing about its key: the build goes on, and the next one asks again', async (t) => {
  const {house, acme} = await market(t);
  acme.says = 'down';

  const built = await house.perform({name: 'build'});
  await house.goTo(tuesday);
  await house.perform({name: 'build'});

  assert.equal(built.kind, 'done');
  assert.equal(acme.asked.length, 2);
  assert.ok(acme.source.calls.includes('list'));
  assert.equal(await checkOf(house), undefined);
  assert.deepEqual(house.of('credential.unusable'), []);
});

test('a changed value is asked about at once, whatever was said of the earlier one', async (t) => {
  const {house, acme} = await market(t);
  await house.perform({name: 'build'});
  const other = madeKey();

  await house.clock.advance(1000);
  await house.perform({name: 'credentials.rotate', provider: 'acme', values: {apiKey: other}});
  await house.perform({name: 'build', fresh: true});

  assert.deepEqual(acme.asked.at(-1), {apiKey: other});
  assert.equal(acme.asked.length, 2);
});

test('a check without a key asks nobody, and is not on record as a refusal', async (t) => {
  const {house, acme} = await market(t);
  await house.perform({name: 'credentials.remove', provider: 'acme'});

  const {kind, data} = await house.perform({name: 'credentials.check', providers: ['acme']});

  const sentence = 'Acme has no credentials: its API key is missing.';
  assert.deepEqual([kind, data], ['credentials', {providers: [{provider: 'acme', verdict: 'missing', sentence}]}]);
  assert.deepEqual(acme.asked, []);
  assert.equal((await auditOf(house.paths)).at(-1)?.detail, 'acme missing');
});

test('by hand a check asks again each time, and keeps and says what each provider answered', async (t) => {
  const {house, acme, apiKey} = await market(t);

  const yes = await house.perform({name: 'credentials.check'});
  acme.says = 'refused';
  const no = await house.perform({name: 'credentials.check', providers: ['acme']});
  acme.says = 'down';
  const down = await house.perform({name: 'credentials.check'});

  assert.deepEqual(
    [yes, no, down].map(({kind, sentence}) => [kind, sentence]),
    [
      ['done', 'Acme accepts its credentials.'],
      ['credentials', 'acme says 401.'],
      ['paused', 'Acme could not be asked: acme could not be reached.'],
    ],
  );
  assert.deepEqual(no.data, {providers: [{provider: 'acme', verdict: 'refused', sentence: 'acme says 401.'}]});
  assert.equal(down.hint, 'That says nothing of the credentials; ask again later.');
  assert.deepEqual(acme.asked, [{apiKey}, {apiKey}, {apiKey}]);
  assert.equal((await checkOf(house))?.accepted, false);
  const records = (await auditOf(house.paths)).filter(({action}) => action === 'check');
  assert.deepEqual(
    records.map(({stage, fields, detail}) => [stage, fields, detail]),
    [
      ['intended', undefined, undefined],
      ['done', ['acme'], 'acme accepted'],
      ['intended', ['acme'], undefined],
      ['failed', ['acme'], 'acme refused'],
      ['intended', undefined, undefined],
      ['unasked', ['acme'], 'acme unasked'],
    ],
  );
});

test('that a provider could not be asked is known with its moment until it answers, and what it said before stands', async (t) => {
  const {house, acme} = await market(t);
  const rowOf = async () =>
    (await house.control().query({name: 'credentials'})).providers.find(({provider}) => provider === 'acme');
  await house.perform({name: 'credentials.check'});
  const said = (await rowOf())?.check;
  await house.goTo(tuesday);
  acme.says = 'down';
  await house.perform({name: 'credentials.check'});

  const unheard = await rowOf();
  acme.says = 'accepted';
  await house.perform({name: 'credentials.check'});
  const heard = await rowOf();

  const sentence = 'Acme could not be asked: acme could not be reached.';
  assert.deepEqual([unheard?.silence, unheard?.check, unheard?.problem], [{at: tuesday, sentence}, said, undefined]);
  assert.deepEqual([heard?.silence, heard?.check?.at], [undefined, tuesday]);
});

test('a refusal counts more than that another could not be asked', async (t) => {
  const [acme, bolt] = [keyedSource('acme'), keyedSource('bolt')];
  const house = await openKeyedHouse(t, [acme, bolt]);
  for (const provider of ['acme', 'bolt'])
    await house.perform({name: 'credentials.set', provider, values: {apiKey: madeKey()}});
  [acme.says, bolt.says] = ['down', 'refused'];

  const {kind, sentence} = await house.perform({name: 'credentials.check'});

  assert.equal(kind, 'credentials');
  assert.equal(sentence, 'Acme could not be asked: acme could not be reached.\nbolt says 401.');
});

test('a refusal bars the provider until it takes its key again', async (t) => {
  const {house, acme} = await market(t);
  acme.says = 'refused';
  await house.perform({name: 'credentials.check'});
  const barred = await house.perform({name: 'build'});
  const callsBefore = acme.source.calls.length;
  acme.says = 'accepted';

  await house.perform({name: 'credentials.check'});
  await house.perform({name: 'build', fresh: true});

  assert.equal(barred.kind, 'done');
  assert.equal(callsBefore, 0);
  assert.ok(acme.source.calls.includes('list'));
  assert.equal(acme.asked.length, 2);
});

test('asking about a provider without credentials, or about none, is answered in words', async (t) => {
  const acme = keyedSource('acme');
  const house = await openKeyedHouse(t, [acme], {free: [fakeSource('open', ordinary(), bulk)]});

  const none = await house.perform({name: 'credentials.check'});
  const absent = await house.perform({name: 'credentials.check', providers: ['acme']});

  // It is used, so that it has none is the answer even where nobody names it.
  assert.deepEqual([none.kind, none.sentence], [absent.kind, absent.sentence]);
  assert.deepEqual([absent.kind, absent.sentence], ['credentials', 'Acme has no credentials: its API key is missing.']);
  assert.deepEqual(acme.asked, []);
  await assert.rejects(
    house.perform({name: 'credentials.check', providers: ['open']}),
    (thrown) => thrown instanceof Failure && thrown.kind === 'usage' && /needs no credentials/.test(thrown.message),
  );
});

test('a value that is set while its predecessor is asked about is not judged by that answer', async (t) => {
  const {house, acme} = await market(t);
  acme.says = 'refused';
  acme.beforeSaying = async () => {
    acme.beforeSaying = () => {};
    await house.clock.advance(1000);
    await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  };

  const result = await house.perform({name: 'credentials.check'});

  assert.equal(result.kind, 'credentials');
  assert.equal(await checkOf(house), undefined);
  const row = (await house.control().query({name: 'credentials'})).providers.find(({provider}) => provider === 'acme');
  assert.equal(row?.problem, undefined);
});

for (const end of ['stop', 'close'] as const) {
  test(`${end} ends a build that waits for a provider's word on its key, and the next one goes on`, async (t) => {
    const {house, acme} = await market(t);
    const ending: Promise<unknown>[] = [];
    acme.beforeSaying = async ({signal}) => {
      const over = once(signal, 'abort');
      ending.push(end === 'stop' ? house.perform({name: 'stop'}) : house.close());
      await over;
      signal.throwIfAborted();
    };

    const stopped = await house.perform({name: 'build'});
    await Promise.all(ending);
    acme.beforeSaying = () => {};
    if (end === 'close') await house.reopen();
    const next = await house.perform({name: 'build'});

    assert.deepEqual([stopped.kind, next.kind], ['interrupted', 'done']);
    assert.equal(acme.asked.length, 2);
  });
}

test('closing does not wait for a check by hand', async (t) => {
  const {house, acme} = await market(t);
  const closing: Promise<void>[] = [];
  acme.beforeSaying = async ({signal}) => {
    const over = once(signal, 'abort');
    closing.push(house.close());
    await over;
    signal.throwIfAborted();
  };

  const result = await house.perform({name: 'credentials.check'});
  await Promise.all(closing);

  assert.match(result.sentence, /^Acme could not be asked: The engine is closing\.$/);
});
