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

/** The variables that are set, with the secrets in each; a short one, such as the token of a trial store, is a word like any other. */
export function confidentialIn(
  variables: Variables,
): readonly {readonly name: string; readonly secrets: readonly string[]}[] {
  return confidential.flatMap((name) => {
    const text = given(variables, name);
    const secrets = (text?.split(/[\n,]/) ?? []).map((one) => one.trim()).filter((one) => one.length >= shortest);
    return secrets.length === 0 ? [] : [{name, secrets}];
  });
}

export function isConfidential(name: string): boolean {
  return confidential.includes(name);
}
