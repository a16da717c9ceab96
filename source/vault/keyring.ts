import {Failure} from '../failure.ts';
import {isKey, type Opened, open, seal} from './fernet.ts';
import {Secret} from './secret.ts';

/** Master keys, newest first: the first encrypts, all decrypt. */
export type Keyring = readonly [Secret, ...Secret[]];

/** Whose a master key is, where others are a provider's. */
export const masterKey = 'the master key';

/** One key a line, or with commas between them. Throws a Failure that names the place and never the text. */
export function parseKeyring(text: string, place: string): Keyring {
  const [first, ...rest] = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (first === undefined || ![first, ...rest].every(isKey)) {
    const what = first === undefined ? 'is empty' : 'does not hold Fernet keys of 44 characters';
    throw new Failure('key.malformed', `The master key in ${place} ${what}.`, {
      hint: 'Put the right key back; nothing was changed. Without it, what it encrypted cannot be read.',
      kind: 'credentials',
    });
  }
  return [new Secret(first), ...rest.map((key) => new Secret(key))];
}

/** As a key file holds them: one key a line. */
export function keyringText(keyring: Keyring): Secret {
  return new Secret(keyring.map((key) => `${key.reveal()}\n`).join(''));
}

/** One token under the newest key. */
export function encrypt([newest]: Keyring, bytes: Uint8Array, madeAt: Date): string {
  return seal(newest.reveal(), bytes, {madeAt: Math.floor(madeAt.getTime() / 1000)});
}

export type Decrypted = Opened & {
  /** Whether the newest key made it. */
  readonly current: boolean;
};

/** Under whichever key made it; undefined when none did or the token was touched. */
export function decrypt(keyring: Keyring, token: string): Decrypted | undefined {
  for (const [index, key] of keyring.entries()) {
    const opened = open(key.reveal(), token);
    if (opened) return {...opened, current: index === 0};
  }
  return undefined;
}

/** The same bytes and the same moment under the newest key. */
export function reencrypt([newest]: Keyring, {bytes, madeAt}: Opened): string {
  return seal(newest.reveal(), bytes, {madeAt});
}
