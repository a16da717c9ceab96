import {mask} from './secret.ts';

/** A text without its secrets, and whose they were. */
export type Redacted = {readonly text: string; readonly exposed: readonly string[]};

/** Shorter ones stand in half the words there are; no provider issues any. */
const shortest = 6;

type Needle = {readonly text: string; readonly owner: string};

/**
 * Knows every secret this process has decrypted, in each spelling that a log or an address could have it in, and takes it out of
 * whatever is about to be said. The last line of defence: nothing is supposed to say one in the first place.
 */
export class Redactor {
  #needles: readonly Needle[] = [];

  /** `owner` is the provider, or what else it is for; `parts` are said together somewhere, as a user and a password are. */
  learn(owner: string, secrets: readonly string[]): void {
    const texts = secrets.filter((secret) => secret.length >= shortest);
    const pairs = texts.flatMap((one) => texts.filter((other) => other !== one).map((other) => `${one}:${other}`));
    const known = new Set(this.#needles.map(({text}) => text));
    const fresh = [...texts, ...pairs].flatMap(spellings).filter((text) => !known.has(text));
    // The longest first, or a part of one would leave the rest of it standing.
    this.#needles = [...this.#needles, ...[...new Set(fresh)].map((text) => ({text, owner}))].sort(
      (one, other) => other.text.length - one.text.length,
    );
  }

  redact(text: string): Redacted {
    let left = text;
    const exposed = new Set<string>();
    for (const {text: needle, owner} of this.#needles) {
      if (!left.includes(needle)) continue;
      left = left.replaceAll(needle, mask);
      exposed.add(owner);
    }
    return {text: left, exposed: [...exposed]};
  }

  /** The same for plain JSON: the very value where nothing was found in it. */
  redactJson<T>(value: T): {readonly value: T; readonly exposed: readonly string[]} {
    if (this.#needles.length === 0) return {value, exposed: []};
    const {text, exposed} = this.redact(JSON.stringify(value) ?? '');
    // A mask in the place of a part of a JSON text leaves JSON of the same shape.
    return exposed.length === 0 ? {value, exposed} : {value: JSON.parse(text) as T, exposed};
  }
}

/** As it is, in an address, as JSON text, in base64 of either kind, in hexadecimal of either case. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({v: secret}).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}
