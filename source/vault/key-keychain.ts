import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {expectUnchanged, type Seen} from './key-changed.ts';
import type {KeySource} from './key-source.ts';
import {Secret} from './secret.ts';

type Entry = {
  /** The text, or nothing of any kind. */
  readonly getPassword: () => Promise<unknown>;
  readonly setPassword: (text: string) => Promise<void>;
};
type EntryOptions = {readonly linux: {readonly store: 'secret-service'}};

/** As much of the library as is used. */
export type KeychainLibrary = {
  readonly AsyncEntry: new (service: string, account: string, options: EntryOptions) => Entry;
};

export type Keychain = {
  /** Absolute: the account of the entry, so that each root has its own key. */
  readonly root: string;
  readonly clock: Clock;
  readonly load?: () => Promise<KeychainLibrary>;
};

const service = 'symbol-universe';

/** A person may have to type a password into a window first. */
const patienceMs = 60_000;

/** The keychain of the operating system: Keychain, Credential Manager, or the Secret Service of a desktop session. */
export function keyKeychain({root, clock, load = loadLibrary}: Keychain): KeySource {
  const place = `the keychain entry ${service} of ${root}`;
  let seen: Seen;
  const found = async (entry: Entry): Promise<Secret | undefined> => {
    const text = await answered(clock, () => entry.getPassword());
    return typeof text === 'string' ? new Secret(text) : undefined;
  };
  return {
    name: 'keychain',
    place,
    read: async () => {
      const text = await found(await openEntry(root, load));
      seen = {text};
      return text;
    },
    write: async (text) => {
      const entry = await openEntry(root, load);
      expectUnchanged(place, seen, await found(entry));
      await answered(clock, () => entry.setPassword(text.reveal()));
      if ((await found(entry))?.reveal() !== text.reveal()) {
        throw new Failure('key.malformed', 'The keychain gave back another master key than it was given.', {
          hint: 'Look at its entry before anything is encrypted; what was encrypted before needs the earlier key.',
          kind: 'credentials',
        });
      }
      seen = {text};
    },
  };
}

function loadLibrary(): Promise<KeychainLibrary> {
  return import('@napi-rs/keyring');
}

/**
 * Pinned to the Secret Service on Linux: left to itself the library falls back in silence to the kernel's keyring,
 * which is empty after a reboot, and what the key encrypted would be lost with it.
 */
async function openEntry(root: string, load: () => Promise<KeychainLibrary>): Promise<Entry> {
  const {AsyncEntry} = await load().catch(() => {
    throw unreachable('This machine has no program to talk to the keychain with (@napi-rs/keyring is not installed).', {
      hint: 'Install the product with its optional packages, or choose another keySource.',
    });
  });
  try {
    return new AsyncEntry(service, root, {linux: {store: 'secret-service'}});
  } catch {
    throw noService();
  }
}

/** The library's own words are not passed on: nobody knows what is in them. */
async function answered<T>(clock: Clock, job: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = clock.sleep(patienceMs, over.signal).then(() => {
    throw unreachable(`The keychain did not answer within ${patienceMs / 1000} s.`, {hint: unlockHint});
  });
  try {
    return await Promise.race([Promise.resolve().then(job), late]);
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw isLocked(thrown) ? unreachable('The keychain is locked.', {hint: unlockHint}) : noService();
  } finally {
    over.abort();
  }
}

const unlockHint =
  'Unlock it by logging in to the desktop (Linux: or with gnome-keyring-daemon --unlock), then try again.';

function isLocked(thrown: unknown): boolean {
  return thrown instanceof Error && /lock|dismissed|no result found|not allowed|denied/i.test(thrown.message);
}

function noService(): Failure {
  return unreachable('The keychain of this session does not answer.', {
    hint: 'Over SSH and in units there is often none: start a Secret Service under dbus-run-session, or choose another keySource.',
  });
}

function unreachable(sentence: string, {hint}: {readonly hint: string}): Failure {
  return new Failure('key.unreachable', sentence, {hint, kind: 'credentials'});
}
