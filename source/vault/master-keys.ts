import {Failure} from '../failure.ts';
import {newKey} from './fernet.ts';
import type {KeySource} from './key-source.ts';
import {type Keyring, keyringText, parseKeyring} from './keyring.ts';
import {Secret} from './secret.ts';

/** The keys in a source, or undefined where there is none yet. */
export async function readKeys(source: KeySource): Promise<Keyring | undefined> {
  const text = await source.read();
  return text && parseKeyring(text.reveal(), source.place);
}

/** The keys, where something is to be decrypted: an absent key is a lost one, and nothing may be put in its place. */
export async function requireKeys(source: KeySource, encrypted: string, {isOwn = false} = {}): Promise<Keyring> {
  const keys = await readKeys(source);
  if (keys) return keys;
  throw new Failure('key.lost', `The master key that encrypts ${encrypted} is not in ${source.place}.`, {
    hint:
      'See that the settings keySource and keyStore name the right place, then put the key back there from where you keep it.' +
      (isOwn
        ? ' Nothing else opens the file.'
        : ' If it is lost for good, so are the credentials: move storage/secrets of this root away as a whole and set them anew.'),
    kind: 'credentials',
  });
}

/** A first key, put where the source keeps it. */
export async function makeKeys(source: KeySource): Promise<Keyring> {
  const keys: Keyring = [new Secret(newKey())];
  if (!source.write) throw unwritable(source);
  await source.write(keyringText(keys));
  return expectKeys(source, keys);
}

/** A new key before the others, which still decrypt what they encrypted. */
export async function addKey(source: KeySource, keys: Keyring): Promise<Keyring> {
  if (!source.write) throw unwritable(source);
  const grown: Keyring = [new Secret(newKey()), ...keys];
  await source.write(keyringText(grown));
  return expectKeys(source, grown);
}

/** A source that cannot be written to holds the new key already, before the others, or there is nothing to rotate to. */
export function refuseLoneKey({name, place}: KeySource, keys: Keyring): void {
  if (keys.length > 1) return;
  throw new Failure('key.lone', `Only one key is in ${place}, so there is none to go over to. Nothing was changed.`, {
    hint:
      'Make one with: universe keys generate --print; put it there yourself, before the present key and a comma, then run this again.' +
      // A command on a root that a daemon holds is done there, with what that was started with.
      (name === 'env'
        ? ' Where a daemon or dashboard holds the root, the variable of that process counts: start it again with the new one.'
        : ''),
    kind: 'credentials',
  });
}

/** The newest key alone. Only once nothing is encrypted under another. */
export async function dropOldKeys(source: KeySource, [newest]: Keyring): Promise<Keyring> {
  if (!source.write) throw unwritable(source);
  await source.write(keyringText([newest]));
  return expectKeys(source, [newest]);
}

/** What is encrypted under a key that was not kept would be lost. */
async function expectKeys(source: KeySource, written: Keyring): Promise<Keyring> {
  const kept = await readKeys(source);
  if (kept && keyringText(kept).reveal() === keyringText(written).reveal()) return kept;
  throw new Failure('key.not-kept', `${source.place} does not give back the key that was put there.`, {
    hint: 'Nothing was encrypted with it. Look at that place, then run this again.',
    kind: 'credentials',
  });
}

function unwritable({place}: KeySource): Failure {
  return new Failure('key.read-only', `This program cannot put a key into ${place}.`, {
    hint: 'Make one with: universe keys generate --print; put it there yourself, before the earlier keys and a comma, then run: universe keys rotate',
    kind: 'credentials',
  });
}
