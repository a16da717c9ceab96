import assert from 'node:assert/strict';
import {copyFile, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {formsOf} from '../../../source/control/credential-fields.ts';
import type {CheckResult} from '../../../source/control/query.ts';
import {loadProviders} from '../../../source/provider/load.ts';
import {writeExample} from '../../../source/store/example-file.ts';
import {newKey} from '../../../source/vault/fernet.ts';
import type {House} from '../../helpers/house.ts';
import {auditOf, deedsOf, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

async function keyedHouse(t: TestContext, settings: Readonly<Record<string, unknown>> = {}): Promise<House> {
  const house = await openKeyedHouse(t, [keyedSource('acme')], {settings});
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  return house;
}

async function checksOf(house: House, production = false): Promise<ReadonlyMap<string, CheckResult>> {
  const {checks} = await house.control().query({name: 'doctor', reach: false, production});
  return new Map(checks.map((check) => [check.check, check]));
}

test('the doctor really opens the secrets, and that is on record', async (t) => {
  const house = await keyedHouse(t);

  const checks = await checksOf(house);

  assert.deepEqual(
    ['secrets', 'credentials', 'rotation'].map((name) => checks.get(name)?.passed),
    [true, true, true],
  );
  assert.deepEqual((await deedsOf(house.paths)).slice(-2), ['read intended', 'read done']);
  assert.deepEqual((await auditOf(house.paths)).at(-1)?.fields, ['acme.apiKey']);
});

test('that it opened them is on record under who asked, and not under the owner', async (t) => {
  const house = await keyedHouse(t, {environment: 'staging'});

  await house.control().query({name: 'doctor', reach: false, asker: {name: 'bob', via: 'command', from: '192.0.2.7'}});

  const last = (await auditOf(house.paths)).slice(-2).map(({user, via, justification}) => [user, via, justification]);
  assert.deepEqual(last, Array(2).fill(['bob', 'command from 192.0.2.7', 'doctor']));
});

test('a value that is due is told from one that is due soon, with what rotates it', async (t) => {
  const house = await keyedHouse(t);
  const rotationAfter = async (days: number) => {
    await house.clock.advance(days * 86_400_000);
    return (await checksOf(house)).get('rotation')?.sentence;
  };

  const [soon, due] = [await rotationAfter(80), await rotationAfter(6)];

  assert.equal(soon, 'To be rotated soon: acme.apiKey.');
  assert.equal(due, 'Due to be rotated now: acme.apiKey. Rotate with: universe credentials rotate acme');
});

test('a lost key is found before the night that would need it', async (t) => {
  const house = await keyedHouse(t);
  await rename(house.paths.key, `${house.paths.key}.away`);

  const secrets = (await checksOf(house)).get('secrets');

  assert.equal(secrets?.passed, false);
  assert.match(secrets?.sentence ?? '', /The master key .* is not in .*screener_api\.key/);
});

test('an older version that somebody put in the place of the present one is told by its number', async (t) => {
  const house = await keyedHouse(t);
  await copyFile(house.paths.secrets, `${house.paths.root}/older`);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  await copyFile(`${house.paths.root}/older`, house.paths.secrets);

  const secrets = (await checksOf(house)).get('secrets');

  assert.equal(secrets?.passed, false);
  assert.match(secrets?.sentence ?? '', /an older version \(1, where 2 was written\)/);
});

test('before production everything that is not ready is named, with what to do', async (t) => {
  const house = await keyedHouse(t, {
    rotation: {maxAgeDays: 200, windowDays: 30, noticeDays: 7},
    providers: {acme: {baseUrl: 'http://acme.example', allowPlainHttp: true}},
    retention: {audit: 30},
  });

  const checks = await checksOf(house, true);

  const failing = [...checks.values()].filter(({passed}) => !passed).map(({check}) => check);
  const wanted = ['environment', 'key-source', 'plain-http', 'rotation-policy', 'rotation-notice', 'audit'];
  assert.deepEqual(
    wanted.filter((name) => !failing.includes(name)),
    [],
  );
  for (const name of wanted) assert.match(checks.get(name)?.sentence ?? '', /\. [A-Z].*|set /, name);
});

test('a provider on this machine is not counted as asked in the clear, and that is said', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')], {
    settings: {providers: {acme: {baseUrl: 'http://127.0.0.1:8080'}}},
  });

  const check = (await checksOf(house, true)).get('plain-http');

  assert.deepEqual(
    [check?.passed, check?.sentence],
    [true, 'No provider is asked in the clear. Not counted is what stays on this machine: acme.'],
  );
});

test('a root that is ready for production passes, and what is a choice is noted', async (t) => {
  const house = await openKeyedHouse(t, [], {
    settings: {
      environment: 'production',
      keySource: 'file',
      allowKeySources: ['file'],
      freeOnlyWithoutCredentials: false,
      rotation: {hook: ['/bin/true']},
    },
  });

  await writeExample(house.paths.secretsExample, formsOf(await loadProviders()));

  const checks = await checksOf(house, true);

  const ofProduction = [...checks.values()].slice([...checks.keys()].indexOf('environment'));
  assert.deepEqual(
    ofProduction.filter(({passed}) => !passed),
    [],
  );
  assert.deepEqual(
    ofProduction.filter(({reported}) => reported).map(({check}) => check),
    ['key-source', 'backups', 'alerts', 'people'],
  );
});

