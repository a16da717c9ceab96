import type {z} from 'zod';

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
const formats: Readonly<Record<string, string>> = {
  url: 'an address such as https://example.com',
  date: 'a day such as 2026-03-02',
};
const magnitudes: Readonly<Record<string, string>> = {k: 'e3', m: 'e6', b: 'e9', t: 'e12'};

/** What a value would have to be, for somebody who never saw a schema; `value` is what was given. */
export function refusalWords(issue: Issue | undefined, value: unknown): string {
  switch (issue?.code) {
    case 'invalid_type':
      if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return 'Numbers end at 1.8e308.';
      return `It must be ${kinds[issue.expected] ?? issue.expected}.${issue.expected === 'number' ? asNumber(value) : ''}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `It must be ${String(issue.values[0])}.`
        : `It must be one of ${issue.values.map(String).join(', ')}.`;
    case 'too_small':
      return `It must ${sizeWords(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}.`;
    case 'too_big':
      return `It must ${sizeWords(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}.`;
    case 'invalid_format':
      return formats[issue.format] === undefined ? sentence(issue.message) : `It must be ${formats[issue.format]}.`;
    case 'unrecognized_keys':
      return 'There is no such setting; universe settings list names them all.';
    case 'invalid_union':
      return refusalWords(closest(issue.errors), value);
    default:
      return sentence(issue?.message ?? 'It does not fit');
  }
}

function sizeWords(origin: string, bound: string, size: unknown): string {
  if (origin === 'array') return `hold ${bound} ${size}`;
  return origin === 'string' ? `have ${bound} ${size} characters` : `be ${bound} ${size}`;
}

/** `500M` is how screens write it, and nothing that JSON can read. */
function asNumber(value: unknown): string {
  const [, digits, letter = ''] = /^([\d.]+)\s*([kmbt])$/i.exec(String(value)) ?? [];
  return digits === undefined ? '' : ` Write ${String(value)} as ${digits}${magnitudes[letter.toLowerCase()]}.`;
}

/** Of several forms that would do, the one that the value came closest to. */
function closest(errors: readonly (readonly Issue[])[]): Issue | undefined {
  return errors.flatMap(([first]) => first ?? []).sort((one, other) => other.path.length - one.path.length)[0];
}

function sentence(text: string): string {
  return `${text.replace(/\.$/, '')}.`;
}
