import {z} from 'zod';
import {Failure} from '../failure.ts';
import type {Values} from './safe.ts';

const Printed = z.record(z.string(), z.string().min(1));

/** What a rotation hook printed: a JSON object of fields, or the bare value where there is one field. Nothing of it is quoted. */
export function hookValues(printed: string, fields: readonly string[]): Values {
  const text = printed.trim();
  const [only] = fields;
  if (only !== undefined && fields.length === 1 && text !== '' && !/[\s{]/.test(text)) return {[only]: text};
  const parsed = Printed.safeParse(json(text));
  const names = Object.keys(parsed.data ?? {});
  // A name that is none of its fields may be the value itself, and would be quoted further on.
  if (parsed.success && names.length > 0 && names.every((name) => fields.includes(name))) return parsed.data;
  throw new Failure('rotation.hook', 'The rotation hook did not print what it must.', {
    hint: `It must print a JSON object with ${fields.join(', ')}${fields.length === 1 ? ', or the value alone' : ''}.`,
    kind: 'credentials',
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
