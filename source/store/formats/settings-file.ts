import {z} from 'zod';
import {Failure} from '../../failure.ts';
import {type FileSum, readText, writeDurably} from '../file.ts';
import {maskedAddress} from './masked-address.ts';
import {refusalWords} from './refusal-words.ts';

/** Reads `settings.json`; no file means every default. A value that does not fit is refused, the file stays. */
export async function loadSettings<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return parseSettings(path, schema, await loadSettingsText(path));
}

/** What the person set, without defaults, for `settings set` to edit. */
export async function loadSettingsText(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(path);
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
    // Whoever goes through it goes as deep: no setting is nested deeper than a few names.
    JSON.stringify(value);
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new Failure('settings.unreadable', `${path} is nested too deeply to be settings.`, {
        hint: 'Correct the file by hand, or move it away to start from the defaults; it was left as it is.',
        kind: 'usage',
      });
    }
    const because = cause instanceof SyntaxError ? cause.message.replace(/\s+/g, ' ').slice(0, 120) : 'unreadable';
    throw new Failure('settings.unreadable', `${path} is not JSON (${because}).`, {
      hint: 'Correct the file by hand; it was left as it is.',
      kind: 'usage',
    });
  }
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (object.success) return object.data;
  throw new Failure('settings.unreadable', `${path} does not hold a JSON object.`, {
    hint: 'Correct the file by hand; it was left as it is.',
    kind: 'usage',
  });
}

export function parseSettings<T>(path: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])];
  const found = maskedAddress(JSON.stringify(at(value, field)) ?? 'nothing');
  const shown = found.length > 80 ? `${found.slice(0, 79)}…` : found;
  throw new Failure('settings.refused', `Setting ${field.join('.') || '(root)'} in ${path} cannot be ${shown}.`, {
    hint: refusalWords(issue, at(value, field)),
    kind: 'usage',
  });
}

export async function saveSettings(path: string, value: Readonly<Record<string, unknown>>): Promise<FileSum> {
  return writeDurably(path, `${JSON.stringify(value, undefined, 2)}\n`, {readBack: true});
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) found = Object(found)[key];
  return found;
}
