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

  /** The same for plain JSON: the very value where nothing was found in it. Numbers stay: a secret is a text. */
  redactJson<T>(value: T): {readonly value: T; readonly exposed: readonly string[]} {
    if (this.#needles.length === 0) return {value, exposed: []};
    const exposed = new Set<string>();
    const cleaned = (text: string): string => {
      const redacted = this.redact(text);
      for (const owner of redacted.exposed) exposed.add(owner);
      return redacted.text;
    };
    // Text by text: in the whole of the JSON, a secret of digits would be found in a number, and leave no JSON.
    const text = JSON.stringify(value, (_key, part: unknown) => {
      if (typeof part === 'string') return cleaned(part);
      return isRecord(part) ? renamed(part, cleaned) : part;
    });
    // What was JSON is JSON of the same shape, for only texts in it became others.
    return exposed.size === 0 ? {value, exposed: []} : {value: JSON.parse(text) as T, exposed: [...exposed]};
  }
}

function isRecord(part: unknown): part is Readonly<Record<string, unknown>> {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

function renamed(record: Readonly<Record<string, unknown>>, name: (key: string) => string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, part]) => [name(key), part]));
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
