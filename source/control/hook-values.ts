import {z} from 'zod';
import {Failure} from '../failure.ts';
import type {Values} from './safe.ts';
import {unquoted} from './unquoted.ts';

const Printed = z.record(z.string(), z.string().min(1));

/** What a rotation hook printed, in the forms of `credentials set`: JSON, lines of FIELD=VALUE, or the bare value of an only field. Nothing of it is quoted. */
export function hookValues(printed: string, fields: readonly string[]): Values {
  const text = unquoted(printed.trim());
  const [only] = fields;
  const assigned = assignments(text, fields);
  if (assigned) return assigned;
  if (only !== undefined && fields.length === 1 && text !== '' && !/[\s{]/.test(text) && !text.startsWith(`${only}=`))
    return {[only]: text};
  const parsed = Printed.safeParse(json(text));
  const names = Object.keys(parsed.data ?? {});
  // A name that is none of its fields may be the value itself, and would be quoted further on.
  if (parsed.success && names.length > 0 && names.every((name) => fields.includes(name))) return parsed.data;
  throw new Failure('rotation.hook', 'The rotation hook did not print what it must.', {
    hint: `It must print a JSON object or lines of FIELD=VALUE with ${fields.join(', ')}${fields.length === 1 ? ', or the value alone' : ''}.`,
    kind: 'credentials',
  });
}

/** Where every line gives a value to one of the fields, each at most once. */
function assignments(text: string, fields: readonly string[]): Values | undefined {
  const pairs = text.split(/\r?\n/).map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, Math.max(0, at)).trim(), unquoted(line.slice(at + 1).trim())] as const;
  });
  const isWhole = pairs.every(([name, value]) => fields.includes(name) && value !== '');
  return isWhole && new Set(pairs.map(([name]) => name)).size === pairs.length ? Object.fromEntries(pairs) : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
