import assert from 'node:assert/strict';
import {test} from 'node:test';
import {newKey} from '../../source/vault/fernet.ts';
import {type KeychainLibrary, keyKeychain} from '../../source/vault/key-keychain.ts';
import {Secret} from '../../source/vault/secret.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {assertUnspoken, refusalOf} from '../helpers/unspoken.ts';

const root = '/srv/universe';

type Behaviour = {
  readonly get?: () => Promise<unknown>;
  readonly set?: (text: string) => Promise<void>;
  readonly open?: () => void;
};

/** The library, with a keychain in memory behind it unless the test says otherwise. */
function library({get, set, open}: Behaviour = {}) {
  const entries = new Map<string, string>();
  const opened: unknown[] = [];
  class AsyncEntry {
    readonly #id: string;
    constructor(service: string, account: string, options: unknown) {
      open?.();
      opened.push([service, account, options]);
      this.#id = `${service} ${account}`;
    }
    // The library says null where there is nothing.
    getPassword = get ?? (async () => entries.get(this.#id) ?? null);
    setPassword = set ?? (async (text: string) => void entries.set(this.#id, text));
  }
  const load = async (): Promise<KeychainLibrary> => ({AsyncEntry});
  return {load, opened, entries};
}

test('each root has an entry of its own, and on Linux never one that a reboot empties', async () => {
  const {load, opened} = library();
  const [one, other] = [root, '/srv/other'].map((folder) => keyKeychain({root: folder, clock: manualClock(), load}));
  const key = newKey();

  assert.equal(await one?.read(), undefined);
  await one?.write?.(new Secret(key));

  assert.equal((await one?.read())?.reveal(), key);
  assert.equal(await other?.read(), undefined);
  assert.deepEqual(opened[0], ['symbol-universe', root, {linux: {store: 'secret-service'}}]);
});

test('a key that somebody else put there since it was read is not written over', async () => {
  const {load, entries} = library();
  const source = keyKeychain({root, clock: manualClock(), load});
  const theirs = newKey();
  await source.read();
  entries.set(`symbol-universe ${root}`, theirs);

  const failure = await refusalOf(source.write?.(new Secret(newKey())) ?? Promise.resolve());

  assert.equal(failure.code, 'key.changed');
  assert.deepEqual([...entries.values()], [theirs]);
});

test('a keychain that keeps something else than it was given is said so', async () => {
  const key = newKey();
  const {load} = library({set: async () => {}});

  const failure = await refusalOf(
    keyKeychain({root, clock: manualClock(), load}).write?.(new Secret(key)) ?? Promise.resolve(),
  );

  assert.equal(failure.code, 'key.malformed');
  assertUnspoken(failure, [key]);
});

const failing: Readonly<Record<string, readonly [load: () => Promise<KeychainLibrary>, sentence: RegExp]>> = {
  'the library is not installed': [
    () => Promise.reject(Object.assign(new Error('Cannot find package'), {code: 'ERR_MODULE_NOT_FOUND'})),
    /@napi-rs\/keyring is not installed/,
  ],
  'no service runs': [
    library({
      open: () => {
        throw new Error('Platform failure: DBus error: set your DBUS_SESSION_BUS_ADDRESS instead');
      },
    }).load,
    /does not answer/,
  ],
  'the service goes away': [
    library({get: () => Promise.reject(new Error('Platform failure: gone'))}).load,
    /does not answer/,
  ],
  'it is locked': [
    library({get: () => Promise.reject(new Error('Secret Service: unlock prompt was dismissed'))}).load,
    /is locked/,
  ],
};

for (const [what, [load, sentence]] of Object.entries(failing)) {
  test(`when ${what}, that is a failure and not an absent key`, async () => {
    const failure = await refusalOf(keyKeychain({root, clock: manualClock(), load}).read());

    assert.equal(failure.code, 'key.unreachable');
    assert.match(failure.message, sentence);
  });
}

test('words of the library that hold a key are not passed on', async () => {
  const key = newKey();
  const {load} = library({set: (text) => Promise.reject(new Error(`cannot store ${text}`))});

  const failure = await refusalOf(
    keyKeychain({root, clock: manualClock(), load}).write?.(new Secret(key)) ?? Promise.resolve(),
  );

  assertUnspoken(failure, [key]);
});

test('a window that nobody answers is waited for, and not for ever', async () => {
  const clock = manualClock();
  const {load} = library({get: () => new Promise(() => {})});
  const reading = refusalOf(keyKeychain({root, clock, load}).read());
  await new Promise((resolve) => setImmediate(resolve));

  await clock.advance(60_000);

  assert.equal((await reading).message, 'The keychain did not answer within 60 s.');
});
