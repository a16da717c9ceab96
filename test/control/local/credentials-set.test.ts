import assert from 'node:assert/strict';
import {readFile, rm, stat} from 'node:fs/promises';
import {hostname} from 'node:os';
import {dirname} from 'node:path';
import {test} from 'node:test';
import {z} from 'zod';
import type {Actor, Command} from '../../../source/control/control.ts';
import {Failure, type FailureKind, sentenceOf} from '../../../source/failure.ts';
import {sumOf} from '../../../source/store/file.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {tuesday} from '../../helpers/house.ts';
import {
  auditOf,
  deedsOf,
  filesWith,
  isChained,
  keyedSource,
  madeKey,
  openKeyedHouse,
} from '../../helpers/keyed-house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const far: Actor = {name: 'olga', via: 'command', from: '192.0.2.7'};

const fails = (kind: FailureKind, words: RegExp) => (thrown: unknown) =>
  thrown instanceof Failure && thrown.kind === kind && words.test(sentenceOf(thrown));

test('what is set is encrypted, counted, announced and audited, and its value is in no file', async (t) => {
  const acme = keyedSource('acme');
  const house = await openKeyedHouse(t, [acme]);
  const apiKey = madeKey();

  const result = await house.perform(
    {name: 'credentials.set', provider: 'acme', values: {apiKey, account: 'main-account'}},
    far,
  );

  assert.deepEqual(result, {
    kind: 'done',
    sentence: 'Acme: apiKey, account added.',
    hint: 'Ask whether they are accepted with: universe credentials check acme',
    data: {provider: 'acme', fields: ['apiKey', 'account'], action: 'add', revision: 1},
  });
  const {paths} = house;
  assert.equal((await stat(paths.secrets)).mode & 0o777, 0o600);
  assert.match(await readFile(paths.secrets, 'utf8'), /^gAAAAA[\w=-]+$/);
  assert.deepEqual(await filesWith(paths.root, apiKey), []);
  const sum = await sumOf(paths.secrets);
  const {current} = house.works().manifest.get('secrets');
  assert.deepEqual([current?.sha256, current?.bytes, current?.records], [sum?.sha256, sum?.bytes, 1]);
  assert.deepEqual(house.of('credential.changed'), [
    {type: 'credential.changed', provider: 'acme', action: 'added', actor: 'olga', fields: ['apiKey', 'account']},
  ]);
  const [intended, writing, done, ...rest] = await auditOf(paths);
  const who = {user: 'olga', host: hostname(), via: 'command from 192.0.2.7'};
  const what = {action: 'add', provider: 'acme', fields: ['apiKey', 'account'], ...who};
  assert.partialDeepStrictEqual(intended, {stage: 'intended', ...what});
  assert.partialDeepStrictEqual(writing, {
    stage: 'writing',
    action: 'add',
    provider: 'acme',
    ...who,
    next: sum?.sha256,
  });
  assert.partialDeepStrictEqual(done, {stage: 'done', ...what, revision: 1, sha256: sum?.sha256});
  assert.deepEqual(rest, []);
  assert.equal(await isChained(paths, house.works().manifest.logHead('audit')), true);
});

