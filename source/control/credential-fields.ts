import type {FieldMeta, Provider} from '../provider/contract.ts';
import type {EarlierNames} from '../vault/fitted.ts';

/** One field of a provider's credentials form. */
export type CredentialField = {
  readonly field: string;
  readonly label: string;
  readonly help?: string | undefined;
  /** Masked on every screen. */
  readonly secret: boolean;
  readonly required: boolean;
};

const word = '[a-z]+';
const capital = '[A-Z][a-z]*';
const nameLike = new RegExp(
  `^(?=.{2,20}$)(?:${word}(?:${capital}){0,3}|(?:${capital}){1,3}|${word}(?:[_-]${word}){0,3}|[A-Z]+(?:[_-][A-Z]+){0,3})$`,
);

/** Whether a text in the place of a field's name is one: what else stands there may be the value, on the wrong side, and is not said again. */
export function isNameLike(text: string): boolean {
  return nameLike.test(text);
}

/** As the provider's schema declares them, in its order. */
export function fieldsOf({credentials}: Pick<Provider, 'credentials'>): readonly CredentialField[] {
  return Object.entries(credentials?.shape ?? {}).map(([field, schema]) => {
    const {label = field, help, secret = true} = metaOf(schema);
    return {
      field,
      label,
      secret,
      required: !schema.safeParse(undefined).success,
      ...(help === undefined ? {} : {help}),
    };
  });
}

/** Which of them are kept, and so go out together, in one line. */
export function keptNames(fields: readonly CredentialField[], kept: Readonly<Record<string, unknown>>): string {
  return namesOf(fields.filter(({field}) => kept[field] !== undefined));
}

export function namesOf(fields: readonly CredentialField[]): string {
  return fields.map(({field}) => field).join(', ');
}

/** What the form says; of a field that no form asks for, what its name says. */
export function isSecret(provider: Pick<Provider, 'credentials'> | undefined, name: string): boolean {
  const known = provider && fieldsOf(provider).find(({field}) => field === name);
  return known ? known.secret : /key|token|password|secret/i.test(name);
}

/** What screens show in the place of a secret, here and elsewhere. */
const isMask = /^[*\u2022\u25cf]+$/;

/** What is wrong with a value of that field, in words that do not quote it. */
export function refusalOf(
  {credentials}: Pick<Provider, 'credentials'>,
  field: string,
  value: string,
): string | undefined {
  const shape = credentials?.shape ?? {};
  // Not every name that an object answers to is a field of it.
  const parsed = Object.hasOwn(shape, field) ? shape[field]?.safeParse(value) : undefined;
  if (parsed === undefined) return 'there is no such field';
  if (isMask.test(value)) return 'that is the mask, not the value behind it';
  return parsed.success ? undefined : (parsed.error.issues[0]?.message ?? 'it does not fit');
}

export function earlierNamesOf(providers: ReadonlyMap<string, Provider>): EarlierNames {
  return new Map(
    [...providers].map(([id, {credentials}]) => [
      id,
      new Map(Object.entries(credentials?.shape ?? {}).map(([field, schema]) => [field, metaOf(schema).earlier ?? []])),
    ]),
  );
}

type Described = {readonly meta: () => unknown};

function metaOf(schema: Described): Partial<FieldMeta> {
  // A provider's file declares it as FieldMeta; the conformance suite holds every provider to that.
  return (schema.meta() as Partial<FieldMeta> | undefined) ?? {};
}

/** By provider and field: what it is, for the example file. */
export function formsOf(providers: ReadonlyMap<string, Provider>): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const keyed = [...providers.values()].filter(({credentials}) => credentials !== undefined);
  return new Map(
    keyed.map((provider) => [
      provider.id,
      new Map(
        fieldsOf(provider).map(({field, label, help}) => [field, help === undefined ? label : `${label}. ${help}`]),
      ),
    ]),
  );
}
