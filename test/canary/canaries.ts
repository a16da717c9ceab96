import {randomInt} from 'node:crypto';
import {newKey} from '../../source/vault/fernet.ts';
import {drawn} from '../helpers/planted-secrets.ts';

/** A secret that exists for one run only, so that wherever it turns up, it came from there. */
export type Canary = {
  /** What it is, for the report: never the value. */
  readonly name: string;
  readonly value: string;
  /** Of which provider, where it is one's: it may travel in the headers of requests to that one. */
  readonly provider?: string;
  /** Places where the person put it, or asked for it. */
  readonly allowed?: readonly RegExp[];
};

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const caps = `${lower.toUpperCase()}${digits}`;
const any = `${lower}${caps}`;
/** What addresses, forms, JSON, shells and base64 each spell in another way. */
const odd = '+/=&%"\\;<>?#';

type Form = readonly (readonly [field: string, prefix: string, alphabet: string, length: number])[];

/** Every field of every keyed provider, as long and of such letters as theirs are. */
const forms: Readonly<Record<string, Form>> = {
  tradier: [['token', '', any, 28]],
  alpaca: [
    ['keyId', 'PK', caps, 18],
    ['secretKey', '', `${any}/+`, 40],
  ],
  polygon: [['apiKey', '', any, 32]],
  finnhub: [['apiKey', '', `${lower}${digits}`, 40]],
};

export const keyed = Object.keys(forms);

/** New values of a provider's fields, plain ones or such as every encoding changes, and their canaries. */
export function madeValues(provider: string, {plain}: {readonly plain: boolean}) {
  const values = Object.fromEntries(
    (forms[provider] ?? []).map(([field, prefix, alphabet, length]) => [
      field,
      `${prefix}${plain ? drawn(alphabet, length) : spiced(alphabet, length)}`,
    ]),
  );
  const canaries = Object.entries(values).map(
    ([field, value]): Canary => ({
      name: `${provider}.${field} ${plain ? '(plain)' : '(odd)'}`,
      value,
      provider,
      allowed: [new RegExp(`^stdout of credentials show ${provider}`)],
    }),
  );
  return {values, canaries};
}

export function madeKey(name: string, allowed: readonly RegExp[] = []): Canary {
  return {name, value: newKey(), allowed};
}

export function madeText(name: string, allowed: readonly RegExp[] = []): Canary {
  return {name, value: drawn(any, 32), allowed};
}

/** Every odd character once, at places of chance. */
function spiced(alphabet: string, length: number): string {
  const letters = [...drawn(alphabet, Math.max(length - odd.length, 12))];
  for (const character of odd) letters.splice(1 + randomInt(letters.length - 1), 0, character);
  return letters.join('');
}