test('what stands of it is known without opening anything, also of a second value that comes later', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const first = madeKey();
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: first}});
  await house.goTo(tuesday);

  await house.perform({
    name: 'credentials.set',
    provider: 'acme',
    values: {pin: madeKey()},
    expires: {pin: '2026-06-30T23:59:59.000Z'},
  });
  await house.reopen();

  const {providers, revision, stale, warnings} = await house.control().query({name: 'credentials'});
  const acme = providers.find(({provider}) => provider === 'acme');
  assert.deepEqual(
    acme?.fields.map(({field, present, secret, required, updatedAt, expiresAt}) => [
      field,
      present,
      secret,
      required,
      updatedAt,
      expiresAt,
    ]),
    [
      ['apiKey', true, true, true, '2026-03-03T03:00:00.000Z', undefined],
      ['account', false, false, false, undefined, undefined],
      ['pin', true, true, false, tuesday, '2026-06-30T23:59:59.000Z'],
    ],
  );
  assert.deepEqual([acme?.used, acme?.problem, revision, stale, warnings], [true, undefined, 2, false, []]);
  assert.deepEqual(await deedsOf(house.paths), [
    'add intended',
    'add writing',
    'add done',
    'add intended',
    'add writing',
    'add done',
  ]);
  const {data} = await house.perform({name: 'credentials.reveal', provider: 'acme'});
  assert.deepEqual(Object.keys(data?.values ?? {}), ['apiKey', 'pin']);
});

test('a first value that is not enough says what is missing', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);

  const {kind, hint} = await house.perform({name: 'credentials.set', provider: 'acme', values: {account: 'main'}});

  assert.deepEqual([kind, hint], ['done', 'Acme has no credentials: its API key is missing.']);
});

const refusals: readonly {
  readonly title: string;
  readonly command: (secret: string) => Command;
  readonly kind?: FailureKind;
  readonly says: RegExp;
}[] = [
  {
    title: 'a value that is too short',
    command: (secret) => ({name: 'credentials.set', provider: 'acme', values: {apiKey: secret.slice(0, 15)}}),
    says: /^The apiKey of Acme was not kept: it must have 16 characters or more\. Its fields are apiKey, account, pin\.$/,
  },
  {
    title: 'a value with a space in it',
    command: (secret) => ({name: 'credentials.set', provider: 'acme', values: {apiKey: `${secret} x`}}),
    says: /it must have no spaces/,
  },
  {
    title: 'a value of a field that is not there',
    command: (secret) => ({name: 'credentials.set', provider: 'acme', values: {token: secret}}),
    says: /^The token of Acme was not kept: there is no such field\./,
  },
  {
    title: 'a field that only JavaScript has',
    command: (secret) => ({name: 'credentials.set', provider: 'acme', values: {constructor: secret}}),
    says: /^The constructor of Acme was not kept: there is no such field\./,
  },
  {
    title: 'a field that is no name',
    command: (secret) => ({name: 'credentials.set', provider: 'acme', values: {'api key': secret}}),
    says: /credentials\.set was refused/,
  },
  {
    title: 'an empty value',
    command: () => ({name: 'credentials.set', provider: 'acme', values: {apiKey: ''}}),
    says: /credentials\.set was refused: values\.apiKey wants a value that is not empty/,
  },
  {
    title: 'a value that is too long',
    command: (secret) => ({name: 'credentials.set', provider: 'acme', values: {apiKey: secret.repeat(300)}}),
    says: /^credentials\.set was refused: values\.apiKey wants a value of at most 8,192 characters\.$/,
  },
  ...['*', '\u2022'].map((sign) => ({
    title: `a mask of ${sign}`,
    command: (): Command => ({name: 'credentials.set', provider: 'acme', values: {apiKey: sign.repeat(16)}}),
    says: /^The apiKey of Acme was not kept: that is the mask, not the value behind it\./,
  })),
  {
    title: 'no value at all',
    command: () => ({name: 'credentials.set', provider: 'acme', values: {}}),
    says: /^No value of Acme was given\./,
  },
  {
    title: 'an end without a value',
    command: (secret) => ({
      name: 'credentials.set',
      provider: 'acme',
      values: {apiKey: secret},
      expires: {pin: '2026-06-30T00:00:00Z'},
    }),
    says: /^An end was given for pin, but no value\./,
  },
  {
    title: 'a provider that needs no credentials',
    command: (secret) => ({name: 'credentials.set', provider: 'open', values: {apiKey: secret}}),
    says: /^open needs no credentials\. universe credentials list/,
  },
  {
    title: 'a provider that nobody knows',
    command: (secret) => ({name: 'credentials.set', provider: 'nobody', values: {apiKey: secret}}),
    says: /^There is no provider nobody\./,
  },
  {
    title: 'a provider that is gone',
    command: (secret) => ({name: 'credentials.set', provider: 'iex', values: {apiKey: secret}}),
    says: /IEX Cloud closed/,
  },
];
for (const {title, command, kind = 'usage', says} of refusals) {
  test(`${title} is refused without being quoted, and nothing is kept`, async (t) => {
    const house = await openKeyedHouse(t, [keyedSource('acme')], {free: [fakeSource('open', ordinary(), bulk)]});
    const secret = madeKey();
    const told: string[] = [];

    await assert.rejects(house.perform(command(secret)), (thrown) => {
      told.push(sentenceOf(thrown));
      return fails(kind, says)(thrown);
    });

    assert.equal(told.join().includes(secret.slice(0, 15)), false);
    assert.equal(await sumOf(house.paths.secrets), undefined);
    assert.deepEqual(await filesWith(house.paths.root, secret.slice(0, 15)), []);
    assert.deepEqual(house.of('credential.changed'), []);
  });
}

