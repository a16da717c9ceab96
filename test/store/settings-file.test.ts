import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'node:test';
import type {Failure} from '../../source/failure.ts';
import {Settings} from '../../source/settings.ts';
import {loadSettings, saveSettings} from '../../source/store/formats/settings-file.ts';
import {pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {tempFolder} from './store-fixture.ts';

test('no file means the defaults', async (t) => {
  const settings = await loadSettings(join(await tempFolder(t), 'settings.json'), Settings);

  assert.equal(settings.minPrice, 1);
});

const refused: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
  'a text for a number': ['{"minPrice": "cheap"}', /^Setting minPrice in .* cannot be "cheap"\.$/],
  'a nested limit out of range': ['{"gates": {"maxRemoved": 3}}', /^Setting gates\.maxRemoved in .* cannot be 3\.$/],
  'a limit below a default': ['{"maxPrice": 0.5}', /^Setting maxPrice in .* cannot be 0\.5\.$/],
  'an unknown key': ['{"minprice": 2}', /^Setting minprice in .* cannot be 2\.$/],
  'no JSON': ['{minPrice: 2}', /settings\.json is not JSON/],
  'nesting without end': [
    `{"a": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    /settings\.json is nested too deeply to be settings\.$/,
  ],
  'a list': ['[]', /does not hold a JSON object/],
};

for (const [name, [text, message]] of Object.entries(refused)) {
  test(`settings with ${name} are refused and the file stays`, async (t) => {
    const path = join(await tempFolder(t), 'settings.json');
    await writeFile(path, text);

    await assert.rejects(loadSettings(path, Settings), (thrown: {message: string; hint: string; exitCode: number}) => {
      assert.match(thrown.message, message);
      assert.ok(thrown.hint.length > 5);
      assert.equal(thrown.exitCode, 2);
      return true;
    });

    assert.equal(await readFile(path, 'utf8'), text);
  });
}

test('an address with a password in it is refused without saying the password', async (t) => {
  const path = join(await tempFolder(t), 'settings.json');
  const password = randomBytes(8).toString('hex');
  const address = `http://ann:${password}@proxy.example:8080`;
  for (const settings of [{network: {proxy: address}}, {providers: {yahoo: {baseUrl: address}}}]) {
    await writeFile(path, JSON.stringify(settings));

    await assert.rejects(loadSettings(path, Settings), (thrown: Failure) => {
      assert.match(thrown.message, /cannot be "http:\/\/ann:••••@proxy\.example:8080"\.$/);
      assert.match(thrown.hint ?? '', /^It must not hold a user name or password; /);
      assert.doesNotMatch(JSON.stringify(thrown), new RegExp(password));
      return true;
    });
  }
});

test('a text that breaks off in the midst of a key is said by its line alone', async (t) => {
  const path = join(await tempFolder(t), 'settings.json');
  const key = randomBytes(16).toString('hex');
  await writeFile(path, `{\n  "minPrice": 2,\n  "x": "${key}" "${key}"\n}`);

  await assert.rejects(loadSettings(path, Settings), {message: `${path} is not JSON in line 3.`});
});

test('settings are saved as a person would write them', async (t) => {
  const path = join(await tempFolder(t), 'settings.json');
  await saveSettings(path, {minPrice: 2});

  assert.equal(await readFile(path, 'utf8'), '{\n  "minPrice": 2\n}\n');
});

test('a root has closed folders for what is secret, and an ignore file', async (t) => {
  const root = await tempFolder(t);
  const paths = pathsOf(root);
  await prepareRoot(paths);
  await prepareRoot(paths);

  for (const folder of ['state', 'storage', 'storage/secrets', 'storage/keys', 'state/quota']) {
    assert.equal((await stat(join(root, folder))).mode & 0o777, 0o700, folder);
  }
  assert.equal(await readFile(join(root, '.gitignore'), 'utf8'), 'storage/\nstate/\n');
});

test('profiles share secrets and spending; the sample market touches neither state nor spending of its root', () => {
  const profile = pathsOf('/r', {profile: 'ibkr-2'});
  const sample = pathsOf('/r', {sample: true});

  assert.equal(profile.final, '/r/profiles/ibkr-2/output/screeners/symbol_universe.json');
  assert.equal(profile.secrets, '/r/storage/secrets/screener_api.json.enc');
  assert.equal(profile.quotaLedger, '/r/state/quota');
  assert.equal(sample.final, '/r/sample/output/screeners/symbol_universe.json');
  assert.equal(sample.quotaLedger, '/r/sample/state/quota');
});

for (const name of ['..', '../x', '/etc', 'A', '', 'a/b', 'con\0', '%2e', `${'a'.repeat(33)}`, '-a', 'ünï']) {
  test(`${JSON.stringify(name)} is no profile`, () => {
    assert.throws(() => pathsOf('/r', {profile: name}), {code: 'profile.name'});
  });
}

test('a root too deep for a socket gets one elsewhere, its own', () => {
  const deep = pathsOf(`/${'d'.repeat(120)}`);
  const other = pathsOf(`/${'e'.repeat(120)}`);

  assert.ok(Buffer.byteLength(deep.socket) <= 100);
  assert.notEqual(deep.socket, other.socket);
});
