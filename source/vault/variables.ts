import {Failure} from '../failure.ts';
import {shortest} from './disguises.ts';

/** The environment of the process, as far as anybody looks at it. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What a variable holds, without the line end that `$(cat …)` may leave; an empty one is as good as none. */
export function given(variables: Variables, name: string): string | undefined {
  return variables[name]?.trim() || undefined;
}

/** Throws a Failure that names the variable, and who needs it, where it is not set. */
export function needed(variables: Variables, name: string, who: string): string {
  const value = given(variables, name);
  if (value !== undefined) return value;
  throw new Failure('key.unset', `${who} needs the environment variable ${name}, which is not set.`, {
    hint: `Set ${name}, or choose another keySource.`,
    kind: 'credentials',
  });
}

/** A text that may travel in a header: whoever builds headers quotes a text that may not, and it is a secret. */
export function asHeader(text: string, what: string): string {
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new Failure('key.malformed', `${what} has characters that cannot be in it, or is empty.`, {
    hint: 'Copy it again, without spaces or line ends.',
    kind: 'credentials',
  });
}

/**
 * What the environment is trusted with, each a secret as it stands; of master keys there may be several in one. The launcher takes
 * the same ones out of the environment, before it could know this file.
 */
const confidential = [
  'MASTER_ENCRYPTION_KEY',
  'VAULT_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
];

/** Ways out that may name a user and their password, in the spelling of either case. */
const proxy = /^(https?|all)_proxy$/i;

/** The variables that are set, with the secrets in each; a short one, such as the token of a trial store, is a word like any other. */
export function confidentialIn(
  variables: Variables,
): readonly {readonly name: string; readonly secrets: readonly string[]}[] {
  const proxies = Object.keys(variables).filter(isProxy);
  return [
    ...confidential.map((name) => {
      const parts = given(variables, name)?.split(/[\n,]/) ?? [];
      return {name, secrets: parts.map((one) => one.trim()).filter((one) => one.length >= shortest)};
    }),
    ...proxies.map((name) => ({name, secrets: passwordsIn(given(variables, name) ?? '').filter(isPassword)})),
  ].filter(({secrets}) => secrets.length > 0);
}

export function isConfidential(name: string): boolean {
  return confidential.includes(name) || isProxy(name);
}

function isProxy(name: string): boolean {
  return proxy.test(name);
}

/** As the address has it and as it is meant, where that is another; it ends at the last `@` before the path, which people leave unspelled. */
function passwordsIn(address: string): readonly string[] {
  const [, password] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/:@]*:([^/]*)@/i.exec(address) ?? [];
  if (password === undefined) return [];
  return [...new Set([password, decoded(password)])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** People choose them, and shorter than providers do; one that could be a word would have commands refused for it. */
function isPassword(text: string): boolean {
  return text.length >= shortest || (text.length >= 8 && !/^[a-z]+$/i.test(text));
}
