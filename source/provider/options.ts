import type {z} from 'zod';
import {Failure} from '../failure.ts';
import type {Provider} from './contract.ts';

type Given = Readonly<Record<string, unknown>>;
type Of = Pick<Provider, 'id' | 'title' | 'options' | 'credentials'>;

/** `providers.ID.options` as the provider's own schema has them; what it does not know is refused. */
export function optionsOf(provider: Of, given: Given = {}): Given {
  expectNoSecret(provider, given);
  const result = provider.options?.safeParse(given);
  if (result?.success) return result.data;
  if (result) throw refused(provider, result.error.issues[0]?.path ?? [], result.error);
  const [first] = Object.keys(given);
  if (first === undefined) return {};
  throw unknown(provider, first);
}

/** Refuses what no set of options may hold, whether or not the others are there yet. */
export function expectOptions(provider: Of, given: Given = {}): void {
  expectNoSecret(provider, given);
  for (const [name, value] of Object.entries(given)) {
    const schema = provider.options?.shape[name];
    if (schema === undefined) throw unknown(provider, name);
    const result = schema.safeParse(value);
    if (!result.success) throw refused(provider, [name, ...(result.error.issues[0]?.path ?? [])], result.error);
  }
}

/** Settings are read by everybody and stand in every snapshot. Not even the refusal quotes the value. */
function expectNoSecret({id, title, credentials}: Of, given: Given): void {
  const isCredential = (name: string): boolean =>
    Object.hasOwn(credentials?.shape ?? {}, name) || /(api|secret|access)[-_]?key|token|passw|secret/i.test(name);
  const secret = Object.keys(given).find(isCredential);
  if (secret === undefined) return;
  throw new Failure(
    'provider.options',
    `providers.${id}.options.${secret} is refused: settings are no place for secrets.`,
    {
      hint: credentials
        ? `Keep it with: universe credentials set ${id}; and take it out of the settings.`
        : `${title} needs no credentials; take it out.`,
      kind: 'usage',
    },
  );
}

function unknown({id, title, options}: Of, name: string): Failure {
  const known = Object.keys(options?.shape ?? {}).join(', ');
  return new Failure('provider.options', `providers.${id}.options.${name} is refused: ${title} has no such option.`, {
    hint: known === '' ? 'It takes none.' : `It has ${known}.`,
    kind: 'usage',
  });
}

function refused({id}: Of, path: readonly PropertyKey[], {issues}: z.ZodError): Failure {
  const field = ['providers', id, 'options', ...path].map(String).join('.');
  return new Failure('provider.options', `${field} is refused: ${issues[0]?.message ?? 'it does not parse'}.`, {
    hint: `Set it with: universe settings set ${field} VALUE.`,
    kind: 'usage',
  });
}
