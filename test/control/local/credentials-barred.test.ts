import assert from 'node:assert/strict';
import {readFile, rm} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {Failure, sentenceOf} from '../../../source/failure.ts';
import {writeDurably} from '../../../source/store/file.ts';
import {newKey, seal} from '../../../source/vault/fernet.ts';
import {type FakeSource, fakeSource} from '../../helpers/fake-source.ts';
import {type House, tuesday, wednesday} from '../../helpers/house.ts';
import {deedsOf, type KeyedSource, keyedSource, madeKey, openKeyedHouse, pairForm} from '../../helpers/keyed-house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

/** Of a key that is good until then. */
const lastMoment = '2026-03-04T23:59:59.000Z';

type Market = {readonly house: House; readonly acme: KeyedSource; readonly free: FakeSource};

/** A keyed source first in every list, and a free one after it. */
async function market(t: TestContext, settings: Readonly<Record<string, unknown>> = {}): Promise<Market> {
  const acme = keyedSource('acme');
  const free = fakeSource('open', ordinary(), bulk);
  const orders = {symbols: ['acme', 'open'], prices: ['acme', 'open'], metadata: ['acme', 'open'], fractional: []};
  const house = await openKeyedHouse(t, [acme], {free: [free], settings: {priority: orders, ...settings}});
  return {house, acme, free};
}

const set = (house: House, values: Readonly<Record<string, string>>, expires?: Readonly<Record<string, string>>) =>
  house.perform({name: 'credentials.set', provider: 'acme', values: {...values}, ...(expires && {expires})});

const setDuo = (house: House, values: Readonly<Record<string, string>>, expires?: Readonly<Record<string, string>>) =>
  house.perform({name: 'credentials.set', provider: 'duo', values: {...values}, ...(expires && {expires})});

/** A file as another program writes it, without regard for what a field must be. */
async function plant({paths}: House, acme: Readonly<Record<string, string>>): Promise<void> {
  const [key = ''] = (await readFile(paths.key, 'utf8')).split('\n');
  const plain = JSON.stringify({version: 1, providers: {acme}});
  await writeDurably(paths.secrets, seal(key, Buffer.from(plain), {madeAt: 1}), {mode: 0o600});
}

const problems: readonly {
  readonly because: string;
  readonly field?: string;
  readonly says: RegExp;
  readonly asks: number;
  readonly make: (market: Market) => Promise<unknown>;
}[] = [
  {
    because: 'missing',
    field: 'apiKey',
    says: /^Acme has no credentials: its API key is missing\.$/,
    asks: 0,
    make: async () => {},
  },
  {
    because: 'missing',
    field: 'apiKey',
    says: /^Acme has no credentials: its API key is missing\.$/,
    asks: 0,
    make: ({house}) => set(house, {account: 'main'}),
  },
  {
    because: 'expired',
    field: 'apiKey',
    says: /^The apiKey of Acme expired on 2026-03-04\.$/,
    asks: 0,
    make: ({house}) => set(house, {apiKey: madeKey()}, {apiKey: lastMoment}),
  },
  {
    because: 'malformed',
    field: 'apiKey',
    says: /^The apiKey of Acme does not have the form that it must have\.$/,
    asks: 0,
    make: async ({house}) => {
      await set(house, {apiKey: madeKey()});
      await plant(house, {apiKey: madeKey().slice(0, 5)});
    },
  },
  {
    because: 'refused',
    field: 'apiKey',
    says: /^acme says 401\.$/,
    asks: 1,
    make: async ({house, acme}) => {
      await set(house, {apiKey: madeKey()});
      acme.says = 'refused';
    },
  },
];
for (const {because, field, says, asks, make} of problems) {
  for (const freeOnly of [true, false]) {
    test(`credentials that are ${because} ${freeOnly ? 'leave the build to the free sources' : 'stop the build'} before the provider is asked for data (${says.source.slice(1, 40)})`, async (t) => {
      const scene = await market(t, {freeOnlyWithoutCredentials: freeOnly});
      const {house, acme, free} = scene;
      await make(scene);
      await house.goTo(wednesday);

      const ended = await house.perform({name: 'build'}).catch((thrown: unknown) => thrown);

      const [event, ...more] = house.of('credential.unusable');
      assert.deepEqual([event?.provider, event?.because, event?.field, more], ['acme', because, field, []]);
      assert.match(event?.sentence ?? '', says);
      assert.deepEqual([acme.source.calls, acme.asked.length], [[], asks]);
      assert.equal(house.safe().inUse.size, 0);
      if (freeOnly) {
        assert.equal((ended as {kind?: string}).kind, 'done');
        assert.equal((await house.sealed()).length, 40);
        return;
      }
      assert.ok(ended instanceof Failure && ended.kind === 'credentials');
      assert.match(sentenceOf(ended), /universe credentials set acme; or leave it out of the priority settings\.$/);
      assert.deepEqual([free.calls, house.of('build.started')], [[], []]);
    });
  }
}

test('one of two values that go together is incomplete, and not asked about', async (t) => {
  const duo = keyedSource('duo', ordinary(), {...bulk, credentials: pairForm});
  const house = await openKeyedHouse(t, [duo]);
  await house.perform({name: 'credentials.set', provider: 'duo', values: {keyId: madeKey()}});

  await assert.rejects(house.perform({name: 'build'}), /^Failure: Duo lacks its API key \(secretKey\)\./);

  const [event] = house.of('credential.unusable');
  assert.deepEqual([event?.because, event?.field, duo.asked], ['incomplete', 'secretKey', []]);
});

