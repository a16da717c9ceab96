import assert from 'node:assert/strict';
import {readFile, stat} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {Failure, sentenceOf} from '../../../source/failure.ts';
import {type House, tuesday} from '../../helpers/house.ts';
import {filesWith, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

const dots = '••••••••';

/** A root whose secrets this process has not opened. */
async function scene(t: TestContext, values: Readonly<Record<string, string>> = {}) {
  const apiKey = madeKey();
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey, ...values}});
  await house.reopen();
  return {house, apiKey};
}

const exposed = (house: House) => house.of('secret.exposed').map(({provider, place}) => `${provider}: ${place}`);

test('a screen that is about to be kept comes back without a stored key, though nothing was opened', async (t) => {
  const {house, apiKey} = await scene(t);

  const {texts} = await house.control().query({name: 'masked', texts: [`[1] final\n /${apiKey} hits 0`, 'F']});

  assert.deepEqual(texts, [`[1] final\n /${dots} hits 0`, 'F']);
});

for (const [what, command] of [
  ['halt', (justification: string): Command => ({name: 'halt', justification})],
  ['blocklist.add', (justification: string): Command => ({name: 'blocklist.add', symbols: ['AAPL'], justification})],
] as const) {
  test(`a stored key in the reason of ${what} is on record as dots, and nowhere else at all`, async (t) => {
    const {house, apiKey} = await scene(t);

    const result = await house.perform(command(`the key (${apiKey}) is out`));
    await house.close();

    assert.equal(result.kind, 'done');
    assert.deepEqual(exposed(house), [`acme: words of ${what} by olga`]);
    assert.match(await readFile(house.paths.opsLog, 'utf8'), new RegExp(`"the key \\(${dots}\\) is out"`));
    assert.deepEqual(await filesWith(house.paths.root, apiKey), []);
  });
}

for (const [what, command] of [
  ['symbols', (key: string): Command => ({name: 'blocklist.add', symbols: ['AAPL', key], justification: 'a lawsuit'})],
  ['the name of a file', (key: string): Command => ({name: 'snapshot', file: `/nowhere/${key}.tar.gz`})],
  ['the name of a setting', (key: string): Command => ({name: 'settings.set', field: key, value: 2})],
  ['the value of a setting', (key: string): Command => ({name: 'settings.set', field: 'network.proxy', value: [key]})],
  ['the name of a user', (key: string): Command => ({name: 'access.grant', user: key, role: 'viewer'})],
  ['the name of a provider', (key: string): Command => ({name: 'credentials.reveal', provider: key})],
] as const) {
  test(`a stored key among ${what} is refused, and kept nowhere`, async (t) => {
    const {house, apiKey} = await scene(t);
    const {name} = command(apiKey);

    const thrown = await house.perform(command(apiKey)).catch((error: unknown) => error);
    await house.close();

    assert.ok(thrown instanceof Failure);
    assert.deepEqual([thrown.code, thrown.kind], ['usage.secret', 'usage']);
    assert.ok(!sentenceOf(thrown).includes(apiKey));
    assert.deepEqual(exposed(house), [`acme: words of ${name} by olga`]);
    assert.deepEqual(await filesWith(house.paths.root, apiKey), []);
  });
}

test('a master key among words is recognised as a stored key is, by whoever never opened the secrets', async (t) => {
  const {house} = await scene(t);
  const key = (await readFile(house.paths.key, 'utf8')).trim();

  await house.perform({name: 'halt', justification: `found ${key} in a mail`});
  const thrown = await house
    .perform({name: 'settings.set', field: 'rotation.hook', value: ['/bin/echo', key]})
    .catch((error: unknown) => error);
  await house.close();

  assert.ok(thrown instanceof Failure);
  assert.match(
    sentenceOf(thrown),
    /^The master key stands among the words of settings\.set; .*keys rotate --drop-old$/,
  );
  assert.deepEqual(exposed(house), [
    'the master key: words of halt by olga',
    'the master key: words of settings.set by olga',
  ]);
  assert.deepEqual(
    (await filesWith(house.paths.root, key)).filter((path) => path !== house.paths.key),
    [],
  );
});

test('the password of a proxy in the environment is dots in a reason, and anywhere else refused', async (t) => {
  const address = ['http://ada', 'pr0xy-pass@proxy.test'].join(':');
  const house = await openKeyedHouse(t, [keyedSource('acme')], {environment: {HTTPS_PROXY: address}});

  await house.perform({name: 'halt', justification: `found ${address} in a mail`});
  const field = 'keyStore.vaultPath';
  await assert.rejects(house.perform({name: 'settings.set', field, value: 'secret/pr0xy-pass'}), {
    code: 'usage.secret',
    message: /^What the environment keeps in HTTPS_PROXY stands among the words of settings\.set;/,
  });
  await house.close();

  assert.match(await readFile(house.paths.opsLog, 'utf8'), new RegExp(`found http://ada:${dots}@proxy.test in`));
  assert.deepEqual(await filesWith(house.paths.root, 'pr0xy-pass'), []);
});

test('values that go into the secrets are not looked at, and what is not secret or is short is anybody’s word', async (t) => {
  const {house, apiKey} = await scene(t, {account: 'the-main-account-of-all', pin: '123456789012345'});

  const same = await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});
  await house.reopen();
  const halted = await house.perform({name: 'halt', justification: 'the-main-account-of-all 123456789012345'});

  assert.deepEqual([same.kind, halted.kind], ['done', 'done']);
  assert.deepEqual(exposed(house), []);
});

test('what is kept to recognise a key by is 32 bits of it in a file of its owner’s own, under a salt that stays', async (t) => {
  const {house, apiKey} = await scene(t);
  const kept = async () => (await house.safe().standing.peek()).fingerprints;
  const first = await kept();

  await house.goTo(tuesday);
  await house.perform({name: 'credentials.read'});
  const second = await kept();

  assert.equal(((await stat(house.paths.credentialsState)).mode & 0o777).toString(8), '600');
  assert.deepEqual(second, first);
  assert.deepEqual(
    first?.marks.map(({mark, ...rest}) => ({...rest, digits: mark.length})),
    [
      {provider: 'acme', length: apiKey.length, digits: 8},
      {provider: 'the master key', length: 44, digits: 8},
    ],
  );
});

test('a stored key that stands in a watchlist, or that is asked after as a symbol, is not repeated', async (t) => {
  const key = madeKey().slice(0, 20);
  const {house} = await scene(t, {apiKey: key});
  await house.perform({name: 'build'});

  for (const symbols of [[key], [key.toUpperCase(), 'AAPL']]) {
    const checked = await house.control().query({name: 'check', symbols});
    assert.equal(checked.outside[0]?.symbol, dots);
    assert.ok(!JSON.stringify(checked).toLowerCase().includes(key));
  }
  const explained = await house.control().query({name: 'explain', symbol: key});
  assert.equal(explained.symbol, dots);
  assert.ok(!JSON.stringify(explained).includes(key));
});
