import {Policy} from '../setting-groups.ts';

export type Json = Readonly<Record<string, unknown>>;

/**
 * `providers.nasdaq.baseUrl` → its parts. The policy of one secret is kept under a name with a point in it: `finnhub.apiKey` of
 * `rotation.each.finnhub.apiKey.maxAgeDays` is one part.
 */
export function pathIn(field: string): readonly string[] {
  const parts = field.split('.');
  if (parts[0] !== 'rotation' || parts[1] !== 'each' || parts.length < 4) return parts;
  const ofPolicy = Object.hasOwn(Policy.shape, parts.at(-1) ?? '') ? parts.slice(-1) : [];
  return ['rotation', 'each', parts.slice(2, parts.length - ofPolicy.length).join('.'), ...ofPolicy];
}

/** The settings of the policy of one provider's secrets, or of one of them. */
export function policyOf(name: string): readonly string[] {
  return Object.keys(Policy.shape).map((key) => `rotation.each.${name}.${key}`);
}

export function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      found !== null && typeof found === 'object'
        ? Object.entries(found).find(([key]) => key === name)?.[1]
        : undefined,
    value,
  );
}

export function withValue(file: Json, [name = '', ...rest]: readonly string[], value: unknown): Json {
  if (rest.length === 0) return {...file, [name]: value};
  return {...file, [name]: withValue(objectAt(file, name), rest, value)};
}

export function objectAt(file: Json, name: string): Json {
  const found = at(file, [name]);
  return found !== null && typeof found === 'object' && !Array.isArray(found) ? (found as Json) : {};
}

/** `300e6`, `true`, `["NYSE"]` are read as JSON, `NYSE,NASDAQ` as a list; else as plain text, or as a list of one. The schema decides. */
export function readingsOf(text: string): readonly unknown[] {
  const list = text.split(',').map((part) => part.trim());
  try {
    return [JSON.parse(text), text, list];
  } catch {
    return [text, list];
  }
}

/** As it was typed, and where the names of a setting know one case alone, in that. */
export function inItsCase(field: string, value: unknown): readonly unknown[] {
  const fit = (name: string) => (field === 'exchanges' ? name.toUpperCase() : name.toLowerCase());
  if (field !== 'exchanges' && field !== 'instruments') return [value];
  if (typeof value === 'string') return [value, fit(value)];
  return Array.isArray(value) && value.every((name) => typeof name === 'string') ? [value, value.map(fit)] : [value];
}