const knownWithoutACall: readonly {
  readonly because: string;
  readonly make: (house: House) => Promise<unknown>;
}[] = [
  {because: 'missing', make: async () => {}},
  {because: 'incomplete', make: (house) => setDuo(house, {keyId: madeKey()})},
  {
    because: 'expired',
    make: (house) => setDuo(house, {keyId: madeKey(), secretKey: madeKey()}, {keyId: lastMoment}),
  },
];
for (const {because, make} of knownWithoutACall) {
  for (const freeOnly of [true, false]) {
    test(`where one provider's credentials are ${because}, the others are ${freeOnly ? 'asked about theirs' : 'not even asked about theirs'} before a build that ${freeOnly ? 'goes on' : 'stops'}`, async (t) => {
      const [acme, zulu] = [keyedSource('acme'), keyedSource('zulu')];
      const duo = keyedSource('duo', ordinary(), {...bulk, credentials: pairForm});
      const house = await openKeyedHouse(t, [acme, duo, zulu], {settings: {freeOnlyWithoutCredentials: freeOnly}});
      for (const provider of ['acme', 'zulu'])
        await house.perform({name: 'credentials.set', provider, values: {apiKey: madeKey()}});
      await make(house);
      await house.goTo(wednesday);

      const ended = await house.perform({name: 'build'}).catch((thrown: unknown) => thrown);

      assert.equal(ended instanceof Failure && ended.kind === 'credentials', !freeOnly);
      assert.deepEqual(
        [acme, duo, zulu].map(({asked}) => asked.length),
        freeOnly ? [1, 0, 1] : [0, 0, 0],
      );
      assert.deepEqual(
        house.of('credential.unusable').map((event) => [event.provider, event.because]),
        [['duo', because]],
      );
    });
  }
}

const locked: readonly {
  readonly title: string;
  readonly spoil: (house: House) => Promise<unknown>;
  readonly says: RegExp;
}[] = [
  {
    title: 'a file that cannot be decrypted',
    spoil: ({paths}) => writeDurably(paths.secrets, seal(newKey(), Buffer.from('{}'), {madeAt: 1}), {mode: 0o600}),
    says: /cannot be decrypted/,
  },
  {
    title: 'a file that is no token',
    spoil: ({paths}) => writeDurably(paths.secrets, 'not a token', {mode: 0o600}),
    says: /cannot be decrypted/,
  },
  {title: 'a key that is lost', spoil: ({paths}) => rm(paths.key), says: /^The master key that encrypts .* is not in /},
  {
    title: 'a key source that production refuses',
    spoil: (house) => house.perform({name: 'settings.set', field: 'environment', value: 'production'}),
    says: /^In production the master key must not come from a file\./,
  },
  {
    title: 'a file that others may read',
    spoil: async ({paths}) => {
      const text = await readFile(paths.secrets, 'utf8');
      await writeDurably(paths.secrets, text, {mode: 0o644});
    },
    says: /is open to others/,
  },
];
for (const {title, spoil, says} of locked) {
  test(`${title} stops every build that wants a key, whatever the settings allow`, async (t) => {
    const {house, acme, free} = await market(t, {freeOnlyWithoutCredentials: true});
    const apiKey = madeKey();
    await set(house, {apiKey});
    await spoil(house);

    await assert.rejects(
      house.perform({name: 'build'}),
      (thrown) => thrown instanceof Failure && thrown.kind === 'credentials' && says.test(thrown.message),
    );

    const [event] = house.of('credential.unusable');
    assert.deepEqual([event?.provider, event?.because, event?.field], ['acme', 'unreadable', 'apiKey']);
    assert.match(event?.sentence ?? '', says);
    assert.deepEqual([acme.source.calls, acme.asked, free.calls, house.safe().inUse.size], [[], [], [], 0]);
    assert.equal((await house.perform({name: 'halt', justification: 'looking at it'})).kind, 'done');
  });
}

test('where every source of a list wants a key that is not there, the build stops whatever the settings allow', async (t) => {
  const orders = {symbols: ['acme'], prices: ['acme', 'open'], metadata: ['open'], fractional: []};
  const {house, free} = await market(t, {priority: orders, freeOnlyWithoutCredentials: true});

  await assert.rejects(house.perform({name: 'build'}), /Acme has no credentials/);

  assert.deepEqual(free.calls, []);
});

test('a build that asks nobody with a key opens nothing, even where nothing could be opened', async (t) => {
  const orders = {symbols: ['open'], prices: ['open'], metadata: ['open'], fractional: []};
  const {house} = await market(t, {priority: orders, freeOnlyWithoutCredentials: false});
  await set(house, {apiKey: madeKey()});
  await rm(house.paths.key);
  const before = await deedsOf(house.paths);

  const built = await house.perform({name: 'build'});

  assert.equal(built.kind, 'done');
  assert.deepEqual(await deedsOf(house.paths), before);
});

test('a disabled provider is not missed', async (t) => {
  const {house} = await market(t, {freeOnlyWithoutCredentials: false, providers: {acme: {enabled: false}}});

  const built = await house.perform({name: 'build'});

  assert.equal(built.kind, 'done');
  assert.deepEqual(house.of('credential.unusable'), []);
});

test('a secret that is due is said once a run, and does not stop it', async (t) => {
  const {house} = await market(t, {rotation: {maxAgeDays: 1, windowDays: 1, noticeDays: 1}});
  await set(house, {apiKey: madeKey()});
  await house.goTo(tuesday);

  await house.perform({name: 'build'});

  assert.deepEqual(
    house.of('credential.due').map(({provider, field, status, dueAt}) => [provider, field, status, dueAt]),
    [['acme', 'apiKey', 'pending', '2026-03-04T03:00:00.000Z']],
  );
  assert.equal((await house.sealed()).length, 40);
});
