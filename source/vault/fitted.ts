import type {Credentials} from './credential-file.ts';
import type {Secret} from './secret.ts';

/** By provider and field: what the older flat layout called it, in the order of preference. */
export type EarlierNames = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Fields under the names that their provider's form has now. What no form asks for keeps its name: nothing is lost. */
export function fitted(credentials: Credentials, earlier: EarlierNames): Credentials {
  const providers = [...credentials.providers].map(
    ([provider, fields]) => [provider, renamed(fields, earlier.get(provider) ?? new Map())] as const,
  );
  return {...credentials, providers: new Map(providers)};
}

function renamed(
  fields: ReadonlyMap<string, Secret>,
  names: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, Secret> {
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
