import {Secret} from './secret.ts';

/** A secret as AWS keeps it: the key's own text, or a JSON object with the key in one of its fields. */
export type SecretString =
  | {readonly form: 'bare'; readonly text: string}
  | {readonly form: 'fields'; readonly fields: Readonly<Record<string, unknown>>; readonly field: string};

/** What the guide calls the key where it is an environment variable, and so what people name the field. */
const guideName = 'MASTER_ENCRYPTION_KEY';

export function secretString(text: string, field: string): SecretString {
  const fields = fieldsOf(text);
  if (!fields) return {form: 'bare', text};
  const usesGuideName = !Object.hasOwn(fields, field) && Object.hasOwn(fields, guideName);
  return {form: 'fields', fields, field: usesGuideName ? guideName : field};
}

/** Undefined where the object has no such field; `odd` where something else than a text is in it. */
export function keyIn(secret: SecretString): Secret | 'odd' | undefined {
  if (secret.form === 'bare') return secret.text.trim() === '' ? undefined : new Secret(secret.text);
  const value = Object.hasOwn(secret.fields, secret.field) ? secret.fields[secret.field] : undefined;
  if (value === undefined) return undefined;
  return typeof value === 'string' ? new Secret(value) : 'odd';
}

/** The same secret with another key: in its form, and with every other field as it was. */
export function withKey(secret: SecretString, key: Secret): string {
  if (secret.form === 'bare') return key.reveal();
  return JSON.stringify({...secret.fields, [secret.field]: key.reveal()});
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // An array has no fields, and a text in quotes is the text.
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
