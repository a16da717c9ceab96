import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import type {Result} from '../../../source/control/control.ts';
import {redactedFailure} from '../../../source/control/redacted.ts';
import type {BuildEvent} from '../../../source/engine/event.ts';
import {Failure, sentenceOf} from '../../../source/failure.ts';
import {ProviderFailure} from '../../../source/provider/failure.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, tuesday} from '../../helpers/house.ts';
import {filesWith, type KeyedSource, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';
import {serveOnTempSocket} from '../../helpers/temp-socket.ts';

const dots = '••••••••';

/** With a character that addresses and JSON write in their own ways. */
const oddKey = () => `${madeKey()}"/+%&`;

const spellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'as in an address': (secret) => encodeURIComponent(secret),
  'as in a form': (secret) => new URLSearchParams({v: secret}).toString().slice(2),
  'as JSON': (secret) => JSON.stringify(secret).slice(1, -1),
  'as base64': (secret) => Buffer.from(secret).toString('base64'),
  'as base64 of addresses': (secret) => Buffer.from(secret).toString('base64url'),
  'as hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  'as capital hexadecimal': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
};

type Scene = {readonly house: House; readonly acme: KeyedSource; readonly apiKey: string};

async function scene(t: TestContext): Promise<Scene> {
  const acme = keyedSource('acme');
  const free = fakeSource('open', ordinary(), bulk);
  const orders = {symbols: ['open', 'acme'], prices: ['acme', 'open'], metadata: ['open'], fractional: []};
  const house = await openKeyedHouse(t, [acme], {free: [free], settings: {priority: orders}});
  const apiKey = oddKey();
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});
  return {house, acme, apiKey};
}

/** Whether it stands there in any spelling. */
function leaks(text: string, secret: string): readonly string[] {
  return Object.entries(spellings).flatMap(([name, spell]) => (text.includes(spell(secret)) ? [name] : []));
}

for (const [name, spell] of Object.entries(spellings)) {
  test(`a provider's failure that quotes a key ${name} is said with dots, everywhere, and that it was is an incident`, async (t) => {
    const {house, acme, apiKey} = await scene(t);
    acme.source.before = (call) => {
      if (call.startsWith('prices'))
        throw new ProviderFailure('acme', 'unreachable', `No answer to ${spell(apiKey)} from acme.`);
    };
    const seen: BuildEvent[] = [];
    const hearing = new AbortController();
    const heard = (async () => {
      for await (const {event} of house.control().events(0, hearing.signal)) seen.push(event);
    })();

    const result = await house.perform({name: 'build'});
    hearing.abort();
    await heard;
    await house.close();

    const failure = house.of('provider.failed').find(({provider}) => provider === 'acme');
    assert.equal(failure?.sentence, `No answer to ${dots} from acme.`);
    assert.ok(seen.some((event) => event.type === 'provider.failed' && event.sentence === failure?.sentence));
    assert.deepEqual(
      house
        .of('secret.exposed')
        .map(({provider, place}) => [provider, place])
        .slice(0, 1),
      [['acme', 'event provider.failed']],
    );
    const log = await readFile(house.paths.opsLog, 'utf8');
    assert.match(log, /"type":"secret\.exposed"/);
    assert.match(log, new RegExp(`No answer to ${dots} from acme`));
    for (const text of [log, JSON.stringify([house.events, seen, result])]) assert.deepEqual(leaks(text, apiKey), []);
    assert.deepEqual(await filesWith(house.paths.root, apiKey), []);
  });
}

test('a result and a failure are without it in words, hint and data, also over the socket', async (t) => {
  const {house, acme, apiKey} = await scene(t);
  const {remote} = await serveOnTempSocket(t, house.control());
  acme.says = 'accepted';
  acme.beforeSaying = () => {
    throw new ProviderFailure('acme', 'refused', `The key ${apiKey} is void.`);
  };
  const actor = {name: 'olga', via: 'command'} as const;

  const check: Result = await remote.perform({name: 'credentials.check'}, actor);
  const typed = await remote
    .perform({name: 'credentials.diff', backup: `of-${apiKey}`}, actor)
    .catch((thrown: unknown) => thrown);
  await remote.close();

  assert.deepEqual([check.kind, check.sentence], ['credentials', `The key ${dots} is void.`]);
  assert.ok(typed instanceof Failure);
  assert.match(typed.message, /^A secret of acme stands among the words of credentials\.diff; nothing was done/);
  assert.deepEqual(leaks(JSON.stringify([check, typed, sentenceOf(typed)]), apiKey), []);
  assert.deepEqual(
    new Set(house.of('secret.exposed').map(({place}) => place)),
    new Set(['answer of acme', 'words of credentials.diff by olga']),
  );
  assert.deepEqual(await filesWith(house.paths.root, apiKey), []);
});

test('a failure is without it in words and hint, and its cause stays behind', async (t) => {
  const {house, apiKey} = await scene(t);
  const thrown = new Failure('file.failed', `No ${apiKey} here.`, {hint: `See ${apiKey}.`, cause: new Error(apiKey)});

  const told = redactedFailure({safe: house.safe(), works: house.works()}, {name: 'credentials.read'}, thrown);

  assert.ok(told instanceof Failure);
  assert.deepEqual([told.message, told.hint, told.cause], [`No ${dots} here.`, `See ${dots}.`, undefined]);
  assert.deepEqual(
    house.of('secret.exposed').map(({place}) => place),
    ['result of credentials.read'],
  );
});

test('what is revealed on purpose goes whole over the socket, and is no incident', async (t) => {
  const {house, apiKey} = await scene(t);
  const {remote} = await serveOnTempSocket(t, house.control());

  const {data} = await remote.perform({name: 'credentials.reveal', provider: 'acme'}, {name: 'olga', via: 'command'});
  await remote.close();

  assert.deepEqual(data?.values, {apiKey});
  assert.deepEqual(house.of('secret.exposed'), []);
});

test('a person who types the key as a reason finds dots in the logs', async (t) => {
  const {house, apiKey} = await scene(t);

  await house.perform({name: 'halt', justification: `revoke ${apiKey} at once`});
  await house.close();

  assert.match(await readFile(house.paths.opsLog, 'utf8'), new RegExp(`revoke ${dots} at once`));
  assert.deepEqual(await filesWith(house.paths.root, apiKey), []);
});

test('a key typed as the reason of a restore of credentials is in no audit record', async (t) => {
  const {house, apiKey} = await scene(t);
  await house.goTo(tuesday);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {account: 'main'}});
  const backup = (await house.control().query({name: 'backups'}))[0]?.name ?? '';

  await house.perform({name: 'credentials.restore', backup, justification: `${apiKey} is void`});

  assert.match(await readFile(house.paths.auditLog, 'utf8'), new RegExp(`${dots} is void`));
  assert.deepEqual(await filesWith(house.paths.root, apiKey), []);
});

test('a value that replaces another leaves the earlier one as unsayable as before', async (t) => {
  const {house, acme, apiKey} = await scene(t);
  await house.perform({name: 'credentials.rotate', provider: 'acme', values: {apiKey: madeKey()}});
  acme.source.before = (call) => {
    if (call.startsWith('prices')) throw new ProviderFailure('acme', 'unreachable', `No answer to ${apiKey}.`);
  };

  await house.perform({name: 'build'});

  assert.equal(house.of('provider.failed')[0]?.sentence, `No answer to ${dots}.`);
});