test('a value that the form refuses is on record all the same, as a failed attempt with its reason', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);

  await assert.rejects(
    house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey().slice(0, 5)}}),
  );

  const [intended, failed] = await auditOf(house.paths);
  assert.partialDeepStrictEqual(intended, {stage: 'intended', action: 'add', provider: 'acme', fields: ['apiKey']});
  assert.partialDeepStrictEqual(failed, {stage: 'failed', action: 'add', provider: 'acme', user: 'olga'});
  assert.match(failed?.detail ?? '', /^The apiKey of Acme was not kept: it must have 16 characters/);
});

test('a value where none was is added, beside others of the provider and again after it was removed or its file taken away', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  const set = async (values: Record<string, string>) =>
    (await house.perform({name: 'credentials.set', provider: 'acme', values})).sentence;

  const sentences = [
    await set({apiKey: madeKey()}),
    await set({account: 'main'}),
    await set({apiKey: madeKey(), pin: '1234'}),
  ];
  await house.perform({name: 'credentials.remove', provider: 'acme', field: 'pin'});
  sentences.push(await set({pin: '4321'}));
  await rm(dirname(house.paths.secrets), {recursive: true});
  sentences.push(await set({apiKey: madeKey()}));

  assert.match(sentences.at(-1) ?? '', / Warning: .* is gone, /);
  assert.deepEqual(
    sentences.map((sentence) => sentence.split(' Warning: ')[0]),
    [
      'Acme: apiKey added.',
      'Acme: account added.',
      'Acme: apiKey changed, pin added.',
      'Acme: pin added.',
      'Acme: apiKey added.',
    ],
  );
  const done = (await deedsOf(house.paths)).filter((deed) => deed.endsWith(' done'));
  assert.deepEqual(done, ['add done', 'add done', 'edit done', 'remove done', 'add done', 'add done']);
});

test('the one field of a provider is named as one', async (t) => {
  const credentials = z.object({token: z.string().meta({label: 'Token', secret: true})});
  const house = await openKeyedHouse(t, [keyedSource('acme', ordinary(), {...bulk, credentials})]);

  await assert.rejects(
    house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}}),
    fails('usage', /there is no such field\. Its field is token\.$/),
  );
});

test('the master key is kept as the credential of no provider, which would be sent it', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  const before = await sumOf(house.paths.secrets);
  const apiKey = (await readFile(house.paths.key, 'utf8')).trim();

  for (const name of ['credentials.set', 'credentials.rotate'] as const)
    await assert.rejects(house.perform({name, provider: 'acme', values: {apiKey}}), {
      code: 'credentials.master-key',
      kind: 'usage',
    });

  assert.deepEqual(await sumOf(house.paths.secrets), before);
});
