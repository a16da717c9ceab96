import {type Credentials, type FieldAge, noCredentials} from './credential-file.ts';
import type {Secret} from './secret.ts';

/** The same with these fields of a provider put there or replaced. */
export function withFields(
  now: Credentials,
  provider: string,
  fields: ReadonlyMap<string, {readonly value: Secret; readonly age: FieldAge}>,
): Credentials {
  const values = new Map(now.providers.get(provider));
  const ages = new Map(now.ages.get(provider));
  for (const [field, {value, age}] of fields) {
    values.set(field, value);
    ages.set(field, age);
  }
  return {
    ...now,
    providers: new Map(now.providers).set(provider, values),
    ages: new Map(now.ages).set(provider, ages),
  };
}

/** The same without these fields; a provider that has none left is gone with them. */
export function withoutFields(now: Credentials, provider: string, fields: readonly string[]): Credentials {
  return {
    ...now,
    providers: without(now.providers, provider, fields),
    ages: without(now.ages, provider, fields),
  };
}

function without<T>(
  maps: ReadonlyMap<string, ReadonlyMap<string, T>>,
  provider: string,
  fields: readonly string[],
): ReadonlyMap<string, ReadonlyMap<string, T>> {
  const left = new Map([...(maps.get(provider) ?? [])].filter(([field]) => !fields.includes(field)));
  const others = new Map(maps);
  if (left.size === 0) others.delete(provider);
  else others.set(provider, left);
  return others;
}

/** Names alone: what one version has and another lacks, or has with another value. */
export type CredentialDiff = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
};

/** `PROVIDER.FIELD`, from the earlier version to the later one. */
export function diffOf(earlier: Credentials, later: Credentials): CredentialDiff {
  const [before, after] = [flat(earlier), flat(later)];
  return {
    added: [...after.keys()].filter((name) => !before.has(name)).sort(),
    removed: [...before.keys()].filter((name) => !after.has(name)).sort(),
    changed: [...after]
      .flatMap(([name, value]) => (before.has(name) && before.get(name) !== value ? [name] : []))
      .sort(),
  };
}

/** `PROVIDER.FIELD` of whatever differs, either way. */
export function namesChanged(earlier: Credentials, later: Credentials): readonly string[] {
  const {added, removed, changed} = diffOf(earlier, later);
  return [...added, ...removed, ...changed].sort();
}

/** `PROVIDER.FIELD` of all that is kept. */
export function namesOf(credentials: Credentials = noCredentials): readonly string[] {
  return [...flat(credentials).keys()].sort();
}

function flat({providers}: Credentials): ReadonlyMap<string, string> {
  return new Map(
    [...providers].flatMap(([provider, fields]) =>
      [...fields].map(([field, secret]) => [`${provider}.${field}`, secret.reveal()] as const),
    ),
  );
}
