import {isNameLike} from '../control/credential-fields.ts';
import type {CredentialRow} from '../control/credential-state.ts';
import {unquoted} from '../control/unquoted.ts';
import {nearest} from '../universe/nearest.ts';
import type {Context} from './command-entry.ts';
import {usage} from './parse.ts';

export type Typed = Readonly<Record<string, string>>;

/**
 * Values of a provider's fields: asked for at a terminal, nothing of a secret shown; else read from stdin. Never from the command line,
 * which every other user can see, and which shells keep.
 */
export async function credentialValues(
  context: Context,
  {title, fields}: CredentialRow,
  {renew}: {readonly renew: boolean},
): Promise<Typed> {
  const {ask, files} = context;
  if (ask === undefined) return parsedValues(await files.stdin(), fields);
  const typed: Record<string, string> = {};
  const enter = renew ? enterOfRenewal(fields.length) : 'Enter alone leaves a field as it is';
  context.out.note(`${title}. ${enter}; nothing is shown of a secret.`);
  for (const {field, label, help, secret, present} of fields) {
    if (help !== undefined) context.out.note(`  ${help}`);
    const value = (await ask(`${label}${present ? ' (is set)' : ''}:`, {secret})).trim();
    if (value !== '') typed[field] = value;
  }
  return typed;
}

/** A renewal that renews nothing is refused. */
function enterOfRenewal(fields: number): string {
  return fields === 1 ? 'Type the new value' : 'Enter alone leaves a field as it is, and one at least must be new';
}

/** What people call the field of a provider that has one. */
const usualNames = ['apiKey', 'api_key', 'key', 'token', 'secret', 'password', 'value'];

/** A JSON object, lines of FIELD=VALUE, or the bare value where there is one field. */
function parsedValues(text: string, fields: CredentialRow['fields']): Typed {
  const form = `Write a JSON object or lines of FIELD=VALUE with ${fields.map(({field}) => field).join(', ')}.`;
  const trimmed = unquoted(text.trim());
  if (trimmed === '') throw usage('No values came on stdin.', form);
  if (trimmed.startsWith('{')) return jsonValues(trimmed, form);
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [only] = fields;
  const names = fields.map(({field}) => field);
  const isAssignment = (line: string): boolean => line.includes('=') && names.includes(nameIn(line));
  const stranger = lines.find((line) => !isAssignment(line));
  if (stranger === undefined) return assigned(lines, form);
  if (isOfStranger(stranger, names))
    throw usage(`There is no field ${nameIn(stranger)} here; ${present(names)}.`, form);
  if (only !== undefined && fields.length === 1 && lines.length === 1) return {[only.field]: trimmed};
  throw usage('What came on stdin is not understood.', form);
}

function nameIn(line: string): string {
  return line.split('=', 1)[0]?.trim() ?? '';
}

/** Kept as it is, the name of a field that there is not would be the beginning of the secret. Keys that end in `=` have no value behind it. */
function isOfStranger(line: string, names: readonly string[]): boolean {
  const name = nameIn(line);
  const hasValue = /[^=\s]/.test(line.trim().slice(name.length));
  return hasValue && (isNameLike(name) || nearest(name, [...names, ...usualNames]) !== undefined);
}

function present(names: readonly string[]): string {
  return names.length === 1 ? `the one that there is is ${names[0]}` : `those that there are: ${names.join(', ')}`;
}

function assigned(lines: readonly string[], form: string): Typed {
  const values = lines.map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at).trim(), unquoted(line.slice(at + 1).trim())] as const;
  });
  refuseTwice(
    values.map(([field]) => field),
    form,
  );
  return Object.fromEntries(values);
}

/** Which of them was meant nobody can tell, and the other would be kept in silence. */
function refuseTwice(names: readonly string[], form: string): void {
  const twice = names.find((field, i, all) => all.indexOf(field) < i);
  if (twice === undefined) return;
  throw usage(`${isNameLike(twice) ? `The field ${twice}` : 'A field'} came twice on stdin; nothing was kept.`, form);
}

/** The parser's own message would quote what it stumbled over. */
function jsonValues(text: string, form: string): Typed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw usage('What came on stdin is not JSON.', form);
  }
  const entries = Object.entries(Object(value));
  const isPlain = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';
  if (!entries.every(isPlain)) throw usage('Every value on stdin must be text.', form);
  refuseTwice(namesIn(text), form);
  return Object.fromEntries(entries);
}

/** Names of fields as they stand in JSON, which the parser has once each. */
function namesIn(json: string): readonly string[] {
  return [...json.matchAll(/("(?:[^"\\]|\\.)*")\s*(:?)/g)].flatMap(([, name = '""', colon]) =>
    colon ? [String(JSON.parse(name))] : [],
  );
}

/** A value among the words is out already: the process list and the shell's history have it. */
export function refuseValues(words: readonly string[]): void {
  if (!words.some((word) => word.includes('='))) return;
  throw usage(
    'Values are not taken from the command line, where others can see them.',
    'Type them when asked, or pipe them in. If that was a real one, make a new one at the provider.',
  );
}
