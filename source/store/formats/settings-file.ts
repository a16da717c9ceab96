import {z} from 'zod';
import {Failure} from '../../failure.ts';
import {type FileSum, readText, writeDurably} from '../file.ts';
import {refuseForeign} from '../foreign.ts';
import {refusalWords} from './refusal-words.ts';
import {shownValue} from './shown-value.ts';

/** Reads `settings.json`; no file means every default. A value that does not fit is refused, the file stays. */
export async function loadSettings<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return parseSettings(path, schema, await loadSettingsText(path));
}

/** What the person set, without defaults, for `settings set` to edit. */
export async function loadSettingsText(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readText(path);
  if (text === undefined) return {};
  await refuseForeign(path);
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
    throw new Failure('settings.unreadable', `${path} is not JSON${placeIn(text, cause)}.`, {
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

/** `typed` is the setting that somebody is changing: what is wrong with that stands in no file. */
export function parseSettings<T>(path: string, schema: z.ZodType<T>, value: unknown, typed?: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => {
    const field = [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])];
    return {issue, name: field.join('.') || '(root)', found: at(value, field)};
  });
  // Where two do not go together, the one that was changed is at fault, else one that somebody wrote.
  const own = wrong.find(({name}) => name === typed || name.startsWith(`${typed}.`));
  const {issue, name = '', found} = own ?? wrong.find((one) => one.found !== undefined) ?? wrong[0] ?? {};
  const whose = own ? name : `Setting ${name} in ${path}`;
  const what = own && found === undefined ? 'stand on its default' : `be ${shownValue(found)}`;
  throw new Failure('settings.refused', `${whose} cannot ${what}.`, {
    hint: refusalWords(issue, found),
    kind: 'usage',
  });
}

export async function saveSettings(path: string, value: Readonly<Record<string, unknown>>): Promise<FileSum> {
  return writeDurably(path, `${JSON.stringify(value, undefined, 2)}\n`, {readBack: true});
}

/** Where it breaks off; the parser's own message would quote what stands there. */
function placeIn(text: string, cause: unknown): string {
  const [, position] = /at position (\d+)/.exec(cause instanceof Error ? cause.message : '') ?? [];
  return position === undefined ? '' : ` in line ${text.slice(0, Number(position)).split('\n').length}`;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) found = Object(found)[key];
  return found;
}