test('a key file that was left behind and opens the secrets fails before production, until it is gone', async (t) => {
  const environment: Record<string, string> = {};
  const house = await openKeyedHouse(t, [keyedSource('acme')], {environment});
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  environment.MASTER_ENCRYPTION_KEY = (await readFile(house.paths.key, 'utf8')).trim();
  await house.perform({name: 'settings.set', field: 'keySource', value: 'env'});
  await house.perform({name: 'settings.set', field: 'allowKeySources', value: 'env'});

  const left = (await checksOf(house, true)).get('key-source');
  await rm(house.paths.key);
  const gone = (await checksOf(house, true)).get('key-source');

  assert.deepEqual([left?.passed, gone?.passed], [false, true]);
  assert.match(
    left?.sentence ?? '',
    /comes from env, and .*screener_api\.key opens the secrets too\. Delete that file/,
  );
});

test('a key file that was left behind and opens a backup alone is told from one that opens the secrets', async (t) => {
  const environment: Record<string, string> = {};
  const house = await openKeyedHouse(t, [keyedSource('acme')], {environment});
  for (const apiKey of [madeKey(), madeKey()])
    await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});
  const left = (await readFile(house.paths.key, 'utf8')).trim();
  await house.perform({name: 'keys.rotate', dropOld: false});
  const [newest = ''] = (await readFile(house.paths.key, 'utf8')).split('\n');
  environment.MASTER_ENCRYPTION_KEY = newest;
  await writeFile(house.paths.key, `${left}\n`, {mode: 0o600});

  const {hint} = await house.perform({name: 'settings.set', field: 'keySource', value: 'env'});
  const check = (await checksOf(house, true)).get('key-source');

  assert.match(hint ?? '', /screener_api\.key opens 2 backups of them: keep a copy of it apart/);
  assert.equal(check?.passed, false);
  assert.match(
    check?.sentence ?? '',
    /comes from env, and .*screener_api\.key opens 2 of the backups, which may not be readable without it\. Keep a copy/,
  );
});

test('an example that is gone, or that somebody wrote a value into, fails before production', async (t) => {
  const house = await openKeyedHouse(t, []);
  const {secretsExample: path} = house.paths;
  const look = async () => (await checksOf(house, true)).get('example');

  const gone = await look();
  await writeExample(path, formsOf(await loadProviders()));
  const whole = await look();
  await writeFile(path, (await readFile(path, 'utf8')).replace('"apiKey": "', `"apiKey": "${madeKey()}`));
  const written = await look();

  assert.deepEqual([gone?.passed, whole?.passed, written?.passed], [false, true, false]);
  assert.match(gone?.sentence ?? '', /\.example is not there\. The next command/);
  assert.match(
    written?.sentence ?? '',
    /\.example is not as this program writes it: .* Look whether a value stands in it/,
  );
});

test('secrets that were put back past this program fail here as they do in the audit', async (t) => {
  const house = await keyedHouse(t);
  await copyFile(house.paths.secrets, `${house.paths.root}/older`);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  await copyFile(`${house.paths.root}/older`, house.paths.secrets);
  await house.perform({name: 'credentials.read'});

  const {checks: ofAudit, whole} = await house.control().query({name: 'audit'});
  const checks = await checksOf(house);

  assert.equal(whole, false);
  for (const {check, passed} of ofAudit) assert.equal(checks.get(check)?.passed, passed, check);
});

test('production is refused a key file before the first secret is kept, and a variable without a key is noted', async (t) => {
  const secretsUnder = async (settings: Readonly<Record<string, unknown>>) => {
    const house = await openKeyedHouse(t, [keyedSource('acme')], {settings, isKeyless: true});
    return (await checksOf(house)).get('secrets');
  };

  const production = await secretsUnder({environment: 'production'});
  const variable = await secretsUnder({keySource: 'env'});
  const file = await secretsUnder({});

  assert.equal(production?.passed, false);
  assert.match(
    production?.sentence ?? '',
    /^In production the master key must not come from a file\. .*allowKeySources/,
  );
  assert.deepEqual([variable?.passed, variable?.reported], [true, true]);
  assert.match(
    variable?.sentence ?? '',
    /needs a master key in the environment variable MASTER_ENCRYPTION_KEY\. Make one/,
  );
  assert.deepEqual(file, {
    check: 'secrets',
    passed: true,
    sentence: 'No credentials are kept yet; the first one makes the file.',
  });
});

test('whether the key opens the secrets is told on demand, without a record and without a value', async (t) => {
  const house = await keyedHouse(t);
  const ask = async (tryKey?: 'here' | 'anywhere') =>
    (await house.control().query({name: 'credentials', tryKey})).locked;
  const before = (await deedsOf(house.paths)).length;

  const fits = await ask('anywhere');
  await writeFile(house.paths.key, `${newKey()}\n`, {mode: 0o600});
  const other = await ask('here');
  await rename(house.paths.key, `${house.paths.key}.away`);
  const lost = await ask('here');
  const unasked = await ask();

  await house.perform({name: 'settings.set', field: 'keySource', value: 'vault'});
  const [near, far] = [await ask('here'), await ask('anywhere')];

  assert.deepEqual([fits, unasked, near], [undefined, undefined, undefined]);
  assert.match(far ?? '', /VAULT_ADDR/);
  assert.match(other ?? '', /cannot be decrypted: its master key is another one/);
  assert.match(lost ?? '', /^The master key .* is not in .*screener_api\.key/);
  assert.equal((await deedsOf(house.paths)).length, before);
});
