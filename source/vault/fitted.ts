import type {Credentials} from './credential-file.ts';

/** By provider and field: what the older flat layout called it, in the order of preference. */
export type EarlierNames = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Fields and their ages under the names that their provider's form has now. What no form asks for keeps its name: nothing is lost. */
export function fitted(credentials: Credentials, earlier: EarlierNames): Credentials {
  const of = (provider: string): ReadonlyMap<string, readonly string[]> => earlier.get(provider) ?? new Map();
  const providers = [...credentials.providers].map(
    ([provider, fields]) => [provider, renamed(fields, of(provider))] as const,
  );
  const ages = [...credentials.ages].map(([provider, fields]) => [provider, renamed(fields, of(provider))] as const);
  return {...credentials, providers: new Map(providers), ages: new Map(ages)};
}

function renamed<T>(
  fields: ReadonlyMap<string, T>,
  names: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, T> {
  const left = new Map(fields);
  for (const [field, earlier] of names) {
    if (left.has(field)) continue;
    const name = earlier.find((candidate) => left.has(candidate));
    const value = name === undefined ? undefined : left.get(name);
    if (name === undefined || value === undefined) continue;
    left.delete(name);
    left.set(field, value);
  }
  return left;
}
