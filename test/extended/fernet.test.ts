import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {randomBytes, randomInt} from 'node:crypto';
import {existsSync} from 'node:fs';
import {readFile, writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {isKey, newKey, open, seal} from '../../source/vault/fernet.ts';
import {decrypt, encrypt, parseKeyring, reencrypt} from '../../source/vault/keyring.ts';
import {dropping, keysIn, made, plainOf, putting, vaultRoom} from '../vault/vault-fixture.ts';

const script = fileURLToPath(new URL('./fernet.py', import.meta.url));
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const count = 200;

/** Skips, and says why also where the reporter shows no skips. */
function lacks(t: TestContext): boolean {
  if (spawnSync(python, ['-c', 'import cryptography.fernet'], {stdio: 'ignore'}).status === 0) return false;
  const sentence = 'python3-cryptography is not installed (Debian: python3-cryptography).';
  console.error(`Skipped: ${t.name}. ${sentence}`);
  t.skip(sentence);
  return true;
}

function ask<T>(request: Readonly<Record<string, unknown>>): T {
  const {status, stdout, stderr} = spawnSync(python, [script], {
    input: JSON.stringify(request),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  // The script answers each request in the form that its asker names.
  return JSON.parse(stdout) as T;
}

/** Of every length around the block size, and some long ones. */
function texts(): readonly Buffer[] {
  return Array.from({length: count}, (_, at) => randomBytes(at < 100 ? at : randomInt(20_000)));
}

test('a key of one is a key of the other', (t) => {
  if (lacks(t)) return;
  const theirs = ask<readonly string[]>({does: 'keys', count});
  const ours = Array.from({length: count}, newKey);

  assert.ok(theirs.length === count && theirs.every(isKey));
  const [token = ''] = ask<readonly string[]>({does: 'encrypt', keys: ours, texts: ['']});
  assert.equal(open(ours[0] ?? '', token)?.bytes.length, 0);
});

test('Python opens 200 tokens of ours, to the byte and the second', (t) => {
  if (lacks(t)) return;
  const [key, plain] = [newKey(), texts()];
  const tokens = plain.map((bytes, at) => seal(key, bytes, {madeAt: 1_772_000_000 + at}));

  assert.deepEqual(
    ask({does: 'decrypt', keys: [key], tokens}),
    plain.map((bytes) => bytes.toString('hex')),
  );
  assert.deepEqual(
    ask({does: 'times', keys: [key], tokens}),
    plain.map((_, at) => 1_772_000_000 + at),
  );
});

test('we open 200 tokens of Python, and neither opens one of another key', (t) => {
  if (lacks(t)) return;
  const [key, plain] = [newKey(), texts()];
  const tokens = ask<readonly string[]>({
    does: 'encrypt',
    keys: [key],
    texts: plain.map((bytes) => bytes.toString('hex')),
  });

  assert.equal(tokens.length, count);
  for (const [at, token] of tokens.entries()) {
    assert.deepEqual(open(key, token)?.bytes, plain[at]);
    assert.equal(open(newKey(), token), undefined);
  }
  assert.deepEqual(new Set(ask<readonly unknown[]>({does: 'decrypt', keys: [newKey()], tokens})), new Set([null]));
});

test('a token that was changed is refused by both', (t) => {
  if (lacks(t)) return;
  const key = newKey();
  const token = seal(key, randomBytes(40), {madeAt: 1_772_000_000});
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // The last letters before the padding have loose bits, which Python does not look at.
  const changed = [...token.slice(0, -4)].map((letter, at) => {
    const other = letters[(letters.indexOf(letter) + 1 + randomInt(63)) % 64] ?? '';
    return token.slice(0, at) + other + token.slice(at + 1);
  });

  assert.ok(changed.length > 100 && changed.every((one) => open(key, one) === undefined));
  assert.deepEqual(new Set(ask<readonly unknown[]>({does: 'decrypt', keys: [key], tokens: changed})), new Set([null]));
});

test('several keys are a MultiFernet: the first encrypts, all decrypt, and a rotation keeps the moment', (t) => {
  if (lacks(t)) return;
  const [first, second, third] = [newKey(), newKey(), newKey()];
  const plain = texts();
  const [older, all] = [parseKeyring(second, 'the test'), parseKeyring(`${first}\n${second},${third}\n`, 'the test')];
  const tokens = plain.map((bytes) => encrypt(older, bytes, new Date('2026-03-02T22:00:00Z')));
  const keys = [first, second, third];

  const theirs = ask<readonly string[]>({does: 'rotate', keys, tokens});
  const ours = tokens.map((token) => {
    const opened = decrypt(all, token);
    assert.ok(opened && !opened.current);
    return reencrypt(all, opened);
  });

  for (const [at, token] of theirs.entries()) {
    const opened = decrypt(all, token);
    assert.deepEqual([opened?.bytes, opened?.current, opened?.madeAt], [plain[at], true, 1_772_488_800]);
  }
  const hex = plain.map((bytes) => bytes.toString('hex'));
  assert.deepEqual(ask({does: 'decrypt', keys: [first], tokens: ours}), hex);
  assert.deepEqual(ask({does: 'times', keys: [first], tokens: ours}), Array(count).fill(1_772_488_800));
  assert.deepEqual(ask({does: 'decrypt', keys, tokens}), hex);
});

test('Python reads the secrets file of a root with its key file, before and after a rotation', async (t) => {
  if (lacks(t)) return;
  const {paths, vault} = await vaultRoom(t);
  const value = `${made()} pässwörd "\\ \u{1f511}`;
  await vault.change(putting('tradier', 'token', value));
  const read = () => ask<{providers: unknown}>({does: 'file', key: paths.key, secrets: paths.secrets});

  assert.deepEqual(read(), {
    version: 1,
    revision: 1,
    purpose: 'screener_api',
    providers: {tradier: {token: value}},
    meta: {tradier: {token: {updatedAt: '2026-03-02T22:00:00.000Z'}}},
  });
  for (const dropOld of [false, true]) {
    await vault.rotateKey(dropOld ? dropping : {});
    assert.deepEqual(read().providers, {tradier: {token: value}});
  }
  for (const {path} of await vault.backups())
    assert.deepEqual(ask<{providers: unknown}>({does: 'file', key: paths.key, secrets: path}).providers, {
      tradier: {token: value},
    });
});

test('a secrets file that Python wrote, of either layout, is read here and changed', async (t) => {
  if (lacks(t)) return;
  const token = made();
  const layouts = [
    {content: {version: 1, providers: {tradier: {token}}}, held: {tradier: {token}}},
    {content: {PROVIDER_01: 'Tradier', SCREENER_TOKEN_01: token}, held: {tradier: {TOKEN: token}}},
  ];

  for (const {content, held} of layouts) {
    const {paths, vault} = await vaultRoom(t);
    await vault.generateKey();
    const keys = await keysIn(paths);
    const text = Buffer.from(JSON.stringify(content)).toString('hex');
    const [sealed = ''] = ask<readonly string[]>({does: 'encrypt', keys, texts: [text]});
    await writeFile(paths.secrets, sealed, {mode: 0o600});

    assert.deepEqual(plainOf((await vault.read())?.credentials ?? {providers: new Map()}), held);
    const {backup} = await vault.change(putting('polygon', 'apiKey', token));

    const changed = ask<{providers: unknown}>({does: 'file', key: paths.key, secrets: paths.secrets});
    assert.deepEqual(changed.providers, {...held, polygon: {apiKey: token}});
    assert.equal(await readFile(backup?.path ?? '', 'utf8'), sealed);
  }
});
