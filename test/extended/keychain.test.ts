import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {newKey} from '../../source/vault/fernet.ts';
import {tempFolder} from '../store/store-fixture.ts';

const child = fileURLToPath(new URL('./keychain-child.ts', import.meta.url));
const root = '/srv/universe';

function missing(): string | undefined {
  const tools = ['dbus-run-session', 'gnome-keyring-daemon'] as const;
  const absent = tools.filter((tool) => spawnSync(tool, ['--version'], {stdio: 'ignore'}).status !== 0);
  return absent.length === 0 ? undefined : `${absent.join(' and ')} is not installed (Debian: dbus gnome-keyring).`;
}

/** Skips, and says why also where the reporter shows no skips. */
function lacks(t: TestContext, sentence: string | undefined): boolean {
  if (sentence === undefined) return false;
  console.error(`Skipped: ${t.name}. ${sentence}`);
  t.skip(sentence);
  return true;
}

type Session = {readonly home: string; readonly password?: string; readonly write?: string};

/** One login with a bus of its own: its keyring is unlocked where the password is given, and ends with it. */
async function login({home, password, write = ''}: Session): Promise<unknown> {
  const runtime = join(home, 'runtime');
  await mkdir(runtime, {recursive: true, mode: 0o700});
  const unlock =
    password === undefined
      ? ''
      : 'printf %s "$PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null;';
  const script = `${unlock} exec "$NODE" "$CHILD" "$ROOT"`;
  const {stdout, stderr} = spawnSync('dbus-run-session', ['--', 'sh', '-c', script], {
    encoding: 'utf8',
    input: write,
    timeout: 60_000,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_RUNTIME_DIR: runtime,
      PASSWORD: password,
      NODE: process.execPath,
      CHILD: child,
      ROOT: root,
    },
  });
  const [line = ''] = stdout.trim().split('\n').slice(-1);
  assert.match(line, /^\{.*\}$/, stderr);
  return JSON.parse(line);
}

test('a key in the Secret Service is there in the next session', async (t) => {
  if (lacks(t, missing())) return;
  const home = await tempFolder(t);
  const [password, key] = [randomBytes(8).toString('hex'), newKey()];

  assert.deepEqual(await login({home, password}), {});
  assert.deepEqual(await login({home, password, write: key}), {key});
  assert.deepEqual(await login({home, password}), {key});
});

test('a locked keyring is said to be locked, and is no absent key', async (t) => {
  if (lacks(t, missing())) return;
  const home = await tempFolder(t);
  const [password, key] = [randomBytes(8).toString('hex'), newKey()];
  await login({home, password, write: key});

  for (const attempt of [{home}, {home, password: 'another'}]) {
    assert.deepEqual(await login(attempt), {code: 'key.unreachable', message: 'The keychain is locked.'});
  }
});

test('without a session the keychain does not answer, and the kernel is not asked in its place', async (t) => {
  if (lacks(t, missing())) return;
  const home = await tempFolder(t);

  const {stdout} = spawnSync(process.execPath, [child, root], {
    encoding: 'utf8',
    input: newKey(),
    env: {PATH: process.env.PATH, HOME: home},
  });

  assert.deepEqual(JSON.parse(stdout), {
    code: 'key.unreachable',
    message: 'The keychain of this session does not answer.',
  });
});
