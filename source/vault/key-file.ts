import {Failure} from '../failure.ts';
import {type Closed, createClosed, isTaken, ownUser, readClosed} from '../store/closed-file.ts';
import {writeDurably} from '../store/file.ts';
import {changed, expectUnchanged, type Seen} from './key-changed.ts';
import type {KeySource} from './key-source.ts';
import {Secret} from './secret.ts';
import {given, type Variables} from './variables.ts';

/** The key file of a root, or what systemd was told to hand over in its place (`LoadCredential=master-key:…`). */
export async function keyFile(path: string, variables: Variables): Promise<KeySource> {
  const folder = given(variables, 'CREDENTIALS_DIRECTORY');
  const credential = folder === undefined ? undefined : `${folder.replace(/\/+$/, '')}/master-key`;
  return credential !== undefined && (await isTaken(credential)) ? handedOver(credential) : ownFile(path);
}

/** Read-only. systemd owns the file, or gives it to the user of the unit, whose group shows through an access list. */
function handedOver(path: string): KeySource {
  const own = ownUser();
  const rules: Closed = {forbidden: 0o007, owners: own === undefined ? [] : [own, 0]};
  return {name: 'file', place: path, read: () => readKey(path, rules)};
}

function ownFile(path: string): KeySource {
  let seen: Seen;
  return {
    name: 'file',
    place: path,
    read: async () => {
      const text = await readKey(path);
      seen = {text};
      return text;
    },
    write: async (text) => {
      const found = await readKey(path);
      expectUnchanged(path, seen, found);
      await putKey(path, text, found !== undefined);
      seen = {text};
    },
  };
}

async function readKey(path: string, rules: Closed = {}): Promise<Secret | undefined> {
  try {
    const text = await readClosed(path, rules);
    return text === undefined ? undefined : new Secret(text);
  } catch (thrown) {
    throw keyFailure(path, thrown);
  }
}

async function putKey(path: string, text: Secret, replaces: boolean): Promise<void> {
  try {
    if (replaces) await writeDurably(path, text.reveal(), {mode: 0o600, readBack: true});
    else await createClosed(path, text.reveal());
  } catch (thrown) {
    throw keyFailure(path, thrown);
  }
}

/** The sentence of the file, under the code of a key: whatever keeps the key from us, it is about credentials. */
function keyFailure(path: string, thrown: unknown): unknown {
  if (!(thrown instanceof Failure)) return thrown;
  if (thrown.code === 'file.exists') return changed(path);
  const code =
    thrown.code === 'file.corrupt'
      ? 'key.malformed'
      : thrown.kind === 'credentials'
        ? 'key.refused'
        : 'key.unreachable';
  return new Failure(code, thrown.message, {hint: thrown.hint ?? 'Put the right file back.', kind: 'credentials'});
}
