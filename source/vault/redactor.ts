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
    const json = JSON.stringify(value) ?? '';
    // A spelling with a quote or a backslash in it stands in JSON with more of them.
    if (!this.#needles.some(({text}) => json.includes(JSON.stringify(text).slice(1, -1)))) return {value, exposed: []};
    const exposed = new Set<string>();
    // Text by text: a secret with a quote or a backslash in it, masked in the JSON text, would leave no JSON behind.
    const masked = walked(JSON.parse(json), (text) => {
      const found = this.redact(text);
      for (const owner of found.exposed) exposed.add(owner);
      return found.text;
    });
    // Texts became texts: it has the shape that it had.
    return exposed.size === 0 ? {value, exposed: []} : {value: masked as T, exposed: [...exposed]};
  }
}

/** Every text in a JSON value changed, names of fields included. */
function walked(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => walked(inner, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [change(key), walked(inner, change)]));
}

/** As it is, in an address, as JSON text, in base64 of either kind, in hexadecimal of either case. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const inAddress = [encodeURIComponent(secret), new URLSearchParams({v: secret}).toString().slice(2)];
  const base64 = [bytes.toString('base64'), bytes.toString('base64').replace(/=+$/, ''), ...insideBase64(bytes)];
  return [
    secret,
    ...inAddress,
    ...inAddress.map((text) => text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    JSON.stringify(secret).slice(1, -1),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

/** What of it stands in the base64 of a longer text, such as `Bearer …`, wherever in that text it begins. */
function insideBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // A letter at either end that also holds bits of a neighbour is left out.
    return text.slice([0, 2, 3][before], (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
}
